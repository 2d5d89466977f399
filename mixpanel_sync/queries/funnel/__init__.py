# Generated from mixpanel_async.queries.funnel by mixpanel_sync._generate: edit that module, not this one.
"""Funnels: how many users get from one event to the next."""
