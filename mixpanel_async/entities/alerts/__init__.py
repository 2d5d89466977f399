"""Alerts: who is told when a saved report's numbers meet a condition."""
