# Generated from mixpanel_async.entities.lookup_tables by mixpanel_sync._generate: edit that module, not this one.
"""Lookup tables: what is known of a property's values, by a table kept in Mixpanel."""
