"""What a project holds: event names, properties, values."""
