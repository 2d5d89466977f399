"""What the engage API is sent, read back into the options of a users question."""

from __future__ import annotations

import json
import re
from typing import Any

from mixpanel_async.queries.bookmark.reading import Options
from mixpanel_async.specs.reading.cohorts import read_cohort
from mixpanel_async.specs.reading.filters import read_filter
from mixpanel_async.specs.reading.place import Place

_PROPERTY = r'properties\["((?:[^"\\]|\\.)*)"\]'
_SORT = re.compile(_PROPERTY, re.DOTALL)
_ACTION = re.compile(rf"(\w+)\((?:{_PROPERTY}(?:, (.+))?)?\)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def read(given: Place) -> Options:
    """The options that make the question."""
    return {
        "where": given.get("where").if_given(Place.text),
        "cohort": _json(given.get("filter_by_cohort")).if_given(_cohort),
        "include_all_users": given.get("include_all_users").flag(),
        "group_id": given.get("data_group_id").if_given(Place.text),
        "as_of": given.get("as_of_timestamp").if_given(Place.whole),
        **(_profiles(given) if given.get("action").value is None else _aggregate(given)),
    }


def _cohort(place: Place) -> Any:
    return read_cohort(place, read_filter)


def _profiles(given: Place) -> Options:
    ordered = {} if given.get("sort_key").value is None else {"sort_order": given.get("sort_order").text()}
    return {
        "mode": "profiles",
        "properties": _json(given.get("output_properties")).if_given(_texts),
        "sort_by": given.get("sort_key").if_given(_sorted_by),
        **ordered,
        "search": given.get("search").if_given(Place.text),
        "distinct_id": given.get("distinct_id").if_given(Place.text),
        "distinct_ids": _json(given.get("distinct_ids")).if_given(_texts),
    }


def _aggregate(given: Place) -> Options:
    action = given.get("action")
    found = _ACTION.fullmatch(action.text())
    if found is None:
        raise action.refusal(f'{action.value!r} is no number of users, as count() or percentile(properties["age"], 95)')
    aggregate, name, rank = found.groups()
    return {
        "aggregate": aggregate,
        "aggregate_property": None if name is None else _plain(name),
        "percentile": None if rank is None else _rank(action, rank),
        "segment_by": _json(given.get("segment_by_cohorts")).if_given(_segments),
    }


def _rank(action: Place, text: str) -> Any:
    try:
        rank = json.loads(text)
    except ValueError:
        rank = None
    return action.at(rank, "").number()


def _segments(place: Place) -> tuple[int, ...]:
    for cohort, _ in place.entries():
        if not cohort.isdecimal():
            raise place.refusal(f"{cohort!r} is no id of a saved cohort")
    return tuple(int(cohort) for cohort, _ in place.entries())


def _sorted_by(place: Place) -> str:
    found = _SORT.fullmatch(place.text())
    if found is None:
        raise place.refusal(f'{place.value!r} is no property, as properties["age"]')
    return _plain(found[1])


def _plain(name: str) -> str:
    """A property's name without the escapes of an expression."""
    return _ESCAPED.sub(r"\1", name)


def _texts(place: Place) -> tuple[str, ...]:
    return tuple(item.text() for item in place.items())


def _json(place: Place) -> Place:
    """The JSON that a text holds, at the same place."""
    if place.value is None:
        return place
    try:
        return place.at(json.loads(place.text()), "")
    except ValueError as problem:
        raise place.refusal(f"the text is no JSON: {problem}") from problem
