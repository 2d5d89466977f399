"""Who is in a cohort."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mixpanel_local import Assumptions
from mixpanel_local.errors import BadRequest, Unsupported
from tests.local.asking import at, event, stored
from tests.local.cohorts.definitions import Project, definition, did, has, joined, last, who, within

VIDEOS = [
    *(event("Watch", "often", at("2026-01-30", f"{hour:02}:00:00"), kind="comedy", minutes=hour) for hour in range(11)),
    *(event("Watch", "thrice", at("2026-01-30", f"{hour:02}:00:00"), kind="drama", minutes=1) for hour in range(3)),
    event("Watch", "long ago", at("2025-06-01")),
    event("Pay", "payer", at("2026-01-31")),
    event("Watch", "", at("2026-01-30")),
    event("Watch", None, at("2026-01-30")),
]
PEOPLE: list[dict[str, Any]] = [
    {"$distinct_id": "often", "$properties": {"city": "SF", "age": 30, "born": "1996-01-30T00:00:00", "vip": True}},
    {"$distinct_id": "thrice", "$properties": {"city": "Rome", "age": "41", "tags": ["a", "b"]}},
    {"$distinct_id": "quiet", "$properties": {"city": "SF", "age": None, "born": "2010-05-05"}},
]


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Users who watched videos more or less often, and one of whom only a profile is known."""
    return stored(tmp_path_factory.mktemp("videos"), VIDEOS, PEOPLE)


# docs/users/cohorts: "Filter by users who watched more than 10 videos in the last 7 days"
def test_more_than_ten_in_the_last_seven_days(asking: Any) -> None:
    assert who(asking, definition(did("Watch", ">", 10, **last(7)))) == ["often"]


@pytest.mark.parametrize(
    ("comparison", "count", "expected"),
    [
        (">=", 3, ["often", "thrice"]),
        ("<=", 3, ["long ago", "payer", "quiet", "thrice"]),
        ("==", 3, ["thrice"]),
        ("==", 0, ["long ago", "payer", "quiet"]),
        ("!=", 3, ["long ago", "often", "payer", "quiet"]),
        ("<", 1, ["long ago", "payer", "quiet"]),
        (">=", 0, ["long ago", "often", "payer", "quiet", "thrice"]),
    ],
)
def test_counts_compare_also_for_who_did_nothing(asking: Any, comparison: str, count: int, expected: list[str]) -> None:
    assert who(asking, definition(did("Watch", comparison, count, **last(30)))) == expected


@pytest.mark.parametrize(
    ("operator", "operand", "expected"),
    [(">", "Rome", ["often", "quiet"]), ("<=", "Rome", ["thrice"]), (">", True, []), (">=", "5", [])],
)
def test_texts_compare_with_texts_alone(asking: Any, operator: str, operand: Any, expected: list[str]) -> None:
    """reference/segmentation-expressions: what is of different types does not compare."""
    assert who(asking, definition(has("city", operator, operand))) == expected


def test_any_event_is_an_event(asking: Any) -> None:
    assert who(asking, definition(did("$all_events", ">=", 1, **last(7)))) == ["often", "payer", "thrice"]


def test_without_a_window_all_of_history_counts(asking: Any) -> None:
    assert who(asking, definition(did("Watch", ">=", 1))) == ["long ago", "often", "thrice"]


def test_between_two_dates_both_count(asking: Any) -> None:
    dates = {"from_date": "2025-06-01", "to_date": "2025-06-01"}
    assert who(asking, definition(did("Watch", ">=", 1, **dates))) == ["long ago"]


