"""Data governance: what may arrive, what is looked up, what is removed."""
