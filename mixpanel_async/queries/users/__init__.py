"""Users: their profiles, or numbers about them."""