@pytest.mark.parametrize(
    ("aggregate", "comparison", "operand", "expected"),
    [
        ("total", ">", 50, ["often"]),
        ("average", "==", 1, ["thrice"]),
        ("median", ">=", 5, ["often"]),
        ("max", "<", 10, ["thrice"]),
        ("min", "==", 0, ["often"]),
        ("unique", ">=", 2, ["often"]),
        ("total", "<=", 0, ["long ago", "payer", "quiet"]),
        ("min", "<=", 0, ["often"]),
    ],
)
def test_a_property_is_aggregated_over_what_was_done(
    asking: Any, aggregate: str, comparison: str, operand: float, expected: list[str]
) -> None:
    count = {"aggregationOperator": aggregate, "property": "minutes"}
    assert who(asking, definition(did("Watch", comparison, operand, count=count, **last(30)))) == expected


@pytest.mark.parametrize(
    "child",
    [
        {
            "resourceType": "events",
            "filterType": "string",
            "filterOperator": "equals",
            "filterValue": ["comedy"],
            "value": "kind",
        },
        {"property": "event", "value": "kind", "operator": "==", "operand": "comedy", "type": "string"},
        {"operator": "or", "children": [{"property": "event", "value": "minutes", "operator": ">", "operand": 4}]},
    ],
)
def test_only_events_that_pass_the_selector_count(asking: Any, child: dict[str, Any]) -> None:
    selector = {"operator": "and", "children": [child]}
    assert who(asking, definition(did("Watch", ">=", 1, selector=selector, **last(30)))) == ["often"]


def test_a_selector_may_be_an_expression(asking: Any) -> None:
    chosen = did("Watch", ">=", 1, selector='properties["kind"] == "drama"')
    assert who(asking, definition(chosen)) == ["thrice"]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (has("city", "==", "SF"), ["often", "quiet"]),
        (has("city", "!=", "SF"), ["long ago", "payer", "thrice"]),
        (has("city", "in", "om"), ["thrice"]),
        (has("city", "not in", "om"), ["long ago", "often", "payer", "quiet"]),
        (has("age", ">", 30, "number"), ["thrice"]),
        (has("age", "<", 31, "number"), ["often"]),
        (has("age", "defined"), ["often", "thrice"]),
        (has("age", "not defined"), ["long ago", "payer", "quiet"]),
        (has("vip", "==", True, "boolean"), ["often"]),
        (has("tags", "in", "a", "list"), ["thrice"]),
        (has("born", ">", "2000-01-01", "datetime"), ["quiet"]),
        (has("born", "<", "2000-01-01", "datetime"), ["often"]),
        (has("unheard of", "defined"), []),
    ],
)
def test_properties_of_the_user(asking: Any, condition: dict[str, Any], expected: list[str]) -> None:
    assert who(asking, definition(condition)) == expected


# docs/users/cohorts: user["City"] == "SF" and "Did Event: Order Ride 3 times in Last 7 days"
def test_and_or_and_nesting(asking: Any) -> None:
    watched = did("Watch", ">=", 3, **last(7))
    assert who(asking, definition(has("city", "==", "SF"), watched)) == ["often"]
    assert who(asking, definition(has("city", "==", "SF"), watched, operator="or")) == ["often", "quiet", "thrice"]
    nobody = did("Watch", "==", 0, **last(7))
    assert who(asking, definition(joined("or", nobody, watched), has("city", "!=", "SF"))) == [
        "long ago",
        "payer",
        "thrice",
    ]


def test_cohorts_in_cohorts(asking: Any) -> None:
    kept = Project({("cohort", "5"): {"name": "In SF", **definition(has("city", "==", "SF"))}})
    assert who(asking, definition(within(5)), kept=kept) == ["often", "quiet"]
    assert who(asking, definition(within(5, "not in"), did("Watch", ">=", 1)), kept=kept) == ["long ago", "thrice"]


def test_a_cohort_of_itself_is_refused(asking: Any) -> None:
    kept = Project({("cohort", "5"): definition(within(6)), ("cohort", "6"): definition(within(5))})
    with pytest.raises(BadRequest, match="5 in 6 in 5"):
        who(asking, definition(within(5)), kept=kept)


def test_a_custom_event_is_any_of_its_events(asking: Any) -> None:
    kept = Project({("custom_event", "7"): {"name": "Any", "alternatives": [{"event": "Pay"}, {"event": "Nothing"}]}})
    assert who(asking, definition(did("$custom_event:7", ">=", 1)), kept=kept) == ["payer"]


