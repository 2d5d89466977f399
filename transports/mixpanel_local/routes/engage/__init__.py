"""Profiles: lists of them, and numbers about them."""
