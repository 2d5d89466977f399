"""Feature flags: what is switched on for whom, how flags are changed, and what has become of them."""
