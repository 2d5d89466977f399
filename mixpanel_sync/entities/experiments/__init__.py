# Generated from mixpanel_async.entities.experiments by mixpanel_sync._generate: edit that module, not this one.
"""Experiments: what is tried out on whom, how it is set up, and the life it leads."""