# At 12:00 on February 1st, the last day begins a day ago, or a day before today.
def test_where_the_window_begins_is_an_assumption(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event("Watch", "u", at("2026-01-31", "11:00:00"))])
    cohort = definition(did("Watch", ">=", 1, **last(1)))
    assert who(asking, cohort) == ["u"]
    assert who(asking, cohort, assumptions=Assumptions(cohort_window="hours")) == []


def test_filters_of_profiles_follow_what_is_assumed(tmp_path: Path) -> None:
    asking = stored(tmp_path, [], [{"$distinct_id": "u", "$properties": {"plan": "Pro"}}])
    cohort = definition({"property": "user", "value": "plan", "type": "string", "operator": "==", "operand": "pro"})
    assert who(asking, cohort) == []
    assert who(asking, cohort, assumptions=Assumptions(filter_equals_case="folded")) == ["u"]


def test_windows_begin_with_a_day_of_the_project(tmp_path: Path) -> None:
    early = [event("Watch", "u", at("2026-01-30", "08:00:00")), event("Watch", "v", at("2026-01-30", "07:59:59"))]
    asking = stored(tmp_path, early, time_zone="America/Los_Angeles")
    assert who(asking, definition(did("Watch", ">=", 1, **last(2)))) == ["u"]


@pytest.mark.parametrize(("unit", "expected"), [("week", ["w"]), ("month", ["m", "w"])])
def test_weeks_and_months(tmp_path: Path, unit: str, expected: list[str]) -> None:
    days = {"m": "2026-01-01", "w": "2026-01-25", "before": "2025-12-31"}
    asking = stored(tmp_path, [event("Watch", user, at(day, "00:00:00")) for user, day in days.items()])
    assert who(asking, definition(did("Watch", ">=", 1, **last(1, unit)))) == expected


def test_what_happens_after_the_moment_does_not_count(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event("Watch", "u", at("2026-02-01", "12:00:01"))])
    for window in ({}, last(1), {"from_date": "2026-01-01", "to_date": "2026-03-01"}):
        assert who(asking, definition(did("Watch", ">=", 1, **window))) == []


@pytest.mark.parametrize(
    ("cohort", "said"),
    [
        ({"behaviors": {}}, "no 'selector'"),
        ({"selector": joined("and")}, "no condition"),
        ({"selector": joined("xor", has("a", "==", "b"))}, "'xor' is none of and, or"),
        (definition(within(9)), "no cohort is saved under the id 9"),
        (definition(has("a", "~", "b")), "'~' is none of"),
        (definition(did("Watch", "≥", 1)), "'≥' is none of"),
        (definition(did("Watch", ">=", 1, **last(1, "year"))), "'year' is none of"),
        (definition(did("Watch", ">=", 1, count={"aggregationOperator": "sum", "property": "x"})), "'sum' is none of"),
        ({"selector": {"property": "behaviors", "value": "b", "operator": ">", "operand": 1}}, "'b' is missing"),
    ],
)
def test_what_means_nothing_is_refused_with_its_place(asking: Any, cohort: dict[str, Any], said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        who(asking, cohort)


def test_deep_nesting_is_refused(asking: Any) -> None:
    cohort = has("a", "==", "b")
    for _ in range(100):
        cohort = joined("and", cohort)
    with pytest.raises(BadRequest, match="more than 50 deep"):
        who(asking, definition(cohort))


def test_groups_of_the_app_are_refused_by_name(asking: Any) -> None:
    with pytest.raises(Unsupported, match="groups"):
        who(asking, {"groups": [{"type": "cohort_group"}]})


def test_a_store_without_anything_has_no_members(tmp_path: Path) -> None:
    asking = stored(tmp_path, [])
    assert who(asking, definition(did("Watch", "==", 0), has("a", "not defined"))) == []
