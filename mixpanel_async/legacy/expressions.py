"""Property names as the expressions of the older reports spell them."""

from __future__ import annotations

from mixpanel_async.specs.expression_text import property_text

_EXPRESSION_STARTS = ('properties["', 'user["', 'event["')


def property_expression(on: str | None) -> str | None:
    """A bare name as ``properties["name"]``; what is an expression already stays as it is."""
    if not on:
        return None
    return on if any(start in on for start in _EXPRESSION_STARTS) else property_text(on)
