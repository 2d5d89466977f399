"""Warehouse connectors: imports of tables from a data warehouse, again and again."""
