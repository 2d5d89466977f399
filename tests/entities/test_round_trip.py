"""What was read goes back as it came, whatever the kind of thing: no field is lost, none is changed unasked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import mixpanel_async
from mixpanel_async.entities._model import Entity
from mixpanel_async.entities._reader import reader_of
from mixpanel_async.entities._record import plain, wire_names
from mixpanel_async.entities._unset import UNSET
from tests.entities.strategies import UNHURRIED, objects_of


def kinds() -> list[type[Entity]]:
    """Every public class of what the server keeps."""
    public = [getattr(mixpanel_async, name) for name in mixpanel_async.__all__]
    return [each for each in public if isinstance(each, type) and issubclass(each, Entity)]


EVERY_KIND = pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)


def as_json(value: Any) -> str:
    """*value* as text, which tells 1 from 1.0 and True."""
    return json.dumps(value, sort_keys=True)


@EVERY_KIND
@given(data=st.data())
@settings(UNHURRIED, max_examples=10)
def test_what_was_read_goes_back_as_it_came(kind: type[Entity], data: st.DataObject) -> None:
    raw = data.draw(objects_of(kind))

    assert as_json(reader_of(kind)(raw).to_dict()) == as_json(raw)


@EVERY_KIND
@given(data=st.data())
@settings(UNHURRIED, max_examples=5)
def test_extra_holds_exactly_what_is_not_declared(kind: type[Entity], data: st.DataObject) -> None:
    raw = data.draw(objects_of(kind))
    known = wire_names(kind).values()

    assert reader_of(kind)(raw).extra == {name: value for name, value in raw.items() if name not in known}


@EVERY_KIND
@given(data=st.data())
@settings(UNHURRIED, max_examples=5)
def test_the_same_read_twice_is_the_same_and_with_a_new_field_another(kind: type[Entity], data: st.DataObject) -> None:
    raw = data.draw(objects_of(kind))
    one, again = reader_of(kind)(raw), reader_of(kind)(json.loads(json.dumps(raw)))
    other = reader_of(kind)({**raw, "brand new": 1})

    assert (one == again, hash(one) == hash(again), one == other) == (True, True, False)
    assert repr(one) == repr(again)
    assert repr(one).startswith(f"{kind.__name__}(")


@EVERY_KIND
@given(data=st.data())
@settings(UNHURRIED, max_examples=10)
def test_changing_one_field_changes_its_key_alone(kind: type[Entity], data: st.DataObject) -> None:
    raw, other = data.draw(objects_of(kind)), data.draw(objects_of(kind))
    name, wire = data.draw(st.sampled_from(list(wire_names(kind).items())))
    found, value = reader_of(kind)(raw), getattr(reader_of(kind)(other), name)

    expected = raw if value in (UNSET, getattr(found, name)) else {**raw, wire: plain(value)}
    assert as_json(evolve(found, **{name: value}).to_dict()) == as_json(expected)
