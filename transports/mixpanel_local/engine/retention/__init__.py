"""Retention: who did one event and came back to do another, by the time that had passed."""
