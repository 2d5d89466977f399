"""What people saved, asked for by its number."""
