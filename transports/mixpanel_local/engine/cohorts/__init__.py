"""Cohorts: who is in them, by what they did and what is known of them."""
