"""Tests of the export of profiles."""
