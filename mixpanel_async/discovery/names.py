"""Calls that list names and values, and readers of what they answer."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

from attrs import evolve

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import at_least_one_if_given, said
from mixpanel_async.call import Call, QueryValue
from mixpanel_async.errors import QueryError

# The server lists ten names unless told otherwise; a project is allowed 5,000 events.
MOST_NAMES = 5000
_HISTORY_LIMIT = re.compile(r"exceeds\s+(\d{1,5})\s+days", re.ASCII)


def event_names(limit: int | None, first: str, last: str) -> Call[list[str]]:
    """Ask for the events seen from *first* to *last*, at most *limit*."""
    most = at_least_one_if_given(limit, "limit") or MOST_NAMES
    query: dict[str, QueryValue] = {"type": "general", "limit": most, "from_date": first, "to_date": last}
    return Call(path="/events/names", query=query, read=_sorted_texts)


def within_history(call: Call[list[str]], refusal: QueryError, today: date) -> Call[list[str]]:
    """*call* for the days the plan allows, where *refusal* says how many; else the refusal is raised."""
    days = _HISTORY_LIMIT.search(refusal.message) if refusal.status_code == 403 else None
    if days is None:
        raise refusal
    return evolve(call, query={**call.query, "from_date": (today - timedelta(days=int(days[1]))).isoformat()})


def property_names(event: str) -> Call[list[str]]:
    """Ask for the properties of *event*."""
    query: dict[str, QueryValue] = {"event": said(event, "event"), "limit": MOST_NAMES}
    return Call(path="/events/properties/top", query=query, read=_sorted_keys)


def values_of(property_name: str, event: str | None, limit: int) -> Call[list[Any]]:
    """Ask for at most *limit* values of a property, of one *event* or of all."""
    query: dict[str, QueryValue] = {
        "name": said(property_name, "property_name"),
        "limit": limit,
        "event": None if event is None else said(event, "event"),
    }
    return Call(path="/events/properties/values", query=query, read=_values)


def value_text(value: object) -> str:
    """A value as text; lists and objects as JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _values(answer: Answer) -> list[Any]:
    return [item.value for item in answer.rows()]


def _sorted_texts(answer: Answer) -> list[str]:
    return sorted(name.text() for name in answer.rows())


def _sorted_keys(answer: Answer) -> list[str]:
    """The names an object has, each with a count; an event without properties may be answered with an empty list."""
    if answer.value == []:
        return []
    answer.object()
    for _, count in answer.entries():
        count.object_or_nothing()
    return sorted(answer.value)
