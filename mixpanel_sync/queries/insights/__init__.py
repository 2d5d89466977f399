# Generated from mixpanel_async.queries.insights by mixpanel_sync._generate: edit that module, not this one.
"""Insights: events counted and aggregated over time, split and compared."""
