# Generated from mixpanel_async.export by mixpanel_sync._generate: edit that module, not this one.
"""Raw events, as they were recorded."""
