"""JSON of entities at random: of declared types in all the forms that are taken, with fields that nobody declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from attrs import NOTHING
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from mixpanel_async.entities._model import Entity
from mixpanel_async.entities._record import declared, default_of, wire_names
from mixpanel_async.entities._unset import Unset

Strategy = st.SearchStrategy[Any]

# Strategies of forty fields take their time when they are first asked.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=5)
WHOLE = st.integers(-(2**53), 2**53)
NUMBER = st.floats(-1e9, 1e9) | WHOLE
SCALAR = st.none() | st.booleans() | NUMBER | TEXT
JSON = SCALAR | st.lists(SCALAR, max_size=2) | st.dictionaries(TEXT, SCALAR, max_size=2)
TIME = st.datetimes(datetime(1980, 1, 1), datetime(2200, 1, 1))

FORMS: Mapping[Any, Strategy] = {
    Any: JSON,
    str: TEXT | WHOLE,
    int: WHOLE | WHOLE.map(str) | st.integers(-99, 99).map(float),
    float: NUMBER | NUMBER.map(str),
    bool: st.booleans() | st.sampled_from([0, 1, "true", "False"]),
    datetime: TIME.map(datetime.isoformat)
    | TIME.map(lambda time: time.isoformat(" ") + "Z")
    | TIME.map(lambda time: time.replace(tzinfo=UTC).timestamp()),
    # A checkpoint of a goal: a time and a number. It is checked where it is said.
    tuple[str, float]: st.tuples(TIME.map(datetime.isoformat), NUMBER).map(list),
}


@cache
def objects_of(kind: type[Entity]) -> Strategy:
    """JSON objects that are a *kind*: what must be there, some of the rest, and some that is not declared."""
    return st.deferred(lambda: st.builds(dict.__or__, _undeclared(kind), _declared(kind)))


def _declared(kind: type[Entity]) -> Strategy:
    names, hints = wire_names(kind), get_type_hints(kind)
    forms = {names[each.name]: nullable(hints[each.name]) for each in declared(kind)}
    needed = {names[each.name] for each in declared(kind) if default_of(each) is NOTHING}
    return st.fixed_dictionaries(
        {name: forms[name] for name in forms if name in needed},
        optional={name: forms[name] for name in forms if name not in needed},
    )


def _undeclared(kind: type[Entity]) -> Strategy:
    known = set(wire_names(kind).values())
    return st.dictionaries(TEXT.filter(lambda name: name not in known), JSON, max_size=3)


@cache
def nullable(hint: Any) -> Strategy:
    """What stands for a type in JSON, or null."""
    return st.none() | _form(hint)


def _form(hint: Any) -> Strategy:
    parts, origin = get_args(hint), get_origin(hint)
    if hint in FORMS:
        return FORMS[hint]
    if origin in (Union, UnionType):
        return st.one_of([_form(part) for part in parts if part not in (type(None), Unset)])
    if origin is Literal:
        return st.sampled_from(parts) | TEXT
    if origin is tuple and Ellipsis not in parts:
        return st.tuples(*map(nullable, parts)).map(list)
    if origin in (tuple, list, Sequence):
        return st.lists(nullable(parts[0]), max_size=2)
    if origin in (dict, Mapping):
        return st.dictionaries(TEXT, FORMS[Any] if parts[1] is Any else nullable(parts[1]), max_size=2)
    if issubclass(hint, Enum):
        return st.sampled_from([each.value for each in hint]) | (WHOLE if issubclass(hint, int) else TEXT)
    return objects_of(hint)
