"""JSON at random that a documented schema allows; where it shows an example, that too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import reduce
from typing import Any

from hypothesis import strategies as st

from tests.entities.strategies import JSON, NUMBER, SCALAR, TEXT, WHOLE

Schema = Mapping[str, Any]
Strategy = st.SearchStrategy[Any]

# No schema says that these must be there, and without them there is nothing to speak of.
ALWAYS = {"results", "status", "id", "task_id", "run_id", "runs", "username", "token"}
ALWAYS |= {"name", "date", "description", "first_name", "last_name"}
IDS = ("id", "_id")

TIMES = st.datetimes(datetime(1980, 1, 1), datetime(2200, 1, 1)).map(lambda time: f"{time.isoformat()}Z")
DAYS = st.dates(date(1980, 1, 1), date(2200, 1, 1)).map(date.isoformat)
SIMPLE: Mapping[str, Strategy] = {
    "integer": WHOLE,
    "number": NUMBER,
    "boolean": st.booleans(),
    "null": st.none(),
}


def instances(schema: Schema, name: str = "") -> Strategy:
    """What *schema* allows, under a *name*."""
    if "example" in schema:
        return st.just(schema["example"]) | instances({key: schema[key] for key in schema.keys() - {"example"}}, name)
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    if "anyOf" in schema:
        said = {key: schema[key] for key in ("description",) if key in schema}
        return st.one_of([instances({**said, **each}, name) for each in schema["anyOf"]])
    if "allOf" in schema:
        return st.tuples(*(instances(each, name) for each in schema["allOf"])).map(_together)
    return _OF_TYPE.get(schema.get("type", "object" if "properties" in schema else "any"), _simple)(schema, name)


def _together(parts: tuple[Any, ...]) -> Any:
    return reduce(lambda one, other: {**one, **other}, parts) if isinstance(parts[0], dict) else parts[0]


def _simple(schema: Schema, name: str) -> Strategy:
    kind = schema.get("type")
    if kind == "number" and name.endswith(IDS):
        return WHOLE
    limits = {end: schema[limit] for end, limit in _LIMITS.items() if limit in schema}
    return st.floats(**limits) if kind == "number" and limits else SIMPLE.get(str(kind), JSON)


_LIMITS = {"min_value": "minimum", "max_value": "maximum"}


def _text(schema: Schema, name: str) -> Strategy:
    if schema.get("format") == "date-time" or "ISO 8601" in schema.get("description", ""):
        return TIMES
    if schema.get("format") == "date" or "YYYY-MM-DD" in schema.get("description", ""):
        return DAYS
    if "minLength" in schema:
        return st.text("abc", min_size=schema["minLength"], max_size=min(schema["maxLength"], schema["minLength"] + 3))
    return TEXT


def _list(schema: Schema, name: str) -> Strategy:
    return st.lists(instances(schema["items"]) if "items" in schema else JSON, max_size=2)


def _object(schema: Schema, name: str) -> Strategy:
    parts = {key: instances(each, key) for key, each in schema.get("properties", {}).items()}
    needed = {*schema.get("required", ()), *(ALWAYS & parts.keys())}
    more = schema.get("additionalProperties", {})
    known = st.fixed_dictionaries(
        {key: part for key, part in parts.items() if key in needed},
        optional={key: part for key, part in parts.items() if key not in needed},
    )
    if more is False:
        return known
    names = TEXT.filter(lambda key: key not in parts)
    others = st.dictionaries(names, SCALAR if more in ({}, True) else instances(more), max_size=2)
    return st.builds(dict.__or__, others, known)


_OF_TYPE: Mapping[str, Callable[[Schema, str], Strategy]] = {"string": _text, "array": _list, "object": _object}
