"""Saved behaviors: several events as one, funnels and retentions with a name, used alike by many metrics."""
