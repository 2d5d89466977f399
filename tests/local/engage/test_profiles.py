"""Profiles as ``/engage`` lists them: some, in order, page by page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from mixpanel_local import import_profiles
from mixpanel_transports.message import Request
from tests.local.asking import Asking, at, event, stored, write_lines

ENGAGE = "https://mixpanel.com/api/query/engage"


def profile(user: str, **properties: Any) -> dict[str, Any]:
    return {"$distinct_id": user, "$properties": properties}


PEOPLE = [
    profile("ada", plan="pro", ltv=12, **{"$email": "ada@example.com", "$last_seen": "2026-01-31T00:00:00"}),
    profile("bob", plan="free", ltv=2.5, tags=["new"]),
    profile("cid", plan="pro", ltv="7"),
    profile("dot", **{"$name": "Dot Matrix"}),
]
EVENTS = [event("Buy", "ada", at("2026-01-30")), event("Buy", "eve", at("2026-01-30")), event("Login", "bob")]


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return stored(tmp_path, EVENTS, PEOPLE)


def ask(asking: Asking, status: int = 200, path: str = "", **body: Any) -> Any:
    headers = {"content-type": "application/json"}
    return asking.json(Request("POST", f"{ENGAGE}{path}/?project_id=1", headers, json.dumps(body).encode()), status)


def formed(asking: Asking, **form: Any) -> Any:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return asking.json(Request("POST", f"{ENGAGE}?project_id=1", headers, urlencode(form).encode()))


def ids(reply: Any) -> list[str]:
    return [row["$distinct_id"] for row in reply["results"]]


def test_all_profiles_with_all_they_have(asking: Asking) -> None:
    reply = ask(asking)
    assert reply["results"] == PEOPLE
    assert {key: reply[key] for key in ("status", "page", "page_size", "total")} == {
        "status": "ok",
        "page": 0,
        "page_size": 1000,
        "total": 4,
    }


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ('properties["plan"] == "pro"', ["ada", "cid"]),
        ('user["plan"] == "pro" and properties["ltv"] > 10', ["ada"]),
        ('not defined(properties["plan"])', ["dot"]),
        ('properties["$distinct_id"] == "bob"', ["bob"]),
        ('"new" in properties["tags"]', ["bob"]),
        ('properties["nobody has"] == 1', []),
    ],
)
def test_those_for_whom_an_expression_holds(where: str, found: list[str], asking: Asking) -> None:
    assert ids(ask(asking, where=where)) == found
    assert ids(formed(asking, where=where)) == found


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"distinct_ids": ["ada", "dot", "none"]}, ["ada", "dot"]),
        ({"distinct_ids": []}, []),
        ({"distinct_id": "cid"}, ["cid"]),
        ({"distinct_id": "cid", "distinct_ids": ["ada"]}, []),
        ({"search": "EXAMPLE.com"}, ["ada"]),
        ({"search": "matrix"}, ["dot"]),
        ({"search": "pro"}, []),
        ({"limit": 2}, ["ada", "bob"]),
        ({"limit": 0}, []),
    ],
)
def test_some_of_them(options: dict[str, Any], found: list[str], asking: Asking) -> None:
    reply = ask(asking, **options)
    assert ids(reply) == found
    assert reply["total"] == len(found)
    form = {key: json.dumps(value) if isinstance(value, list) else value for key, value in options.items()}
    assert ids(formed(asking, **form)) == found


@pytest.mark.parametrize(
    ("key", "order", "found"),
    [
        ("ltv", "ascending", ["bob", "ada", "cid", "dot"]),
        ("ltv", "descending", ["ada", "bob", "cid", "dot"]),
        ("plan", "ascending", ["bob", "ada", "cid", "dot"]),
    ],
)
def test_in_the_order_of_a_property(key: str, order: str, found: list[str], asking: Asking) -> None:
    assert ids(ask(asking, sort_key=f'properties["{key}"]', sort_order=order)) == found


def test_only_the_properties_that_are_wanted(asking: Asking) -> None:
    reply = ask(asking, output_properties='["ltv", "none"]')
    assert [row["$properties"] for row in reply["results"]] == [{"ltv": 12}, {"ltv": 2.5}, {"ltv": "7"}, {}]


def test_rare_properties_come_too(tmp_path: Path) -> None:
    people = [profile("ada", **{f"p{at:03}": at for at in range(250)}), profile("bob", p001=1)]
    asking = stored(tmp_path, EVENTS, people)
    assert ask(asking)["results"] == people
    assert ask(asking, output_properties=["p249"])["results"][0]["$properties"] == {"p249": 249}
    assert ids(ask(asking, where='properties["p249"] == 249')) == ["ada"]


def test_page_by_page(asking: Asking) -> None:
    first = ask(asking, page_size=3)
    second = ask(asking, page_size=3, page=1, session_id=first["session_id"])
    third = ask(asking, page_size=3, page=2, session_id=second["session_id"])
    assert (ids(first), ids(second), ids(third)) == (["ada", "bob", "cid"], ["dot"], [])
    assert {reply["total"] for reply in (first, second, third)} == {4}


def test_a_page_needs_the_session_of_the_first(asking: Asking) -> None:
    assert "session_id" in ask(asking, 400, page=1)["error"]


def test_a_session_is_of_one_question_and_one_state_of_the_profiles(asking: Asking, tmp_path: Path) -> None:
    session = ask(asking, page_size=2)["session_id"]
    ask(asking, 400, page=1, page_size=2, session_id=session, where='properties["plan"] == "pro"')
    import_profiles(write_lines(tmp_path / "others.ndjson", PEOPLE[:3]), asking.root)
    assert "has changed since" in ask(asking, 400, page=1, page_size=2, session_id=session)["error"]


COHORT = {
    "selector": {
        "operator": "and",
        "children": [{"property": "behaviors", "value": "b", "operator": ">=", "operand": 1}],
    },
    "behaviors": {
        "b": {
            "count": {"event_selector": {"event": "Buy"}, "type": "absolute"},
            "window": {"unit": "day", "value": 30},
        }
    },
}


@pytest.mark.parametrize(("said", "found"), [({}, ["ada", "eve"]), ({"include_all_users": False}, ["ada"])])
def test_members_of_a_cohort(said: dict[str, Any], found: list[str], asking: Asking) -> None:
    reply = ask(asking, filter_by_cohort=json.dumps({"raw_cohort": COHORT}), **said)
    assert ids(reply) == found
    assert reply["results"][0] == PEOPLE[0]
    assert all(row["$properties"] == {} for row in reply["results"][1:])


def test_a_saved_cohort_by_its_number_or_its_text(asking: Asking) -> None:
    made = Request(
        "POST",
        "https://mixpanel.com/api/app/projects/1/cohorts",
        {"content-type": "application/json"},
        json.dumps({"name": "Buyers", **COHORT}).encode(),
    )
    number = asking.json(made)["results"]["id"]
    for written in (number, str(number)):
        assert ids(ask(asking, filter_by_cohort={"id": written})) == ["ada", "eve"]
    ask(asking, 400, filter_by_cohort={"id": 99})


def test_cohorts_are_looked_at_as_of_a_moment(asking: Asking) -> None:
    cohort = {"raw_cohort": COHORT}
    assert ids(ask(asking, filter_by_cohort=cohort, as_of_timestamp=at("2026-06-01"))) == []


@pytest.mark.parametrize(
    ("action", "result"),
    [
        ("count()", 4),
        ('extremes(properties["ltv"])', {"min": 2.5, "max": 12, "nans": 1}),
        ('percentile(properties["ltv"], 50)', 7),
        ('percentile(properties["ltv"], 25)', 4.75),
        ('numeric_summary(properties["none"])', {"count": 0, "sum": 0, "avg": None, "stddev": None, "sum_squares": 0}),
    ],
)
def test_numbers_about_profiles(action: str, result: Any, asking: Asking) -> None:
    assert ask(asking, path="/stats", action=action)["results"] == result


def test_a_summary(asking: Asking) -> None:
    found = ask(asking, path="/stats", action='numeric_summary(properties["ltv"])')["results"]
    assert found == pytest.approx(
        {"count": 3, "sum": 21.5, "avg": 21.5 / 3, "stddev": 3.8801, "sum_squares": 199.25}, abs=1e-4
    )


def test_numbers_of_those_for_whom_a_selector_holds(asking: Asking) -> None:
    assert ask(asking, path="/stats", action="count()", selector='properties["plan"] == "pro"')["results"] == 2


def test_numbers_for_each_of_several_cohorts(asking: Asking) -> None:
    for name in ("Buyers", "Others"):
        asking.send(
            Request(
                "POST",
                "https://mixpanel.com/api/app/projects/1/cohorts",
                {"content-type": "application/json"},
                json.dumps({"name": name, **COHORT}).encode(),
            )
        )
    reply = ask(asking, path="/stats", action="count()", segment_by_cohorts='{"1": true, "2": true}')
    assert reply["results"] == {"1": 1, "2": 1}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("", {"where": "properties["}, 400),
        ("", {"page": -1}, 400),
        ("", {"page_size": 0}, 400),
        ("", {"output_properties": "plan"}, 400),
        ("", {"sort_key": 'properties["ltv"]', "sort_order": "up"}, 400),
        ("", {"data_group_id": "company"}, 400),
        ("", {"as_of_timestamp": 10**12}, 400),
        ("/stats", {"action": "median(x)"}, 400),
        ("/stats", {"action": 'percentile(properties["x"])'}, 400),
        ("/stats", {"action": 'percentile(properties["x"], 101)'}, 400),
        ("/stats", {"action": 'extremes(properties["x"], 5)'}, 400),
    ],
)
def test_what_is_refused(path: str, body: dict[str, Any], status: int, asking: Asking) -> None:
    ask(asking, status, path, **body)


def test_where_there_are_no_profiles(tmp_path: Path) -> None:
    asking = stored(tmp_path, EVENTS)
    assert ask(asking)["results"] == []
    assert ask(asking, path="/stats", action='extremes(properties["ltv"])')["results"]["max"] is None
    assert ids(ask(asking, filter_by_cohort={"raw_cohort": COHORT})) == ["ada", "eve"]


def test_properties_that_profiles_have(asking: Asking) -> None:
    found = asking.json(Request("GET", f"{ENGAGE}/properties?limit=3"))
    assert found == {
        "status": "ok",
        "results": {
            "ltv": {"type": "number", "count": 3},
            "plan": {"type": "string", "count": 3},
            "$email": {"type": "string", "count": 1},
        },
    }
    assert ids(asking.json(Request("GET", f"{ENGAGE}?where=properties%5B%22plan%22%5D%3D%3D%22pro%22"))) == [
        "ada",
        "cid",
    ]
