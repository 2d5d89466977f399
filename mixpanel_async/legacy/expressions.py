"""Property names as the expressions of the older reports spell them."""

from __future__ import annotations

from mixpanel_async.arguments import expression
from mixpanel_async.specs.expression_text import property_text

_EXPRESSION_STARTS = ('properties["', 'user["', 'event["')


def property_expression(on: str | None) -> str | None:
    """A bare name as ``properties["name"]``; what is an expression already stays as it is."""
    text = expression(on, "on")
    if text is None:
        return None
    return text if any(start in text for start in _EXPRESSION_STARTS) else property_text(text)
