# Generated from mixpanel_async.activity by mixpanel_sync._generate: edit that module, not this one.
"""What single users did, event by event."""
