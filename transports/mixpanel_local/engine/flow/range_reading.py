"""The days of a flow, which its parameters write in a way of their own: ``date_range``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mixpanel_local.engine.scan import Span
from mixpanel_local.engine.setting import Counting, Setting
from mixpanel_local.engine.shape import item, mapping, one_of, refuse
from mixpanel_local.engine.time_reading import Range, read_range
from mixpanel_local.errors import BadRequest

_WHERE: Final = "date_range"
_KINDS: Final = ("between", "in the last", "on", "since")
_NOW: Final = "$now"
_HOUR_MS: Final = 3_600_000
# As long as times can be said in milliseconds.
_ALWAYS: Final = Span(0, 253_370_764_800_000)


def read_flow_range(bookmark: Mapping[str, Any], setting: Setting) -> Range:
    """When flows begin."""
    asked = mapping(item(bookmark, _WHERE, "bookmark"), _WHERE)
    kind = one_of(asked.get("type") or "between", _KINDS, f"{_WHERE}.type")
    if asked.get("exclusion_offset") is not None:
        raise refuse(f"an offset of the range of time ({_WHERE}.exclusion_offset); give from_date and to_date", "flows")
    if kind == "in the last":
        return _last(asked, setting)
    first, last = item(asked, "from_date", _WHERE), asked.get("to_date")
    if (kind == "since" and last not in (None, _NOW)) or (kind == "on" and last not in (None, first)):
        raise BadRequest(f"{_WHERE}.to_date: a range of type {kind!r} has none; {last!r} needs type 'between'")
    if kind == "since" or (kind == "between" and last == _NOW):
        return _read("since", setting, value=first)
    return _read("between", setting, value=[first, first if kind == "on" else item(asked, "to_date", _WHERE)])


def counting_in(when: Range, setting: Setting) -> Counting:
    """What frequencies count in that name no time."""
    days = when.within or setting.zone.span(when.first, when.last)
    return Counting(None, days if setting.assumptions.flow_frequency == "date range" else _ALWAYS)


def _last(asked: Mapping[str, Any], setting: Setting) -> Range:
    """So many days or hours until now, or until so many days or hours ago (docs/reports, Date Range)."""
    whole, ends = _window(asked, "from_date", setting), asked.get("to_date")
    if ends in (None, _NOW):
        return whole
    rest = _window(asked, "to_date", setting)
    if (whole.within is None) != (rest.within is None):
        raise refuse(f"a range of days that ends hours ago, or the reverse ({_WHERE}.to_date)", "flows")
    if rest.first < whole.first:
        raise BadRequest(f"{_WHERE}: to_date {ends!r} is before from_date {asked['from_date']!r}")
    if whole.within is None or rest.within is None:
        return Range(whole.first, rest.first, whole.unit)
    end = rest.within.start + _HOUR_MS
    return Range(whole.first, setting.zone.day(end - 1), whole.unit, Span(whole.within.start, end))


def _window(asked: Mapping[str, Any], key: str, setting: Setting) -> Range:
    return _read("in the last", setting, window=mapping(item(asked, key, _WHERE), f"{_WHERE}.{key}"))


def _read(kind: str, setting: Setting, **said: object) -> Range:
    return read_range({"time": [{"dateRangeType": kind, **said}]}, setting)
