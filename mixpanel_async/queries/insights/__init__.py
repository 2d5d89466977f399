"""Insights: events counted and aggregated over time, split and compared."""
