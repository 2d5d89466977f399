"""Names and texts as the expressions of the query API spell them."""

from __future__ import annotations


def quoted(text: str) -> str:
    """*text* in quotes; quotes and backslashes inside are escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def property_text(name: str) -> str:
    """A property by its name."""
    return f"properties[{quoted(name)}]"
