# Generated from mixpanel_async.queries.users by mixpanel_sync._generate: edit that module, not this one.
"""Users: their profiles, or numbers about them."""
