"""Profiles of users and groups, as files."""
