"""Params read back into a question: what every report has, and the proof that nothing of it is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol, TypeVar

from mixpanel_async.queries.bookmark.likeness import differences, plain
from mixpanel_async.specs.comparisons import TimeComparison
from mixpanel_async.specs.reading.filters import read_condition
from mixpanel_async.specs.reading.groups import read_breakdown
from mixpanel_async.specs.reading.place import Place, only

Options = dict[str, Any]


class Asked(Protocol):
    """A question that becomes params."""

    def params(self, *, today: Callable[[], date] = ...) -> dict[str, Any]:
        """The report's params as JSON."""
        ...


Q = TypeVar("Q", bound=Asked)


def read_back(kind: Callable[..., Q], read: Callable[[Place], Options], params: Mapping[str, Any], *, sender: str) -> Q:
    """The question of a *kind* that asks what *params* ask; *read* finds its options.

    *sender* is the operation that sends such params as they are.

    It is asked for its own params, and where these say anything else than *params* did, that is an error.
    """
    given = Place(params, sender=sender)
    question = given.made(kind, **read(given))
    written = given.made(question.params)
    for place, other in differences(given, written):
        raise place.refusal(f"{_shown(place.value)} cannot be said by a question; it can only say {_shown(other)}")
    return question


def _shown(value: object) -> str:
    return "nothing" if value is None else json.dumps(value, default=repr)


def read_sections(given: Place) -> Options:
    """What every report with sections says beside what it measures: days, conditions, breakdowns, the group."""
    sections = given.get("sections")
    return {
        **_read_span(sections.get("time")),
        "where": only([read_condition(entry) for entry in sections.get("filter").items()]),
        "group_by": only([read_breakdown(entry) for entry in sections.get("group").items()]),
        "data_group_id": sections.get("globalDataGroupId").if_given(_group),
        "time_comparison": given.get("displayOptions").get("timeComparison").if_given(_comparison),
    }


def _read_span(times: Place) -> Options:
    """The days a report covers and the unit of its results."""
    entries = times.items()
    if len(entries) != 1:
        raise times.refusal(f"there are {len(entries)} spans of time; a question has one")
    span = entries[0]
    return {"unit": span.get("unit").text(), **_days(span)}


def _days(span: Place) -> Options:
    match span.get("dateRangeType").value:
        case "in the last":
            return {"last": span.get("window").get("value").whole()}
        case "between":
            days = [day.text() for day in span.get("value").items()]
            if len(days) == 2:
                return {"from_date": days[0], "to_date": days[1]}
    message = "a span of time is 'in the last' days, or 'between' two days"
    raise span.get("dateRangeType").refusal(message)


def _group(place: Place) -> int:
    if isinstance(place.value, str) and place.value.isdecimal():
        return int(place.value)
    return place.whole()


def _comparison(place: Place) -> TimeComparison:
    kind: Any = place.get("type").text()
    value: Any = place.get("value").text()
    return place.made(TimeComparison, kind, **{"unit" if kind == "relative" else "date": value})


def read_mode(given: Place, charts: Mapping[str, str]) -> Any:
    """The mode of a question by its chart; *charts* has the chart of each mode."""
    chart = given.get("displayOptions").get("chartType")
    modes = {drawn: mode for mode, drawn in charts.items()}
    if (drawn := plain("chartType", chart.text())) not in modes:
        raise chart.refusal(f"{chart.value!r} is no chart of such a question; known are {', '.join(modes)}")
    return modes[drawn]


def read_measured_alone(given: Place) -> Place:
    """The one entry of ``sections.show`` in a report that measures one thing."""
    shown = given.get("sections").get("show")
    entries = shown.items()
    if len(entries) != 1:
        raise shown.refusal(f"it measures {len(entries)} things; such a question measures one")
    return entries[0]
