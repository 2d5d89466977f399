"""Links to reports: made of questions and answers, read back into them, and asked."""
