# Generated from mixpanel_async.queries.flow by mixpanel_sync._generate: edit that module, not this one.
"""Flows: what people do before and after an event."""
