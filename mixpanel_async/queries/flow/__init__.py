"""Flows: what people do before and after an event."""
