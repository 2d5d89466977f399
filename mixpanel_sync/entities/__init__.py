# Generated from mixpanel_async.entities by mixpanel_sync._generate: edit that module, not this one.
"""What people keep in Mixpanel: one module per kind of thing, its values beside its operations."""
