# Generated from mixpanel_async.legacy by mixpanel_sync._generate: edit that module, not this one.
"""The older reports, asked by GET with expressions."""
