"""Users come in ranges that hold each of them once, whatever their number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from attrs import frozen

from mixpanel_local import Store, import_events
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.database import Database, Query
from mixpanel_local.engine.scan import Scan, core_column
from mixpanel_local.engine.sequences.passes import Passing
from mixpanel_local.engine.sequences.rows import Rows, Sequences
from mixpanel_local.engine.sql import Sql, text
from tests.local.asking import at, event, write_lines

DAYS = ("2026-01-10", "2026-01-11")


@frozen
class World:
    """A store and a database over it."""

    store: Store
    database: Database

    @property
    def scan(self) -> Scan:
        return Scan.of(self.store, Zone("UTC").span(date(2026, 1, 10), date(2026, 1, 11)))


@pytest.fixture
def worlds(tmp_path: Path) -> Iterator[Any]:
    opened = []

    def world(events: list[dict[str, Any]]) -> World:
        import_events(write_lines(tmp_path / "events.ndjson", events), tmp_path / "store")
        store = Store.open(tmp_path / "store")
        opened.append(Database(store.root))
        return World(store, opened[-1])

    yield world
    for database in opened:
        database.close()


def crowd(users: int = 50, each: int = 4) -> list[dict[str, Any]]:
    """Users with equally many events on two days, names in no particular order of time."""
    return [
        event(name, f"user {user * 7919 % users:03}", at(day) + turn, place=turn)
        for user in range(users)
        for day in DAYS
        for turn, name in enumerate(["A", "B", "C", "A"][:each])
    ]


def named(*events: str) -> list[Sql]:
    return [core_column("event").eq(text(name)) for name in events]


def passes(world: World, passing: Passing, *events: str, query: Query | None = None) -> list[Rows]:
    asked = Sequences(world.scan, named(*events), {"event": core_column("event")}, events)
    return list(asked.passes(query or world.database.query(), passing))


@pytest.mark.parametrize("count", [1, 2, 16, 300])
def test_every_row_is_in_one_pass_and_in_order(worlds: Any, count: int) -> None:
    found = passes(worlds(crowd()), Passing(count=count), "A", "B")
    assert sum(map(len, found)) == 50 * 2 * 3
    for rows in found:
        places = list(zip(rows.user.tolist(), rows.time.tolist(), strict=True))
        assert places == sorted(places)
        assert set(rows.user.tolist()) == set(range(len(set(rows.user.tolist()))))


def test_many_passes_divide_the_users_evenly(worlds: Any) -> None:
    found = passes(worlds(crowd()), Passing(count=5), "A")
    assert [len(set(rows.user.tolist())) for rows in found] == [10] * 5


def test_the_budget_says_how_many_passes_there_are(worlds: Any) -> None:
    world = worlds(crowd())
    assert len(passes(world, Passing(), "A")) == 1
    assert len(passes(world, Passing(budget=16_000), "A")) > 1


def test_where_every_event_is_read_half_as_many_users_are_read_together(worlds: Any) -> None:
    world = worlds(crowd())
    part, whole = (
        len(Passing(budget=11_200).ranges(world.scan, world.database.query(), 1, whole=whole).users)
        for whole in (False, True)
    )
    assert whole == 2 * part > 2


def test_many_rows_of_few_users_are_gone_through_in_small_slices(worlds: Any) -> None:
    world = worlds(crowd())
    ranges = Passing().ranges(world.scan, world.database.query(), 1)
    assert [ranges.slices(rows) for rows in (0, 1, 2**18, 2**18 + 1, 2**20)] == [1, 1, 1, 2, 4]


def test_rows_are_found_by_the_conditions_they_meet(worlds: Any) -> None:
    (rows,) = passes(worlds([event("A"), event("B"), event("C", time=at("2026-01-11"))]), Passing(), "A", "C", "B")
    assert [rows.frame["event"][int(rows.where(at)[0])] for at in range(3)] == ["A", "C", "B"]
    assert [len(rows.where(at)) for at in range(3)] == [1, 1, 1]


def test_there_may_be_more_conditions_than_a_word_has_bits(worlds: Any) -> None:
    names = [f"event {n:03}" for n in range(130)]
    lines = [event(name, time=at("2026-01-10") + n) for n, name in enumerate(names)]
    (rows,) = passes(worlds(lines), Passing(), *names)
    assert [rows.where(condition).tolist() for condition in range(130)] == [[place] for place in range(130)]


def test_events_of_nobody_are_counted_and_left_out(worlds: Any) -> None:
    world = worlds([event("A", ""), event("A", None), event("A", "u"), event("B", "")])
    asked = Sequences(world.scan, named("A"), {}, ("A",))
    query = world.database.query()
    assert sum(map(len, asked.passes(query, Passing(count=3)))) == 1
    assert asked.without_user(query) == 2


def test_no_events_no_passes(worlds: Any) -> None:
    assert passes(worlds([event("A", time=at("2020-01-01"))]), Passing(), "A") == []


def test_a_question_can_be_stopped_between_passes(worlds: Any) -> None:
    world = worlds(crowd())
    query = world.database.query()
    found = Sequences(world.scan, named("A"), {}).passes(query, Passing(count=4))
    next(found)
    query.stop()
    with pytest.raises(duckdb.InterruptException):
        next(found)


def test_progress_is_told(worlds: Any) -> None:
    world = worlds(crowd())
    query = world.database.query()
    told = [query.progress for _ in Sequences(world.scan, named("A"), {}).passes(query, Passing(count=4))]
    assert told == [0.0, 0.25, 0.5, 0.75]
    assert query.progress == 1.0


def test_equal_times_come_in_the_order_of_the_log(worlds: Any) -> None:
    lines = [event(name, **{"$insert_id": str(n)}) for n, name in enumerate(["B", "A", "C"])]
    (rows,) = passes(worlds(lines), Passing(), "A", "B", "C")
    assert rows.frame["event"].to_list() == ["B", "A", "C"]
    assert np.unique(rows.time).size == 1


def test_few_events_are_read_at_once_and_gone_through_in_slices(worlds: Any) -> None:
    world = worlds(crowd())
    query = world.database.query()
    ranges = Passing(count=10).ranges(world.scan, query, 1)
    assert (len(ranges.users), ranges.slices(400)) == (1, 10)
    found = passes(world, Passing(count=10), "A", query=query)
    assert len(found) == 10
    assert all(int(rows.user[0]) == 0 and set(np.diff(rows.user)) <= {0, 1} for rows in found)
