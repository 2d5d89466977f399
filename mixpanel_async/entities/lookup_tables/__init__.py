"""Lookup tables: what is known of a property's values, by a table kept in Mixpanel."""
