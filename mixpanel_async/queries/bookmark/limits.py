"""How many segments a report may come back with."""

from __future__ import annotations

from attrs import Attribute

from mixpanel_async.errors import ParamValidationError

DEFAULT_LIMIT = 3000
MAX_LIMIT = 50_000


def check_limit(limit: int | None) -> None:
    """Refuse a number of segments the server does not give."""
    if limit is not None and (not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MAX_LIMIT):
        raise ParamValidationError(f"limit is {limit!r}; it is 1 to {MAX_LIMIT}")


def limit_in_range(_: object, __: Attribute[int | None], limit: int | None) -> None:
    """The same, as the validator of a field."""
    check_limit(limit)
