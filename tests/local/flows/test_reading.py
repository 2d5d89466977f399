"""What a flow may say: filters in their own format, cohorts, session and custom events, saved reports; and what not."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mixpanel_async import (
    CohortBreakdown,
    CohortCriteria,
    CohortDefinition,
    CreateBookmarkParams,
    CreateCustomEventParams,
    CreateDashboardParams,
    Filter,
    FlowQuery,
    FlowStep,
    FrequencyBreakdown,
    GroupBy,
    InlineCustomProperty,
)
from mixpanel_transports.message import Request
from tests.local.asking import NOW, Asking, event, stored
from tests.local.flows.stores import DAYS, START, asked, edges, journey, nodes, paths
from tests.local.through import workspace

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def sold(tmp_path: Path) -> Path:
    """A sale each to three users, of which the first is followed by B, the second by C, the third by nothing."""
    events = [
        event("A", "u", item="Tea", price=5, fresh=True, due="2026-01-20", tags=["x", "y"]),
        event("B", "u", item="Tea", price=5),
        event("A", "v", item="Coffee", price=7.5, fresh=False, due="2026-01-29"),
        event("C", "v", item="Coffee", price=9),
        event("A", "w"),
    ]
    for at, one in enumerate(events):
        one["properties"]["time"] += at
    people = [{"$distinct_id": "u", "$properties": {"plan": "pro"}}, {"$distinct_id": "v", "$properties": {}}]
    return stored(tmp_path, events, people).root


FOLLOWED = {"u": "B", "v": "C", "w": "DROPOFF"}


@pytest.mark.parametrize(
    ("condition", "users"),
    [
        (Filter.equals("item", "Tea"), "u"),
        (Filter.equals("item", ["Tea", "Coffee"]), "uv"),
        (Filter.not_equals("item", "Tea"), "vw"),
        (Filter.contains("item", "ff"), "v"),
        (Filter.not_contains("item", "ff"), "uw"),
        (Filter.is_set("item"), "uv"),
        (Filter.is_not_set("item"), "w"),
        (Filter("price", "equals", 5, "number"), "u"),
        (Filter("price", "does not equal", 5, "number"), "vw"),
        (Filter.greater_than("price", 5), "v"),
        (Filter.less_than("price", 7.5), "u"),
        (Filter.at_least("price", 7.5), "v"),
        (Filter.at_most("price", 7.5), "uv"),
        (Filter.between("price", 6, 8), "v"),
        (Filter.not_between("price", 6, 8), "u"),
        (Filter.is_true("fresh"), "u"),
        (Filter.is_false("fresh"), "v"),
        (Filter.on("due", "2026-01-20"), "u"),
        (Filter.not_on("due", "2026-01-20"), "v"),
        (Filter.before("due", "2026-01-25"), "u"),
        (Filter.since("due", "2026-01-25"), "v"),
        (Filter.date_between("due", "2026-01-28", "2026-01-31"), "v"),
        (Filter.date_not_between("due", "2026-01-28", "2026-01-31"), "u"),
        (Filter.in_the_last("due", 7, "day"), "v"),
        (Filter.equals("plan", "pro", resource_type="people"), "u"),
        (Filter.is_not_set("plan", resource_type="people"), "vw"),
    ],
    ids=repr,
)
def test_filters_of_a_step(sold: Path, condition: Filter, users: str) -> None:
    result = asked(sold, FlowStep("A", filters=[condition]), forward=1)
    assert nodes(result)[1] == {FOLLOWED[user]: 1 for user in users}


def test_several_filters_of_a_step(sold: Path) -> None:
    both = [Filter.equals("item", "Tea"), Filter.greater_than("price", 6)]
    assert nodes(asked(sold, FlowStep("A", filters=both), forward=1))[0] == {}
    assert nodes(asked(sold, FlowStep("A", filters=both, filters_combinator="any"), forward=1))[0] == {"A": 2}


def test_an_age_can_be_meant_both_ways(sold: Path) -> None:
    step = FlowStep("A", filters=[Filter.in_the_last("due", 7, "day")])
    result = asked(sold, step, forward=1, assume={"flow_step_age": "was not in the"})
    assert nodes(result)[1] == {"B": 1}
    assert result.meta["assumptions"]["flow_step_age"] == "was not in the"


def test_filters_of_the_report_narrow_all_that_is_shown(sold: Path) -> None:
    """Filters exclude unwanted data (docs/reports/flows, Filters)."""
    condition = Filter.less_than("price", 8)
    assert nodes(asked(sold, forward=1, where=condition)) == [{"A": 2}, {"B": 1, "DROPOFF": 1}]
    anchors = asked(sold, forward=1, where=condition, assume={"flow_filter": "anchors"})
    assert nodes(anchors) == [{"A": 2}, {"B": 1, "C": 1}]
    assert "flow_filter" not in asked(sold, forward=1).meta["assumptions"]


def test_a_cohort_narrows_the_users(sold: Path) -> None:
    bought = CohortDefinition(CohortCriteria.did_event("B", at_least=1, within_days=60))
    assert nodes(asked(sold, forward=1, where=Filter.in_cohort(bought)))[1] == {"B": 1}
    others = Filter.not_in_cohort(bought)
    assert nodes(asked(sold, forward=1, where=others)) == [{"A": 2}, {"C": 1, "DROPOFF": 1}]


def test_sessions_start_and_end_where_they_are_asked_for(tmp_path: Path) -> None:
    events = [*journey("u", "AB"), *journey("v", "C")]
    root = stored(tmp_path, events).root
    start, end = (FlowStep(f"$session_{side}", session_event=side) for side in ("start", "end"))  # type: ignore[arg-type]
    assert edges(asked(root, start, forward=2)) == {
        "$session_start0 A1": 1,
        "$session_start0 C1": 1,
        "A1 B2": 1,
        "C1 DROPOFF2": 1,
    }
    assert edges(asked(root, end, forward=0, reverse=1)) == {"B0 $session_end1": 1, "C0 $session_end1": 1}
    shown = asked(root, "A", forward=2, assume={"flow_session_events": "shown"})
    assert edges(shown) == {"A0 B1": 1, "B1 $session_end2": 1}
    assert shown.meta["assumptions"]["session_timeout"] == 30


def test_the_start_of_a_session_can_be_excluded(tmp_path: Path) -> None:
    root = stored(tmp_path, journey("u", f"AB{' ' * 40}C")).root
    assert paths(asked(root, forward=3, mode="paths")) == {"A B C DROPOFF": 1}
    kept = asked(root, forward=3, mode="paths", exclusions=["$session_start"])
    assert paths(kept) == {"A B DROPOFF": 1}
    assert kept.meta["assumptions"]["session_timeout"] == 30


def test_any_event(sold: Path) -> None:
    result = asked(sold, "$all_events", forward=1, count_type="total")
    assert nodes(result) == [{"$all_events": 5}, {"B": 1, "C": 1, "DROPOFF": 3}]


def test_a_custom_event_is_an_anchor(tmp_path: Path) -> None:
    ws = workspace(stored(tmp_path, [*journey("u", "AX"), *journey("v", "BY")]).root)
    made = ws.create_custom_event(CreateCustomEventParams(name="Either", alternatives=["A", "B"]))
    result = ws.query_flow(f"$custom_event:{made.id}", forward=1, **DAYS)
    assert nodes(result)[1] == {"X": 1, "Y": 1}
    assert result.steps[0]["nodes"][0]["isCustomEvent"] is True


def test_a_custom_property_tells_segments_apart(sold: Path) -> None:
    spent = InlineCustomProperty.numeric('if(A > 6, "much", "little")', A="price")
    result = asked(sold, forward=1, segments=GroupBy(spent, property_type="string"))
    (breakdown,) = result.breakdowns
    assert sorted(breakdown["values"]) == ["little", "much"]


def test_a_flow_is_told_apart_by_what_its_user_is(sold: Path) -> None:
    bought = CohortDefinition(CohortCriteria.did_event("B", at_least=1, within_days=60))
    result = asked(sold, forward=1, segments=CohortBreakdown(bought, "Buyers"))
    (breakdown,) = result.breakdowns
    first = {one["value"]: {node["event"] for node in one["steps"][1]["nodes"]} for one in breakdown["segments"]}
    assert first == {"Buyers": {"B"}, "Not In Buyers": {"C", "DROPOFF"}}


def test_a_frequency_counts_in_the_days_asked_for(tmp_path: Path) -> None:
    """What a frequency counts that names no time, no document says of flows."""
    events = [*journey("u", "ABB"), *journey("v", "AB"), event("B", "v", START.timestamp() + 86_400 * 5)]
    root = stored(tmp_path, events).root
    within = asked(root, forward=1, segments=FrequencyBreakdown("B"))
    assert [one["value"] for one in within.breakdowns[0]["segments"]] == ["1 - 2", "2 - 3"]
    assert within.meta["assumptions"]["flow_frequency"] == "date range"
    ever = asked(root, forward=1, segments=FrequencyBreakdown("B"), assume={"flow_frequency": "all time"})
    assert [one["value"] for one in ever.breakdowns[0]["segments"]] == ["2 - 3"]
    assert "flow_frequency" not in asked(root, forward=1).meta["assumptions"]


def test_events_of_a_relative_range(tmp_path: Path) -> None:
    events = [event("A", "u", (NOW - timedelta(days=days)).timestamp()) for days in (1, 40)]
    root = stored(tmp_path, events).root
    ws = workspace(root)
    assert nodes(ws.query_flow("A", forward=1, last=7, count_type="total"))[0] == {"A": 1}
    assert nodes(ws.query_flow("A", forward=1, last=60, count_type="total"))[0] == {"A": 2}


def last_days(days: int, ends: Any) -> dict[str, Any]:
    """A relative range."""
    return {"type": "in the last", "from_date": {"unit": "day", "value": days}, "to_date": ends}


HOURS_AGO = (1, 30, 60, 100)
HOURS = {"from_date": {"unit": "hour", "value": 61}}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (last_days(4, "$now"), 4),
        (last_days(4, None), 4),
        # "Last" can end N days back (docs/reports, Date Range).
        (last_days(4, {"unit": "day", "value": 1}), 3),
        (last_days(3, {"unit": "day", "value": 2}), 1),
        (last_days(4, "$now") | HOURS, 3),
        (last_days(4, {"unit": "hour", "value": 2}) | HOURS, 2),
        ({"type": "since", "from_date": "2026-01-30"}, 3),
        ({"type": "between", "from_date": "2026-01-30", "to_date": "$now"}, 3),
        ({"type": "on", "from_date": "2026-01-31"}, 1),
        ({"type": "between", "from_date": "2026-01-30T00:00:00", "to_date": "2026-01-31T05:59:59"}, 1),
        ({"type": "between", "from_date": "2026-01-30T00:00:00", "to_date": "2026-01-31T06:00:00"}, 2),
        # Days that have not come yet have no events.
        ({"type": "between", "from_date": "2026-01-31", "to_date": "2026-12-31"}, 2),
    ],
)
def test_ranges_of_time(tmp_path: Path, written: dict[str, Any], found: int) -> None:
    events = [event("A", "u", (NOW - timedelta(hours=hours)).timestamp()) for hours in HOURS_AGO]
    asking = stored(tmp_path, events)
    reply = asking.json(report(lambda p: p["bookmark"].update(date_range=written, count_type="total")))
    assert reply["steps"][0]["nodes"][0]["totalCount"] == str(found)


def test_a_saved_flow(tmp_path: Path) -> None:
    ws = workspace(stored(tmp_path, journey("u", "AB")).root)
    board = ws.create_dashboard(CreateDashboardParams(title="Ways")).id
    params = dict(ws.build_flow_params("A", forward=1, **DAYS))
    saved = ws.create_bookmark(
        CreateBookmarkParams(name="Way", bookmark_type="flows", params=params, dashboard_id=board)
    )
    found = ws.query_saved_flows(saved.id)
    assert [node["event"] for step in found.steps for node in step["nodes"]] == ["A", "B"]
    assert found.overall_conversion_rate == 1


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return stored(tmp_path, journey("u", "AB"))


def report(change: Change) -> Request:
    """The report after *change* of its body, its bookmark and its one step."""
    bookmark: dict[str, Any] = dict(FlowQuery("A", **DAYS).params())  # type: ignore[arg-type]
    body: dict[str, Any] = {"bookmark": bookmark, "project_id": 1, "query_type": "flows_sankey"}
    change({"body": body, "step": bookmark["steps"][0], **bookmark, "bookmark": bookmark})
    return Request("POST", "https://mixpanel.com/api/query/arb_funnels", {}, json.dumps(body).encode())


def told(entry: dict[str, Any], kind: str = "string") -> list[Any]:
    return [{"property": {"name": "p", "source": "properties"}, "selected_property_type": kind, "filter": entry}]


@pytest.mark.parametrize(
    ("status", "said", "change"),
    [
        (400, "query_type", lambda p: p["body"].update(query_type="flows_x")),
        (400, "bookmark", lambda p: p["body"].pop("bookmark")),
        (400, "leads through 1 to 100 events, not 0", lambda p: p["bookmark"].update(steps=[])),
        (400, "forward: 51 is not between 0 and 50", lambda p: p["step"].update(forward=51)),
        (400, "event", lambda p: p["step"].pop("event")),
        (400, "session_event", lambda p: p["step"].update(session_event="middle")),
        (400, "bool_op", lambda p: p["step"].update(bool_op="xor")),
        (400, "date_range.type", lambda p: p["date_range"].update(type="ever")),
        (400, "from_date", lambda p: p["date_range"].pop("from_date")),
        (400, "to_date: a range of type 'since' has none", lambda p: p["date_range"].update(type="since")),
        (400, "to_date: a range of type 'on' has none", lambda p: p["date_range"].update(type="on")),
        (501, "exclusions with filters", lambda p: p["exclusions"].append({"event": "X", "filters": [{}]})),
        (501, "exclusions.steps", lambda p: p["exclusions"].append({"event": "X", "steps": {"from": 1, "to": 2}})),
        (400, "no custom event is saved under the id '7'", lambda p: p["step"].update(custom_event=7)),
        (400, "count_type", lambda p: p["bookmark"].update(count_type="users")),
        (400, "cardinality_threshold: 0", lambda p: p["bookmark"].update(cardinality_threshold=0)),
        (400, "conversion_window.unit", lambda p: p["conversion_window"].update(unit="hour")),
        (400, "value: 0 is not between", lambda p: p["conversion_window"].update(value=0)),
        (400, "value: 2 is not between 1 and 1", lambda p: p["conversion_window"].update(value=2, unit="session")),
        (400, "keep to one, not to 7 days", lambda p: p["bookmark"].update(count_type="session")),
        (400, "'list' is no type", lambda p: p["step"].update(property_filter_params_list=told({}, "list"))),
        (
            400,
            "'x' is no number",
            lambda p: p["step"].update(property_filter_params_list=told({"operator": ">", "operand": "x"}, "number")),
        ),
        (
            400,
            "is no day like 01/31/2026",
            lambda p: p["step"].update(
                property_filter_params_list=told({"operator": "==", "operand": "2026-01-31"}, "datetime")
            ),
        ),
        (
            400,
            "filter.operator",
            lambda p: p["step"].update(property_filter_params_list=told({"operator": "~", "operand": "x"})),
        ),
        (
            400,
            "filter.operator",
            lambda p: p["step"].update(
                property_filter_params_list=told({"operator": "<", "operand": 3, "unit": "days"}, "datetime")
            ),
        ),
        (
            400,
            "filter.operand",
            lambda p: p["step"].update(property_filter_params_list=told({"operand": "maybe"}, "boolean")),
        ),
        (400, "no group key has the id '5'", lambda p: p["bookmark"].update(data_group_id=5)),
        (501, "date_range.exclusion_offset", lambda p: p["date_range"].update(exclusion_offset={"unit": "day"})),
        (501, "time_percentiles_enabled", lambda p: p["bookmark"].update(time_percentiles_enabled=True)),
        (501, "group_by", lambda p: p["bookmark"].update(group_by=[{"propertyName": "p"}])),
        (400, "date_range.to_date: needs an object", lambda p: p["date_range"].update(last_days(3, "2026-01-01"))),
        (400, "is before from_date", lambda p: p["date_range"].update(last_days(3, {"unit": "day", "value": 4}))),
        (501, "ends hours ago", lambda p: p["date_range"].update(last_days(3, {"unit": "hour", "value": 4}))),
    ],
)
def test_it_is_refused_by_name(asking: Asking, status: int, said: str, change: Change) -> None:
    assert said in asking.json(report(change), status)["error"]


def test_what_is_left_out_has_a_default(asking: Asking) -> None:
    """Params made by hand say only what matters."""
    body = {"bookmark": {"steps": [{"event": "A", "forward": 1}], "date_range": {**DAYS}}}
    request = Request("POST", "https://mixpanel.com/api/query/arb_funnels", {}, json.dumps(body).encode())
    found = asking.json(request)
    assert [node["event"] for step in found["steps"] for node in step["nodes"]] == ["A", "B"]
    assert found["metadata"]["assumptions"]["flow_collapse_repeats"] is False


def test_names_may_be_written_as_objects(tmp_path: Path) -> None:
    ws = workspace(stored(tmp_path, journey("u", "AXB")).root)
    params = ws.build_flow_params("A", forward=1, mode="paths", **DAYS)
    assert paths(ws.run_flow_params(params | {"hidden_events": [{"event": "X"}]})) == {"A B": 1}
    assert paths(ws.run_flow_params(params | {"exclusions": [{"name": "X"}]})) == {"A DROPOFF": 1}
    held = params | {"aggregate_by": [{"propertyName": "p", "resourceType": "events"}]}
    assert paths(ws.run_flow_params(held)) == {"A X": 1}


def test_days_are_those_of_the_project(tmp_path: Path) -> None:
    """The hour before midnight in UTC is the next day in Berlin."""
    late = round((START - timedelta(minutes=30)).timestamp())
    events = [event("A", "u", late), event("B", "u", late + 60)]
    root = stored(tmp_path, events, time_zone="Europe/Berlin").root
    assert nodes(asked(root, forward=1))[0] == {"A": 1}
