"""Typed questions, one package per kind of report."""
