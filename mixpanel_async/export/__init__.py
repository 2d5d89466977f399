"""Raw events, as they were recorded."""
