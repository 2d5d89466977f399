"""Dashboards: boards of reports and text, how they are made, and what stands on them."""
