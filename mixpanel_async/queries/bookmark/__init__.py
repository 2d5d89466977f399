"""What a report's params may hold, whoever built them."""
