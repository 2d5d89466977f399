"""The days a question is about, and the unit it divides them by: ``sections.time``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, cast

from mixpanel_local.engine.calendar import UNITS, Unit
from mixpanel_local.engine.shape import entries, integer, item, mapping, one_of, refuse
from mixpanel_local.errors import BadRequest

_YEARS: Final = (1970, 9_000)


def read_time(sections: Mapping[str, Any], today: date) -> tuple[date, date, Unit]:
    """The first day, the last day and the unit."""
    found = entries(item(sections, "time", "sections"), "sections.time")
    if len(found) != 1:
        raise BadRequest(f"sections.time: {len(found)} time ranges instead of one")
    unit = one_of(found[0].get("unit", "day"), UNITS, "sections.time.unit")
    kind = found[0].get("dateRangeType", "between")
    if kind == "between":
        value = found[0].get("value")
        if not isinstance(value, Sequence) or len(value) != 2:
            raise BadRequest("sections.time.value: needs [from_date, to_date]")
        first, last = (read_date(day, "sections.time.value") for day in value)
    elif kind == "in the last":
        first, last = _last(mapping(item(found[0], "window", "sections.time"), "sections.time.window"), today), today
    else:
        raise refuse(f"dateRangeType {kind!r}")
    if first > last:
        raise BadRequest(f"sections.time.value: {first} is after {last}")
    return first, last, cast("Unit", unit)


def read_date(value: object, where: str) -> date:
    """A day written YYYY-MM-DD."""
    try:
        day = date.fromisoformat(str(value)[:10])
    except ValueError:
        raise BadRequest(f"{where}: {value!r} is no date like 2026-01-31") from None
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise BadRequest(f"{where}: {day} is not between the years {_YEARS[0]} and {_YEARS[1]}")
    return day


def _last(window: Mapping[str, Any], today: date) -> date:
    # "Last N days" is N whole days and the one under way: docs/reports, Date Range.
    days = {"day": 1, "week": 7}
    unit = one_of(window.get("unit", "day"), tuple(days), "sections.time.window.unit")
    try:
        return today - timedelta(days=integer(item(window, "value", "window"), "window.value") * days[unit])
    except OverflowError:
        raise BadRequest(f"sections.time.window.value: {window['value']} is too long ago") from None
