"""How JSON objects become entities, whatever the entity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

import pytest
from attrs import evolve, field, frozen

from mixpanel_async.entities._misread import MisreadError
from mixpanel_async.entities._model import Entity
from mixpanel_async.entities._reader import reader_of


class Colour(StrEnum):
    RED = "red"


@frozen(kw_only=True, eq=False, repr=False)
class Tag(Entity):
    name: str


@frozen(kw_only=True, eq=False, repr=False)
class Thing(Entity):
    camel: ClassVar[bool] = True

    id: int
    long_name: str = ""
    kind: str | None = field(default=None, metadata={"wire": "type"})
    hidden: bool = False
    made: datetime | None = None
    share: float | None = None
    colour: Colour | str | None = None
    tags: tuple[Tag, ...] = ()
    numbers: Sequence[int] = ()
    settings: Mapping[str, Any] = field(factory=dict)
    by_name: Mapping[str, Tag] = field(factory=dict)
    either: str | int | None = None
    anything: Any = None


def thing(**raw: Any) -> Thing:
    return reader_of(Thing)({"id": 1, **raw})


@pytest.mark.parametrize(
    ("raw", "name", "value"),
    [
        ({"longName": "a"}, "long_name", "a"),
        ({"longName": 5}, "long_name", "5"),
        ({"type": "x"}, "kind", "x"),
        ({"id": "7"}, "id", 7),
        ({"id": 7.0}, "id", 7),
        ({"id": "90071992547409931"}, "id", 90071992547409931),
        ({"hidden": 1}, "hidden", True),
        ({"hidden": "False"}, "hidden", False),
        ({"hidden": None}, "hidden", None),
        ({"share": 1}, "share", 1.0),
        ({"share": "0.5"}, "share", 0.5),
        ({"made": "2026-01-31T08:00:00Z"}, "made", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        ({"made": 1769846400}, "made", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        ({"made": 1769846400000}, "made", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        ({"colour": "red"}, "colour", Colour.RED),
        ({"colour": "blue"}, "colour", "blue"),
        ({"tags": [{"name": "a"}]}, "tags", (Tag(name="a"),)),
        ({"numbers": [1, "2"]}, "numbers", (1, 2)),
        ({"byName": {"a": {"name": "b"}}}, "by_name", {"a": Tag(name="b")}),
        ({"settings": {"a": [None]}}, "settings", {"a": [None]}),
        ({"either": 5}, "either", 5),
        ({"anything": [{"a": None}]}, "anything", [{"a": None}]),
        ({}, "tags", ()),
        ({"tags": None}, "tags", None),
    ],
)
def test_what_means_the_same_is_taken(raw: dict[str, Any], name: str, value: Any) -> None:
    found = getattr(thing(**raw), name)

    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("raw", "path", "problem"),
    [
        ({"id": True}, ".id", "True is no number"),
        ({"id": 1.5}, ".id", "1.5 is no whole number"),
        ({"id": 10**400}, "", None),
        ({"share": "nan"}, ".share", "'nan' is no number"),
        ({"hidden": "maybe"}, ".hidden", "'maybe' is neither true nor false"),
        ({"hidden": []}, ".hidden", "[] is neither true nor false"),
        ({"longName": {}}, ".longName", "{} is no text"),
        ({"made": "yesterday"}, ".made", "'yesterday' is no time"),
        ({"made": 1e300}, ".made", "1e+300 is no time"),
        ({"tags": {}}, ".tags", "{} is no list"),
        ({"tags": [{"name": "a"}, {}]}, ".tags[1]", "there is no 'name'"),
        ({"numbers": [1, []]}, ".numbers[1]", "[] is no number"),
        ({"byName": {"a": 5}}, ".byName.a", "5 is no object"),
        ({"settings": []}, ".settings", "[] is no object"),
        ({"either": {}}, ".either", "{} is no number"),
    ],
)
def test_what_does_not_is_refused_where_it_stands(raw: dict[str, Any], path: str, problem: str | None) -> None:
    if problem is None:
        assert thing(**raw).id == raw["id"]
        return
    with pytest.raises(MisreadError) as caught:
        thing(**raw)

    assert (caught.value.path, caught.value.problem) == (path, problem)


@pytest.mark.parametrize(("raw", "problem"), [({}, "there is no 'id'"), ([], "[] is no object")])
def test_what_is_no_such_thing_is_refused(raw: Any, problem: str) -> None:
    with pytest.raises(MisreadError, match=problem.replace("[", r"\[")):
        reader_of(Thing)(raw)


RAW = {"id": "1", "hidden": None, "tags": [{"name": "a", "new": 1}], "made": "2026-01-31 08:00:00Z", "newest": {"x": 1}}


def test_what_is_not_declared_is_kept() -> None:
    found = reader_of(Thing)(RAW)

    assert (found.extra, found.tags[0].extra) == ({"newest": {"x": 1}}, {"new": 1})


def test_what_was_not_changed_goes_back_as_it_was_sent() -> None:
    assert reader_of(Thing)(RAW).to_dict() == RAW


def test_what_was_changed_goes_back_beside_what_was_not() -> None:
    found = reader_of(Thing)(RAW)
    changed = evolve(found, long_name="b", hidden=True, tags=(*found.tags, Tag(name="c")))

    assert changed.to_dict() == RAW | {"longName": "b", "hidden": True, "tags": [RAW["tags"][0], {"name": "c"}]}


def test_a_thing_made_by_hand_says_what_was_said() -> None:
    assert Thing(id=1, colour=Colour.RED, made=datetime(2026, 1, 31, tzinfo=UTC)).to_dict() == {
        "id": 1,
        "colour": "red",
        "made": "2026-01-31T00:00:00+00:00",
    }


def test_things_are_frozen_equal_by_what_they_say_and_hashable() -> None:
    one, other = reader_of(Thing)(dict(RAW)), reader_of(Thing)(dict(RAW))

    assert (one == other, hash(one) == hash(other), one == evolve(one, id=2)) == (True, True, False)
    assert one != reader_of(Thing)(RAW | {"newest": 2})
    with pytest.raises(AttributeError):
        one.id = 5  # type: ignore[misc]


def test_repr_shows_what_is_said() -> None:
    assert repr(thing(longName="a")) == "Thing(id=1, long_name='a')"
