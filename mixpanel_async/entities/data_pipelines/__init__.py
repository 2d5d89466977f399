"""Data pipelines, deprecated by Mixpanel: exports of a project to a store or a warehouse, again and again."""
