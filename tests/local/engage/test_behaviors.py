"""Profiles by what their users did: ``behaviors``, and expressions about them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mixpanel_local import import_profiles
from mixpanel_transports.message import Request
from tests.local.asking import Asking, at, event, stored, write_lines

EVENTS = [
    *(
        event("Buy", user, at("2026-01-30", "09:00:00"), amount=amount)
        for user, amount in [("ada", 5), ("ada", 50), ("bob", 5)]
    ),
    event("Buy", "cid", at("2025-12-01"), amount=5),
    event("Refund", "cid", at("2026-01-31", "11:00:00")),
]
PEOPLE = [{"$distinct_id": user, "$properties": {"plan": "pro"}} for user in ("ada", "bob", "cid", "dot")]
BUYS = {"name": "b", "window": "30d", "event_selectors": [{"event": "Buy"}]}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return stored(tmp_path_factory.mktemp("asking"), EVENTS, PEOPLE)


def ask(asking: Asking, status: int = 200, path: str = "", **form: Any) -> Any:
    url = f"https://mixpanel.com/api/query/engage{path}?project_id=1"
    return asking.json(Request("POST", url, {"content-type": "application/json"}, json.dumps(form).encode()), status)


def who(asking: Asking, where: str, *behaviors: dict[str, Any], **form: Any) -> list[str]:
    reply = ask(asking, where=where, behaviors=json.dumps(behaviors), **form)
    return [row["$distinct_id"] for row in reply["results"]]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ('behaviors["b"] > 0', ["ada", "bob"]),
        ('(behaviors["b"] == 2)', ["ada"]),
        ('behaviors["b"] == 0', ["cid", "dot"]),
        ('behaviors["b"] > 0 and properties["$distinct_id"] != "ada"', ["bob"]),
        ('properties["plan"] == "pro"', ["ada", "bob", "cid", "dot"]),
    ],
)
def test_how_often_is_a_number(where: str, found: list[str], asking: Asking) -> None:
    assert who(asking, where, BUYS) == found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"window": "90d"}, ["ada", "bob", "cid"]),
        ({"window": "9w"}, ["ada", "bob", "cid"]),
        ({"window": "1h"}, []),
        ({"window": None}, ["ada", "bob", "cid"]),
        ({"event_selectors": [{"event": "Buy", "selector": 'properties["amount"] > 10'}]}, ["ada"]),
        ({"event_selectors": [{"event": "Buy"}, {"event": "Refund"}]}, ["ada", "bob", "cid"]),
        ({"event_selectors": [{"event": "Nothing"}]}, []),
    ],
)
def test_which_events_count(change: dict[str, Any], found: list[str], asking: Asking) -> None:
    assert who(asking, 'behaviors["b"] > 0', {**BUYS, **change}) == found


def test_several_are_told_apart_by_their_names(asking: Asking) -> None:
    refunds = {"name": "r", "window": "30d", "event_selectors": [{"event": "Refund"}]}
    assert who(asking, 'behaviors["b"] > 1 or behaviors["r"] > 0', BUYS, refunds) == ["ada", "cid"]


def test_profiles_are_sorted_by_them(asking: Asking) -> None:
    found = who(asking, "", BUYS, sort_key='behaviors["b"]', sort_order="descending")
    assert found == ["ada", "bob", "cid", "dot"]


def test_they_are_looked_at_as_of_a_moment(asking: Asking) -> None:
    assert who(asking, 'behaviors["b"] > 0', BUYS, as_of_timestamp=at("2025-12-15")) == ["cid"]


def test_numbers_about_them(asking: Asking) -> None:
    reply = ask(asking, path="/stats", action='extremes(behaviors["b"])', behaviors=[BUYS])
    assert reply["results"] == {"min": 0, "max": 2, "nans": 0}


def test_where_their_windows_begin_is_told(asking: Asking) -> None:
    assert ask(asking, behaviors=[BUYS])["meta"]["assumptions"] == {"cohort_window": "days"}
    hours = {**BUYS, "window": "36h"}
    assert ask(asking, behaviors=[hours])["meta"]["assumptions"] == {}


def test_their_windows_begin_where_it_is_assumed(asking: Asking) -> None:
    two_days = {**BUYS, "window": "2d"}
    assert who(asking, 'behaviors["b"] > 0', two_days) == ["ada", "bob"]
    assert who(asking.assuming(cohort_window="hours"), 'behaviors["b"] > 0', two_days) == []


def test_further_pages_need_a_moment(asking: Asking) -> None:
    def page(number: int, **more: Any) -> Any:
        return {"behaviors": [BUYS], "page_size": 1, "page": number, **more}

    session = ask(asking, **page(0))["session_id"]
    refused = ask(asking, 400, **page(1, session_id=session))
    assert refused["error"].startswith("request for page in uncached query for params")
    moment = {"as_of_timestamp": at("2026-02-01")}
    first = ask(asking, **page(0, **moment))
    second = ask(asking, **page(1, session_id=first["session_id"], **moment))
    assert [row["$distinct_id"] for row in (*first["results"], *second["results"])] == ["ada", "bob"]


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"where": 'behaviors["x"] > 0', "behaviors": [BUYS]}, "no behavior is called 'x'; there are 'b'"),
        ({"where": 'behaviors["x"] > 0'}, "there are none"),
        ({"behaviors": [BUYS], "filter_by_cohort": {"id": 1}}, "mutually exclusive"),
        ({"behaviors": [{**BUYS, "window": "30m"}]}, "behaviors[0].window: '30m'"),
        ({"behaviors": [{**BUYS, "event_selectors": []}]}, "there is no event"),
        ({"behaviors": [{"window": "30d", "event_selectors": [{"event": "Buy"}]}]}, "'name' is missing"),
        ({"behaviors": 5}, "behaviors"),
    ],
)
def test_what_is_refused(form: dict[str, Any], problem: str, asking: Asking) -> None:
    assert problem in ask(asking, 400, **form)["error"]


def test_other_questions_know_none(asking: Asking) -> None:
    url = "https://mixpanel.com/api/query/segmentation?event=Buy&from_date=2026-01-01&to_date=2026-01-02"
    asking.json(Request("GET", f'{url}&where=behaviors["b"]>0'), 400)


def test_groups_do_what_their_events_say(tmp_path: Path) -> None:
    events = [event("Buy", user, at("2026-01-30"), company=["acme", "bob's"][: 1 + (user == "ada")]) for user in "abc"]
    events.append(event("Buy", "ada", at("2026-01-30"), company=["acme", "bob's"]))
    asking = stored(tmp_path, events)
    groups = [{"$distinct_id": name, "$properties": {"plan": "pro"}} for name in ("acme", "bob's", "cid's")]
    import_profiles(write_lines(tmp_path / "g.ndjson", groups), asking.root, group_key="company", data_group_id=42)
    assert who(asking, 'behaviors["b"] > 1', BUYS, data_group_id="42") == ["acme"]
    assert who(asking, 'behaviors["b"] == 0', BUYS, data_group_id="42") == ["cid's"]
