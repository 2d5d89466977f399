"""Names of events, properties and values; who the caller is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.local.asking import Asking, at, event, get, stored


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return stored(
        tmp_path_factory.mktemp("asking"),
        [
            event("Buy", "a", at("2026-01-10"), plan="pro", cart=[{"sku": 1}]),
            event("Buy", "a", at("2026-01-11"), plan="free"),
            event("Buy", "a", at("2026-01-11"), plan="free", **{"$insert_id": "x"}),
            event("Look", "a", at("2026-01-11"), other=None, plan=5),
            event("Look", "b", at("2026-01-11"), plan="free"),
        ],
        time_zone="Asia/Kolkata",
    )


def test_events_by_count_and_by_users(asking: Asking) -> None:
    assert asking.json(get("/api/query/events/names")) == ["Buy", "Look"]
    assert asking.json(get("/api/query/events/names", type="unique")) == ["Look", "Buy"]


def test_events_of_days_and_up_to_a_limit(asking: Asking) -> None:
    assert asking.json(get("/api/query/events/names", from_date="2026-01-10", to_date="2026-01-10")) == ["Buy"]
    assert asking.json(get("/api/query/events/names", limit=1)) == ["Buy"]


def test_top_events_are_of_the_last_day_with_events(asking: Asking) -> None:
    assert asking.json(get("/api/query/events/top")) == {
        "events": [
            {"event": "Buy", "amount": 2, "percent_change": 1.0},
            {"event": "Look", "amount": 2, "percent_change": 0.0},
        ],
        "type": "general",
    }


def test_the_last_day_is_the_projects_not_greenwichs(tmp_path: Path) -> None:
    late = event("Buy", "a", at("2026-01-12", "02:00:00"))
    asking = stored(tmp_path, [event("Look", "a", at("2026-01-10")), late], time_zone="America/New_York")
    assert [row["event"] for row in asking.json(get("/api/query/events/top"))["events"]] == ["Buy"]


def test_top_properties(asking: Asking) -> None:
    assert asking.json(get("/api/query/events/properties/top", event="Buy")) == {
        "plan": {"count": 3},
        "cart": {"count": 1},
    }


def test_properties_of_an_event_there_is_not_are_a_bad_request(asking: Asking) -> None:
    assert (
        "no event is called 'buy'"
        in asking.json(get("/api/query/events/properties/top", event="buy"), status=400)["error"]
    )


def test_values_come_as_text_most_frequent_first(asking: Asking) -> None:
    assert asking.json(get("/api/query/events/properties/values", name="plan")) == ["free", "5", "pro"]
    assert asking.json(get("/api/query/events/properties/values", name="plan", event="Buy", limit=1)) == ["free"]
    assert asking.json(get("/api/query/events/properties/values", name="cart")) == ['[{"sku":1}]']
    assert asking.json(get("/api/query/events/properties/values", name="none")) == []


def test_an_empty_store_has_nothing(tmp_path: Path) -> None:
    asking = stored(tmp_path, [])
    assert asking.json(get("/api/query/events/names")) == []
    assert asking.json(get("/api/query/events/top"))["events"] == []
    assert asking.json(get("/api/query/events/properties/values", name="plan")) == []


def test_who_am_i(asking: Asking) -> None:
    me = asking.json(get("/api/app/me"))
    assert me["status"] == "ok"
    assert me["results"]["projects"]["1"]["timezone"] == "Asia/Kolkata"


def test_workspaces_of_any_project(asking: Asking) -> None:
    found = asking.json(get("/api/app/projects/12345/workspaces/public"))["results"]
    assert [(one["project_id"], one["is_default"]) for one in found] == [(12345, True)]


def test_a_call_it_does_not_know_is_named(asking: Asking) -> None:
    error = asking.json(get("/api/query/nothing"), status=501)["error"]
    assert error.startswith("the embedded Mixpanel cannot answer GET /api/query/nothing yet; it answers GET /")


def test_thousands_of_properties_are_listed_with_their_counts(tmp_path: Path) -> None:
    many = {f"p{number}": number for number in range(3_000)}
    events = [event("Wide", **many, odd={"a/b": None}), event("Wide", p2999="x", p5=None), event("Other", p1=True)]
    asking = stored(tmp_path, events)
    counts = asking.json(get("/api/query/events/properties/top", event="Wide", limit=5_000))
    assert counts == {name: {"count": 2 if name == "p2999" else 1} for name in (*many, "odd")}
    everything = asking.json(get("/api/query/data_definitions/events", fetch_per_event_properties="true"))
    named = {each["name"]: [one["name"] for one in each["properties"]] for each in everything}
    assert named == {"Other": ["p1"], "Wide": sorted((*many, "odd"))}
