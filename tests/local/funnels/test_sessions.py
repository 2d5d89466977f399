"""Funnels within sessions, counted by sessions, and with sessions as steps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.local.asking import DAY, at, event, group
from tests.local.funnels.asking import funnel, journey, row, told

NEXT = "2026-01-11"


def moments(*happened: str, day: str = DAY, **more: Any) -> list[dict[str, Any]]:
    """``"13:00 A"``: an event and its time."""
    return [event(each.split()[1], time=at(day, f"{each.split()[0]}:00"), **more) for each in happened]


def test_all_steps_of_a_session_window_are_in_one_session(tmp_path: Path) -> None:
    asking = journey(tmp_path, *moments("10:00 A", "10:31 B"), *moments("10:00 A", "10:29 B", user="u2"))
    assert row(told(asking, funnel("A", "B", window=(1, "session")))) == [2, 1]
    longer = asking.assuming(session_timeout=32)
    assert row(told(longer, funnel("A", "B", window=(1, "session")))) == [2, 2]


def test_other_events_keep_a_session_going(tmp_path: Path) -> None:
    happened = moments("10:00 A", "10:20 X", "10:40 X", "11:00 B")
    assert row(told(journey(tmp_path, *happened), funnel("A", "B", window=(1, "session")))) == [1, 1]


def test_sessions_end_at_midnight(tmp_path: Path) -> None:
    happened = [*moments("23:50 A"), *moments("00:05 B", day=NEXT)]
    assert row(told(journey(tmp_path, *happened), funnel("A", "B", window=(1, "session")))) == [1, 0]


@pytest.mark.parametrize(("sessions", "counts"), [(1, [1, 0]), (2, [1, 0]), (3, [1, 1]), (12, [1, 1])])
def test_a_window_of_several_sessions_counts_all_of_the_user(tmp_path: Path, sessions: int, counts: list[int]) -> None:
    happened = [*moments("10:00 A", "12:00 X"), *moments("12:00 B", day="2026-01-20")]
    asked = funnel("A", "B", window=(sessions, "session"), math="conversion_rate_session")
    assert row(told(journey(tmp_path, *happened), asked)) == counts


def test_each_session_enters_once(tmp_path: Path) -> None:
    happened = moments("10:00 A", "10:05 B", "10:10 A", "10:15 B", "12:00 A")
    asked = funnel("A", "B", window=(1, "session"), math="conversion_rate_session")
    assert row(told(journey(tmp_path, *happened), asked)) == [2, 1]
    optimized = funnel("A", "B", window=(1, "session"), math="conversion_rate_session", funnelReentryMode="optimized")
    block = told(journey(tmp_path, *moments("10:00 A", "10:10 A", "10:15 B")), optimized)
    assert (row(block), row(block, "avg_time")) == ([1, 1], [0.0, 300.0])


def test_a_session_is_in_the_segment_of_its_attempt(tmp_path: Path) -> None:
    happened = [*moments("10:00 A", "10:05 B", plan="pro"), *moments("12:00 A", plan="free")]
    asked = funnel("A", "B", window=(1, "session"), math="conversion_rate_session", groups=[group("plan")])
    assert {name: row(block) for name, block in told(journey(tmp_path, *happened), asked).items()} == {
        "$overall": [2, 1],
        "free": [1, 0],
        "pro": [1, 1],
    }


def test_a_session_can_be_a_step(tmp_path: Path) -> None:
    happened = [*moments("10:00 A"), *moments("10:00 B", user="u2")]
    asking = journey(tmp_path, *happened)
    assert row(told(asking, funnel("$session_start", "A"))) == [2, 1]
    assert row(told(asking, funnel("A", "$session_end"))) == [1, 1]
    assert row(told(asking, funnel("$session_start", "A", window=(1, "session")))) == [2, 1]


def test_it_says_what_it_assumes_of_sessions(tmp_path: Path) -> None:
    meta = journey(tmp_path, event("A")).json(funnel("A", "B", window=(1, "session")))["meta"]
    assert {"session_timeout", "session_gap"} <= meta["assumptions"].keys()
    assert "funnel_window_end" not in meta["assumptions"]
