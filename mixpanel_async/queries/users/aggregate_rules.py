"""The rules of numbers about users."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mixpanel_async.errors import ValidationError

if TYPE_CHECKING:
    from mixpanel_async.queries.users.spec import UserQuery

ACTIONS = ("count", "extremes", "percentile", "numeric_summary")


def aggregate_problems(query: UserQuery) -> Iterator[ValidationError]:
    """Rules that *query*'s aggregate and its segments break, and those of asking profiles for them."""
    if query.mode == "aggregate":
        yield from _property(query)
        yield from _percentile(query)
    elif query.segment_by is not None:
        yield ValidationError("segment_by", "segment_by splits numbers; give mode='aggregate'", "U16")
    for index, cohort in enumerate(query.segment_by or ()):
        if not isinstance(cohort, int) or isinstance(cohort, bool) or cohort <= 0:
            message = f"{cohort!r} is no id of a saved cohort; ids are positive numbers"
            yield ValidationError(f"segment_by[{index}]", message, "U17")
    if query.percentile is not None and not 0 < query.percentile < 100:
        message = f"percentile is {query.percentile}; it lies between 0 and 100, 50 is the median"
        yield ValidationError("percentile", message, "U28")


def _property(query: UserQuery) -> Iterator[ValidationError]:
    if query.aggregate == "count" and query.aggregate_property is not None:
        yield ValidationError("aggregate_property", "count counts users, not a property; remove it", "U15")
    if query.aggregate != "count" and query.aggregate_property is None:
        message = f"aggregate={query.aggregate!r} is taken over a property; name it"
        yield ValidationError("aggregate_property", message, "U14")


def _percentile(query: UserQuery) -> Iterator[ValidationError]:
    if query.aggregate == "percentile" and query.percentile is None:
        yield ValidationError("percentile", "give percentile, 95 for p95", "U26")
    if query.aggregate != "percentile" and query.percentile is not None:
        message = f"percentile belongs to aggregate='percentile', not to {query.aggregate!r}"
        yield ValidationError("percentile", message, "U27")
