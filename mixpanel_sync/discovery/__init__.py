# Generated from mixpanel_async.discovery by mixpanel_sync._generate: edit that module, not this one.
"""What a project holds: event names, properties, values."""
