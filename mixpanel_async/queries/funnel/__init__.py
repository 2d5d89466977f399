"""Funnels: how many users get from one event to the next."""
