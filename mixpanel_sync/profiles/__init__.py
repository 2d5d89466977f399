# Generated from mixpanel_async.profiles by mixpanel_sync._generate: edit that module, not this one.
"""Profiles: what is known of users and groups."""
