"""Experiments: what is tried out on whom, how it is set up, and the life it leads."""
