"""Clauses of report params, read back into the words that write them; errors name the place, as ``$.steps[0]``."""
