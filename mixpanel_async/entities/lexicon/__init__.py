"""The Lexicon: what a project's events and properties are called, what they mean and what becomes of them."""
