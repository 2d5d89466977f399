"""Requests of people under privacy laws: to get their data, to have it deleted."""
