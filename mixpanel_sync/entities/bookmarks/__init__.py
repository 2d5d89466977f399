# Generated from mixpanel_async.entities.bookmarks by mixpanel_sync._generate: edit that module, not this one.
"""Saved reports, which the API calls bookmarks: what they ask, how they are made, what has become of them."""
