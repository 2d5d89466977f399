"""The Lexicon: what is said of events and properties."""
