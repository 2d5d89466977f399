"""The rules of what is asked of profiles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mixpanel_async.dates import day_text
from mixpanel_async.errors import ParamValidationError, ValidationError
from mixpanel_async.queries.users.params import midnight
from mixpanel_async.specs.event_names import is_blank

if TYPE_CHECKING:
    from mixpanel_async.queries.users.spec import UserQuery

MAX_WORKERS = 5  # docs.mixpanel.com/reference/rate-limits: five queries at once
# Where it is late, it is already tomorrow in UTC.
_SLACK = timedelta(days=2)

# What only profiles have, and the code of asking a number for it.
_ONLY_PROFILES = {
    "parallel": "U18",
    "page_size": "U18",
    "sort_by": "U19",
    "search": "U20",
    "distinct_id": "U21",
    "distinct_ids": "U21",
    "properties": "U22",
}


def profile_problems(query: UserQuery, today: Callable[[], date]) -> Iterator[ValidationError]:
    """Rules that *query*'s properties, order, pages and moment break, and those of asking numbers for them."""
    if query.limit is not None and query.limit <= 0:
        yield ValidationError("limit", f"limit is {query.limit}; it is 1 or more, None for all", "U3")
    if query.sort_by is not None and is_blank(query.sort_by):
        yield ValidationError("sort_by", f"sort_by is {query.sort_by!r}; name a property", "U5")
    yield from _moment(query, today)
    yield from _properties(query)
    if query.mode == "aggregate":
        for name, code in _ONLY_PROFILES.items():
            if getattr(query, name) not in (None, False):
                yield ValidationError(name, f"{name} is asked of profiles; give mode='profiles'", code)
    if not 1 <= query.workers <= MAX_WORKERS:
        yield ValidationError("workers", f"workers is {query.workers}; it is 1 to {MAX_WORKERS}", "U23")


def _moment(query: UserQuery, today: Callable[[], date]) -> Iterator[ValidationError]:
    moment = query.as_of
    if moment is None:
        return
    if isinstance(moment, int):
        if moment >= midnight(today() + _SLACK):
            message = f"as_of {moment} is still to come; give seconds, not milliseconds, of the past"
            yield ValidationError("as_of", message, "U8")
        return
    try:
        day = day_text(moment, "as_of")
    except ParamValidationError as problem:
        yield ValidationError("as_of", problem.message, "U6")
        return
    if day > today().isoformat():
        yield ValidationError("as_of", f"as_of {day} is still to come; give today or a day before", "U8")


def _properties(query: UserQuery) -> Iterator[ValidationError]:
    for index, name in enumerate(query.properties or ()):
        if is_blank(name):
            yield ValidationError(f"properties[{index}]", f"the property is {name!r}; name one", "U11")
    if query.properties is not None and not query.properties:
        yield ValidationError("properties", "properties is empty; name one, or leave it out for all", "U29")
