"""What questions say of the users of events: the cohorts they are split by, and how often they did something."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, cast, get_args

from mixpanel_local.engine.cohorts.members import lookup
from mixpanel_local.engine.cohorts.membership import Lookup
from mixpanel_local.engine.cohorts.reading import CohortReader
from mixpanel_local.engine.cohorts.tree import Behavior, Unit, Within
from mixpanel_local.engine.data_groups import Population
from mixpanel_local.engine.event_reading import ReadFilters, arms_of
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.plan import Frequency, Sides
from mixpanel_local.engine.scan import Scan
from mixpanel_local.engine.setting import Counting, Setting
from mixpanel_local.engine.shape import entries, integer, item, mapping, one_of, refuse, text
from mixpanel_local.errors import BadRequest

_JOINED: Final = {"and": "all", "or": "any"}


def read_sides(entry: Mapping[str, Any], reader: CohortReader) -> Sides:
    """The cohorts of a breakdown, each a side of its own; ``value`` has what they are called."""
    where = "sections.group.cohorts"
    several = entries(entry["cohorts"], where)
    called = entry.get("value")
    names = called if isinstance(called, list) and len(called) == len(several) else [""] * len(several)
    sides = tuple(
        (_called(str(name or ""), one, reader.setting), reader.named(one, f"{where}[{at}]"))
        for at, (name, one) in enumerate(zip(names, several, strict=True))
    )
    return Sides(sides, _lookups(reader.setting))


def read_frequency(entry: Mapping[str, Any], setting: Setting, read: ReadFilters) -> Frequency:
    """How often users did an event: what a breakdown or filter has under ``behavior``."""
    asked = mapping(entry["behavior"], "behavior")
    kind, aggregate = asked.get("behaviorType"), asked.get("aggregationOperator", "total")
    if kind != "$frequency" or aggregate != "total":
        raise refuse(f"a property of users' behavior of type {kind!r} ({aggregate!r})")
    joined = _JOINED[one_of(asked.get("filtersOperator", "and"), tuple(_JOINED), "behavior.filtersOperator")]
    filters = read(asked.get("filters") or [], joined, "behavior.filters", setting)
    event = text(item(mapping(item(asked, "event", "behavior"), "behavior.event"), "value", "behavior.event"), "event")
    when = _read_range(asked.get("dateRange"))
    if when is None and setting.counting is None:
        raise refuse("a frequency that names no range of time of its own, outside insights")
    counting = setting.counting if when is None and setting.counting is not None else Counting()
    behavior = Behavior(arms_of(event, filters, setting, read), when=when)
    name = str(entry.get("value") or f"{event} Frequency")
    return Frequency(name, behavior, counting.unit, _lookups(setting), counting.span, counting.between)


def _called(name: str, cohort: Mapping[str, Any], setting: Setting) -> str:
    """The name of a side; that of a saved cohort is known where none is given."""
    if name.strip() not in ("", "Not In") or "id" not in cohort:
        return name
    saved = str(setting.saved("cohort", cohort["id"]).get("name") or "")
    return f"Not In {saved}" if cohort.get("negated") else saved


def _read_range(value: object) -> Within | None:
    if value is None:
        return None
    asked = mapping(value, "behavior.dateRange")
    if asked.get("type", "in the last") != "in the last":
        raise refuse(f"a frequency over a range of time of type {asked['type']!r}")
    window = mapping(item(asked, "window", "behavior.dateRange"), "behavior.dateRange.window")
    unit = one_of(window.get("unit", "day"), get_args(Unit), "behavior.dateRange.window.unit")
    count = integer(item(window, "value", "behavior.dateRange.window"), "behavior.dateRange.window.value")
    if count < 1:
        raise BadRequest(f"behavior.dateRange.window.value: {count} is not 1 or more")
    return Within(count, cast("Unit", unit))


def _lookups(setting: Setting) -> Callable[[Scan], Lookup]:
    return lambda scan: lookup(Population.seen(scan), setting, Notes(setting.assumptions))
