"""Property names as the expressions of the older reports spell them."""

from __future__ import annotations

_EXPRESSION_STARTS = ('properties["', 'user["', 'event["')


def property_expression(on: str | None) -> str | None:
    """A bare name as ``properties["name"]``; what is an expression already stays as it is."""
    if not on:
        return None
    if any(start in on for start in _EXPRESSION_STARTS):
        return on
    escaped = on.replace("\\", "\\\\").replace('"', '\\"')
    return f'properties["{escaped}"]'
