"""The days a question is about, and the unit it divides them by: ``sections.time``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypeAlias, cast

from attrs import frozen

from mixpanel_local.engine.calendar import UNITS, Unit, months_later
from mixpanel_local.engine.scan import Span
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import entries, integer, item, mapping, one_of, refuse, text
from mixpanel_local.errors import BadRequest

_YEARS: Final = (1970, 9_000)
_DAYS: Final = {"day": 1, "week": 7}
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_VALUE: Final = "sections.time.value"
_DATE_LENGTH: Final = len("2026-01-31")
_SECOND_MS: Final = 1000


@frozen
class Range:
    """The days from *first* to *last*, divided by *unit*; *within* is a span of time shorter than they are."""

    first: date
    last: date
    unit: Unit
    within: Span | None = None


def read_range(sections: Mapping[str, Any], setting: Setting) -> Range:
    """When a question is about."""
    found = entries(item(sections, "time", "sections"), "sections.time")
    if len(found) != 1:
        raise BadRequest(f"sections.time: {len(found)} time ranges instead of one")
    unit = cast("Unit", one_of(found[0].get("unit", "day"), UNITS, "sections.time.unit"))
    kind = text(found[0].get("dateRangeType", "between"), "sections.time.dateRangeType")
    if kind not in _KINDS:
        raise refuse(f"dateRangeType {kind!r}")
    first, last, within = _KINDS[kind](found[0], setting)
    if first > last:
        raise BadRequest(f"sections.time.value: {first} is after {last}")
    return Range(first, last, unit, within)


def _between(entry: Mapping[str, Any], setting: Setting) -> _Found:
    value = entry.get("value")
    if not isinstance(value, list) or len(value) != 2:
        raise BadRequest("sections.time.value: needs [from_date, to_date]")
    return _from_to(value[0], value[1], setting)


def _on(entry: Mapping[str, Any], setting: Setting) -> _Found:
    return _from_to(_single(entry), _single(entry), setting)


def _since(entry: Mapping[str, Any], setting: Setting) -> _Found:
    return _from_to(_single(entry), setting.today.isoformat(), setting)


def _single(entry: Mapping[str, Any]) -> object:
    value = item(entry, "value", "sections.time")
    return value[0] if isinstance(value, list) and value else value


def _from_to(first: object, last: object, setting: Setting) -> _Found:
    """Days, or times of days where these are given: docs/reports, Date Range. The last second is included."""
    days = (read_date(first, _VALUE), read_date(last, _VALUE))
    clocks = (_clock(first), _clock(last))
    if clocks == (None, None):
        return *days, None
    whole = setting.zone.span(*days)
    start = whole.start if clocks[0] is None else setting.zone.moment(days[0], clocks[0])
    end = whole.end if clocks[1] is None else setting.zone.moment(days[1], clocks[1]) + _SECOND_MS
    return *days, Span(start, end)


def _clock(value: object) -> time | None:
    """The time of day behind a date; None where there is none, or midnight."""
    if len(str(value)) <= _DATE_LENGTH:
        return None
    try:
        found = datetime.fromisoformat(str(value)).time()
    except ValueError:
        raise BadRequest(f"{_VALUE}: {value!r} is no time like 2026-01-31T12:00:00") from None
    return found if found != time() else None


def _last(entry: Mapping[str, Any], setting: Setting) -> _Found:
    # "Last N days" is N whole days and the one under way: docs/reports, Date Range.
    window = mapping(item(entry, "window", "sections.time"), "sections.time.window")
    if unknown := sorted(window.keys() - {"unit", "value"}):
        raise refuse(f"a window with {unknown[0]!r} (sections.time.window)")
    unit = one_of(window.get("unit", "day"), ("hour", *_DAYS, *_MONTHS), "sections.time.window.unit")
    count = integer(item(window, "value", "window"), "window.value")
    try:
        if unit == "hour":
            return _last_hours(count, setting)
        today = setting.today
        first = _ago(today, unit, count)
    except (OverflowError, ValueError):
        raise BadRequest(f"sections.time.window.value: {count} is too long ago") from None
    return first, today, None


def _ago(today: date, unit: str, count: int) -> date:
    if unit in _MONTHS:
        return months_later(today, -count * _MONTHS[unit])
    return today - timedelta(days=count * _DAYS[unit])


def _last_hours(count: int, setting: Setting) -> _Found:
    now = setting.now.replace(minute=0, second=0, microsecond=0)
    start, end = (round((now + timedelta(hours=hours)).timestamp() * 1000) for hours in (-count, 1))
    return setting.zone.day(start), setting.zone.day(end - 1), Span(start, end)


_Found: TypeAlias = tuple[date, date, Span | None]
_KINDS: Final[dict[str, Callable[[Mapping[str, Any], Setting], _Found]]] = {
    "between": _between,
    "in the last": _last,
    "on": _on,
    "since": _since,
}


def read_date(value: object, where: str) -> date:
    """A day written YYYY-MM-DD."""
    try:
        day = date.fromisoformat(str(value)[:10])
    except ValueError:
        raise BadRequest(f"{where}: {value!r} is no date like 2026-01-31") from None
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise BadRequest(f"{where}: {day} is not between the years {_YEARS[0]} and {_YEARS[1]}")
    return day
