"""The older reports, asked by GET with expressions."""
