"""Retention: who did one event and came back to do another, bucket by bucket."""
