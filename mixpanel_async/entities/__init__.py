"""What people keep in Mixpanel: one module per kind of thing, its values beside its operations."""
