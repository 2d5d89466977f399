"""Custom properties: properties computed from others, by formulas."""
