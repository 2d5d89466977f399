"""Which session an event belongs to, and the virtual events at its ends (docs/features/sessions)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlglot import exp

from mixpanel_local import Assumptions, Store, import_events
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.database import Database
from mixpanel_local.engine.scan import EVENT, SEQ, TIME, USER, Scan, core_column
from mixpanel_local.engine.sessions import Sessions, session
from mixpanel_local.engine.sql import Sql, alias, text
from tests.local.asking import DAY, at, event, write_lines


class Sessioned:
    """A store of *events*, and what the engine says of their sessions."""

    def __init__(self, folder: Path, events: Sequence[dict[str, Any]], time_zone: str = "UTC", **assumed: Any) -> None:
        import_events(write_lines(folder / "events.ndjson", events), folder / "store", time_zone=time_zone)
        self.store = Store.open(folder / "store")
        zone = Zone(time_zone)
        self.sessions = Sessions(self.store, zone, Assumptions.of(assumed))
        self.scan = Scan.of(self.store, zone.span(min(self.store.days) - timedelta(days=1), max(self.store.days)))

    def rows(self, scan: Scan, *columns: Sql) -> list[tuple[Any, ...]]:
        """*columns* of *scan*, in the order of events."""
        database = Database(self.store.root)
        try:
            query = scan.select(*columns, where=exp.true()).order_by(*map(core_column, (USER, TIME, SEQ)))
            return database.query().frame(query).rows()
        finally:
            database.close()

    def starts(self) -> list[int | None]:
        """For each event, in order, the place of the first event of its session."""
        rows = self.rows(self.sessions.beside(self.scan), core_column(USER), core_column(TIME), session())
        place = {row[:2]: at for at, row in enumerate(rows)}
        return [None if first is None else place[user, first] for user, _, first in rows]


def moments(*clocks: str, day: str = DAY, user: str = "u") -> list[dict[str, Any]]:
    return [event("Look", user, at(day, clock)) for clock in clocks]


def test_the_documents_example(tmp_path: Path) -> None:
    """13:00, 13:10, 40 minutes, 13:50, 14:10, 14:25: two sessions of 10 and 35 minutes."""
    found = Sessioned(tmp_path, moments("13:00:00", "13:10:00", "13:50:00", "14:10:00", "14:25:00"))
    assert found.starts() == [0, 0, 2, 2, 2]
    scan = found.sessions.events(found.scan)
    duration = alias(scan.property("$duration_s").as_number(), "duration")
    rows = found.rows(scan, core_column(EVENT), core_column(TIME), duration)
    edges = [(name, time // 1000, seconds) for name, time, seconds in rows if seconds is not None]
    assert edges == [
        ("$session_start", at(DAY, "13:00:00"), 600),
        ("$session_end", at(DAY, "13:10:00"), 600),
        ("$session_start", at(DAY, "13:50:00"), 2100),
        ("$session_end", at(DAY, "14:25:00"), 2100),
    ]
    assert [name for name, _, _ in rows][:4] == ["$session_start", "Look", "Look", "$session_end"]


@pytest.mark.parametrize(("gap", "starts"), [("ends", [0, 1, 1]), ("continues", [0, 0, 0])])
def test_a_silence_of_exactly_the_timeout(tmp_path: Path, gap: str, starts: list[int]) -> None:
    events = moments("13:00:00", "13:30:00", "13:59:59")
    assert Sessioned(tmp_path, events, session_gap=gap).starts() == starts


def test_the_timeout_is_the_projects(tmp_path: Path) -> None:
    assert Sessioned(tmp_path, moments("13:00:00", "13:20:00", "13:24:00"), session_timeout=5).starts() == [0, 1, 1]


def test_midnight_of_the_project_ends_a_session(tmp_path: Path) -> None:
    events = [*moments("04:50:00", "04:59:59", "05:00:00"), *moments("00:10:00", user="v")]
    assert Sessioned(tmp_path, events, "America/New_York").starts() == [0, 0, 2, 3]


def test_a_session_ends_after_24_hours_where_a_day_has_25(tmp_path: Path) -> None:
    """On 2025-11-02 in New York clocks go back: its day is from 04:00 to 05:00 of the next, in UTC."""
    clocks = [at("2025-11-02", "04:00:00") + minutes * 60 for minutes in range(0, 25 * 60, 20)]
    found = Sessioned(tmp_path, [event("Look", "u", clock) for clock in clocks], "America/New_York")
    assert found.starts() == [0] * 73 + [73, 73]


def test_users_share_no_session_and_nobody_has_one(tmp_path: Path) -> None:
    events = [event("Look", user, at(DAY, "13:00:00")) for user in ("", None, "u", "v")]
    found = Sessioned(tmp_path, events)
    rows = found.rows(found.sessions.beside(found.scan), core_column(USER), core_column(TIME), session())
    assert {user: first and time - first for user, time, first in rows} == {"": None, None: None, "u": 0, "v": 0}


def test_sessions_of_some_users_are_made_alone(tmp_path: Path) -> None:
    found = Sessioned(tmp_path, [*moments("13:00:00"), *moments("13:00:00", user="v")])
    scan = found.sessions.beside(found.scan, core_column(USER).eq(text("v")))
    assert [first is None for _, first in found.rows(scan, core_column(USER), session())] == [True, False]


def test_events_of_mixpanel_itself_make_no_session(tmp_path: Path) -> None:
    silent = event("$identify", "u", at(DAY, "13:20:00"))
    assert Sessioned(tmp_path, [*moments("13:00:00", "13:40:00"), silent]).starts() == [0, None, 2]


def test_session_events_have_what_their_session_has(tmp_path: Path) -> None:
    events = [
        event("Open", "u", at(DAY, "13:00:00")),
        event("Look", "u", at(DAY, "13:05:00"), **{"$browser": "Firefox", "plan": "pro"}),
        event("Close", "u", at(DAY, "13:10:00"), **{"$browser": 7, "$city": "Oslo"}),
    ]
    found = Sessioned(tmp_path, events)
    scan = found.sessions.beside(found.sessions.events(found.scan))
    names = ("$origin_start", "$origin_end", "$event_count", "$browser", "$city", "plan")
    labels = (alias(scan.property(name).label(), name) for name in names)
    edges = [row[1:] for row in found.rows(scan, core_column(EVENT), *labels) if row[0].startswith("$session")]
    assert edges == [("Open", "Close", "3", "Firefox", "Oslo", None)] * 2


def test_session_events_belong_to_their_session(tmp_path: Path) -> None:
    found = Sessioned(tmp_path, moments("13:00:00", "14:00:00"))
    scan = found.sessions.beside(found.sessions.events(found.scan))
    sessions = [row[0] for row in found.rows(scan, session())]
    assert sessions == [sessions[0]] * 3 + [sessions[-1]] * 3
    assert sessions[0] != sessions[-1]


def test_imported_session_events_are_not_counted_twice(tmp_path: Path) -> None:
    found = Sessioned(tmp_path, [*moments("13:00:00"), event("$session_start", "u", at(DAY, "12:00:00"))])
    rows = found.rows(found.sessions.events(found.scan), core_column(EVENT), core_column(TIME))
    assert rows[0] == ("$session_start", at(DAY, "13:00:00") * 1000)
    assert [name for name, _ in rows] == ["$session_start", "Look", "$session_end"]


def test_what_came_before_the_span_but_on_its_first_day_counts(tmp_path: Path) -> None:
    """A span may begin within a day; its sessions began before it all the same."""
    found = Sessioned(tmp_path, moments("13:00:00", "13:10:00"))
    span = Zone("UTC").span(date.fromisoformat(DAY), date.fromisoformat(DAY))
    late = Scan.of(found.store, type(span)(at(DAY, "13:05:00") * 1000, span.end))
    rows = found.rows(found.sessions.beside(late), core_column(TIME), session())
    assert [time - first for time, first in rows] == [600_000]
