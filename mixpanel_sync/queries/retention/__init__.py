# Generated from mixpanel_async.queries.retention by mixpanel_sync._generate: edit that module, not this one.
"""Retention: who did one event and came back to do another, bucket by bucket."""
