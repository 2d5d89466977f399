"""GET /funnels: saved funnels by date, as the older API replies them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import mixpanel_sync
from mixpanel_async import CreateBookmarkParams, CreateDashboardParams
from tests.local.asking import DAY, Asking, at, event, get, stored
from tests.local.funnels.asking import excluded, funnel, step

NEXT = "2026-01-11"
EVENTS = [
    event("A", "u1", at(DAY), plan="pro"),
    event("B", "u1", at(DAY, "13:00:00"), plan="pro"),
    event("A", "u1", at(NEXT), plan="pro"),
    event("A", "u2", at(NEXT), plan="free"),
    event("B", "u2", at(NEXT, "12:30:00"), plan="free"),
    event("C", "u2", at(NEXT, "12:40:00"), plan="free"),
    event("A", "u3", at(NEXT), plan="free"),
]


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return stored(tmp_path, EVENTS)


def kept(asking: Asking, *steps: Any, **more: Any) -> int:
    """The number of a funnel that was saved."""
    params = json.loads(funnel(*steps, **more).body)["bookmark"]
    with mixpanel_sync.Workspace.local(asking.root) as ws:
        board = ws.create_dashboard(CreateDashboardParams(title="Board")).id
        made = CreateBookmarkParams(name="Buying", bookmark_type="funnels", params=params, dashboard_id=board)
        return ws.create_bookmark(made).id


def asked(asking: Asking, *steps: Any, status: int = 200, saved: Any = (), **arguments: Any) -> Any:
    number = kept(asking, *(steps or ("A", "B", "C")), **dict(saved))
    days: Any = {"from_date": DAY, "to_date": NEXT} | arguments
    return asking.json(get("/api/query/funnels", funnel_id=number, **days), status)


def counts(answer: Any) -> list[list[int]]:
    return [[one["count"] for one in day["steps"]] for day in answer["data"].values()]


def test_steps_by_date(asking: Asking) -> None:
    answer = asked(asking, step("A"), step("B", renamed="Bought"))
    assert answer["meta"]["dates"] == [DAY, NEXT] == list(answer["data"])
    assert answer["data"][DAY] == {
        "steps": [
            {
                "count": 1,
                "avg_time": None,
                "avg_time_from_start": None,
                "step_conv_ratio": 1.0,
                "overall_conv_ratio": 1.0,
                "goal": "A",
                "event": "A",
            },
            {
                "count": 1,
                "avg_time": 3600.0,
                "avg_time_from_start": 3600.0,
                "step_conv_ratio": 1.0,
                "overall_conv_ratio": 1.0,
                "goal": "B",
                "event": "B",
                "step_label": "Bought",
            },
        ],
        "analysis": {"completion": 1, "starting_amount": 1, "steps": 2, "worst": 1},
    }


def test_dates_are_a_funnel_each_or_one_that_is_split(asking: Asking) -> None:
    assert counts(asked(asking, "A", "B")) == [[1, 1], [2, 1]]
    assert counts(asked(asking.assuming(funnel_buckets="separate"), "A", "B")) == [[1, 1], [3, 1]]


@pytest.mark.parametrize(("choice", "worst"), [("relative", 2), ("absolute", 1)])
def test_the_worst_step_is_the_one_with_the_greatest_drop(tmp_path: Path, choice: str, worst: int) -> None:
    events = [
        event(name, f"u{user}", at(DAY) + 60 * turn)
        for user, names in enumerate(["A"] * 4 + ["AB"] * 3 + ["ABC"])
        for turn, name in enumerate(names)
    ]
    answer = asked(stored(tmp_path, events).assuming(funnel_worst=choice))
    assert answer["data"][DAY]["analysis"]["worst"] == worst


def test_segments_stand_beside_the_overall(asking: Asking) -> None:
    answer = asked(asking, "A", "B", on='properties["plan"]')
    found = {name: [one["count"] for one in steps] for name, steps in answer["data"][NEXT].items()}
    assert found == {"$overall": [2, 1], "free": [2, 1], "pro": [0, 0]}


def test_an_expression_can_split_it(asking: Asking) -> None:
    answer = asked(asking, "A", "B", on='properties["plan"] == "pro"')
    assert list(answer["data"][DAY]) == ["$overall", "false", "true"]


def test_where_filters_events_or_whole_funnels(tmp_path: Path) -> None:
    events = [event("A", time=at(DAY), kind="x"), event("B", time=at(DAY, "13:00:00"), kind="y")]
    asking = stored(tmp_path, events)
    where = 'properties["kind"] == "x"'
    assert counts(asked(asking, "A", "B", where=where)) == [[1, 0], [0, 0]]
    assert counts(asked(asking.assuming(funnel_where="funnels"), "A", "B", where=where)) == [[1, 1], [0, 0]]


def test_the_window_can_be_another_one(asking: Asking) -> None:
    assert counts(asked(asking, "A", "B", length=31, length_unit="minute")) == [[1, 0], [2, 1]]


def test_what_is_not_said_of_the_window_is_as_it_was_saved(asking: Asking) -> None:
    """reference/funnels-query: both default "to the value that was previously saved"."""
    for saved, said in (((60, "minute"), {"length": 31}), ((31, "day"), {"length_unit": "minute"})):
        assert counts(asked(asking, "A", "B", saved={"window": saved}, **said)) == [[1, 0], [2, 1]]
    assert counts(asked(asking, "A", "B", saved={"window": (1, "week")}, length=1)) == [[1, 1], [2, 1]]
    error = asked(asking, "A", "B", saved={"window": (120, "minute")}, length_unit="day", status=400)["error"]
    assert "120 days are too long" in error


def test_sessions_are_not_counted_in_days(asking: Asking) -> None:
    saved = {"math": "conversion_rate_session", "window": (1, "session")}
    assert counts(asked(asking, "A", "B", saved=saved)) == [[1, 0], [3, 0]]
    error = asked(asking, "A", "B", saved=saved, length=1, length_unit="day", status=400)["error"]
    assert "window of sessions" in error


def test_times_of_day_that_were_saved_do_not_matter(asking: Asking) -> None:
    saved = {"dates": (f"{DAY}T12:30:00", f"{DAY}T13:30:00")}
    assert counts(asked(asking, "A", "B", saved=saved)) == counts(asked(asking, "A", "B"))


def test_a_comparison_that_was_saved_does_not_matter(asking: Asking) -> None:
    saved = {"display": {"timeComparison": {"type": "relative", "value": "day"}}}
    assert asked(asking, "A", "B", saved=saved) == asked(asking, "A", "B")


def test_buckets_of_several_days_and_weeks(asking: Asking) -> None:
    assert asked(asking, "A", "B", interval=2)["meta"]["dates"] == [DAY]
    assert counts(asked(asking, "A", "B", interval=2)) == [[3, 2]]
    assert asked(asking, "A", "B", unit="week")["meta"]["dates"] == ["2026-01-05"]


def test_what_is_saved_counts_but_for_its_days_and_breakdowns(asking: Asking) -> None:
    saved = {"exclusions": [excluded("B", 1, 2)], "dates": ("2020-01-01", "2020-01-02")}
    assert counts(asked(asking, "A", "C", saved=saved)) == [[1, 0], [2, 0]]


def test_it_says_what_it_assumes_and_leaves_out(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event("A", ""), event("A", "u")])
    meta = asked(asking, "A", "B")["meta"]
    assert meta["left_out"] == {"A through B": {"no distinct_id": 1}}
    assert {"funnel_buckets", "funnel_worst", "funnel_grace_seconds"} <= meta["assumptions"].keys()


def test_our_client_adds_the_dates_up(asking: Asking) -> None:
    number = kept(asking, "A", "B", "C")
    with mixpanel_sync.Workspace.local(asking.root) as ws:
        found = ws.funnel(number, from_date=DAY, to_date=NEXT)
        assert [(one.event, one.count) for one in found.steps] == [("A", 3), ("B", 2), ("C", 1)]
        assert ws.query_saved_report(number, bookmark_type="funnels", from_date=DAY, to_date=NEXT).series


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"unit": "day", "interval": 2}, "give one"),
        ({"length": 91, "length_unit": "day"}, "length"),
        ({"from_date": NEXT, "to_date": DAY}, "after"),
        ({"unit": "year"}, "unit"),
        ({"length_unit": "week"}, "length_unit"),
        ({"limit": 10_001, "on": 'properties["plan"]'}, "limit"),
    ],
)
def test_what_makes_no_sense_is_told(asking: Asking, arguments: dict[str, Any], said: str) -> None:
    assert said in asked(asking, status=400, **arguments)["error"]


def test_a_funnel_that_is_not_there(asking: Asking) -> None:
    answer = asking.json(get("/api/query/funnels", funnel_id=5, from_date=DAY, to_date=DAY), 404)
    assert "5" in json.dumps(answer)
