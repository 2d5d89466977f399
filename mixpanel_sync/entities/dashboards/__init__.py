# Generated from mixpanel_async.entities.dashboards by mixpanel_sync._generate: edit that module, not this one.
"""Dashboards: boards of reports and text, how they are made, and what stands on them."""
