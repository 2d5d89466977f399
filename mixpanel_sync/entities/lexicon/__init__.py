# Generated from mixpanel_async.entities.lexicon by mixpanel_sync._generate: edit that module, not this one.
"""The Lexicon: what a project's events and properties are called, what they mean and what becomes of them."""
