"""Flows: what people do before and after events they were picked by."""
