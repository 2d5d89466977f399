# Generated from mixpanel_async.queries by mixpanel_sync._generate: edit that module, not this one.
"""Typed questions, one package per kind of report."""
