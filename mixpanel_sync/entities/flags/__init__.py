# Generated from mixpanel_async.entities.flags by mixpanel_sync._generate: edit that module, not this one.
"""Feature flags: what is switched on for whom, how flags are changed, and what has become of them."""
