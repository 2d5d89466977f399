"""Saved metrics: measures, formulas and warehouse metrics with a name, counted alike wherever they are used."""
