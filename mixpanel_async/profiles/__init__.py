"""Profiles: what is known of users and groups."""
