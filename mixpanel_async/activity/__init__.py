"""What single users did, event by event."""
