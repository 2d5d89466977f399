"""What Mixpanel documents of the APIs that keep things, and which operations of ours answer it."""
