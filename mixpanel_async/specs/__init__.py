"""The words questions are made of: what to measure, what to keep, how to split."""
