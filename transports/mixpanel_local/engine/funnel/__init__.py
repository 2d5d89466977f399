"""Funnels: how far users get from one event to the next."""
