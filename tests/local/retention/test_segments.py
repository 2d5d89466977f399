"""Retention broken down (docs/reports/retention, Step 4; docs/reports, top N)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mixpanel_async import (
    CohortBreakdown,
    CohortCriteria,
    CohortDefinition,
    GroupBy,
    InlineCustomProperty,
    RetentionQuery,
)
from tests.local.asking import event, stored
from tests.local.retention.stores import asked, seconds
from tests.local.through import workspace

DAYS = {"retention_unit": "day", "from_date": "2026-01-01", "to_date": "2026-01-02"}


def at(name: str, user: str, moment: str, **properties: Any) -> dict[str, Any]:
    return event(name, user, seconds(f"2026-01-{moment}"), **properties)


@pytest.fixture(scope="module")
def browsers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """u signs up with Chrome and later Safari, v with Safari; both come back, u with Edge."""
    return stored(
        tmp_path_factory.mktemp("browsers"),
        [
            at("A", "u", "01T01:00", browser="Chrome", tags=["x", "y", "x"], age=17),
            at("A", "u", "01T20:00", browser="Safari", age=30),
            at("A", "v", "01T12:00", browser="Safari", age=25),
            at("A", "v", "01T12:30", browser="Safari"),
            at("B", "u", "02T02:00", browser="Edge"),
            at("B", "v", "02T13:00", browser="Safari"),
        ],
    ).root


def rows(result: Any, day: str = "2026-01-01") -> dict[str, list[Any]]:
    return {name: [cohorts[day]["first"], *cohorts[day]["counts"]] for name, cohorts in result.segments.items()}


def test_a_breakdown_is_read_on_the_first_event(browsers: Path) -> None:
    """Users are in each segment they did the first event in, and there their clock starts with that event.

    u's return is on day 1 of the sign-up with Chrome, and on day 0 of the later one with Safari.
    """
    result = asked(browsers, group_by="browser", **DAYS)
    assert rows(result) == {"Safari": [2, 1, 1], "Chrome": [1, 0, 1]}
    assert result.cohorts["2026-01-01"]["first"] == 2
    assert result.meta["assumptions"]["retention_segment_event"] == "by report"


def test_a_breakdown_of_the_second_event_splits_returns(browsers: Path) -> None:
    result = asked(browsers, group_by="browser", assume={"retention_segment_event": "second"}, **DAYS)
    assert rows(result) == {"Edge": [2, 0, 1], "Safari": [2, 0, 1]}


@pytest.mark.parametrize(("named", "segments"), [("A", {"Safari", "Chrome"}), ("B", {"Edge", "Safari"})])
def test_the_report_may_name_the_event(browsers: Path, named: str, segments: set[str]) -> None:
    params = RetentionQuery("A", "B", group_by="browser", **DAYS).params()  # type: ignore[arg-type]
    params["sections"]["show"][0]["measurement"]["retentionSegmentationEvent"] = named
    result = workspace(browsers).run_retention_params(params)
    assert set(result.segments) == segments
    assert "retention_segment_event" not in result.meta["assumptions"]


def test_first_time_retention_has_the_segment_of_the_first_event_alone(browsers: Path) -> None:
    result = asked(browsers, group_by="browser", assume={"retention_birth": "first in range"}, **DAYS)
    assert rows(result) == {"Chrome": [1, 0, 1], "Safari": [1, 0, 1]}


@pytest.mark.parametrize("birth", ["by report", "first in range"])
def test_each_different_item_of_a_list_is_a_segment(browsers: Path, birth: str) -> None:
    result = asked(browsers, group_by="tags", assume={"retention_birth": birth}, **DAYS)
    assert rows(result)["x"] == rows(result)["y"] == [1, 0, 1]


def test_number_ranges_and_several_breakdowns(browsers: Path) -> None:
    ages = GroupBy("age", "number", bucket_size=10, bucket_min=10, bucket_max=30)
    found = rows(asked(browsers, group_by=ages, **DAYS))
    assert set(found) == {"10 - 20", ">= 30", "20 - 30", "undefined"}
    both = rows(asked(browsers, group_by=["browser", ages], **DAYS))
    assert both == {
        "Chrome, 10 - 20": [1, 0, 1],
        "Safari, 20 - 30": [1, 0, 1],
        "Safari, >= 30": [1, 1, 0],
        "Safari, undefined": [1, 0, 1],
    }


def test_the_segments_with_most_first_events_stay_and_the_rest_is_said_to_be_cut(browsers: Path) -> None:
    """Top N of retention: the total number of times the first event was completed; here 3 to 1."""
    result = asked(browsers, group_by="browser", limit=1, **DAYS)
    assert set(result.segments) == {"Safari"}
    assert result.meta["is_segmentation_limit_hit"] is True
    assert asked(browsers, group_by="browser", limit=2, **DAYS).meta["is_segmentation_limit_hit"] is False


def test_equal_segments_are_cut_by_name(tmp_path: Path) -> None:
    root = stored(tmp_path, [at("A", "u", "01T12:00", c=name) for name in ("b", "a", "c")]).root
    assert list(asked(root, group_by="c", limit=2, **DAYS).segments) == ["a", "b"]


def test_segments_have_the_rows_in_which_somebody_was_born(browsers: Path) -> None:
    result = asked(browsers, group_by="browser", **DAYS)
    assert list(result.segments["Chrome"]) == ["2026-01-01"]
    assert result.segment_averages["Chrome"]["rates"] == [0, 1]


@pytest.mark.parametrize(("segmented_by", "expected"), [("first", "0 - 5"), ("second", "100 - 150")])
def test_numbers_fall_into_ranges_as_in_insights(tmp_path: Path, segmented_by: str, expected: str) -> None:
    events = [
        one
        for user in range(30)
        for one in (
            at("A", f"u{user}", "01T12:00", amount=user),
            at("B", f"u{user}", "02T13:00", amount=100 + 10 * user),
        )
    ]
    root = stored(tmp_path, events).root
    by = GroupBy("amount", property_type="number")
    result = asked(root, group_by=by, assume={"retention_segment_event": segmented_by}, **DAYS)
    assert next(iter(sorted(result.segments))) == expected
    assert result.meta["assumptions"]["number_breakdown"] == "ranges"


def test_what_filters_and_formulas_rest_on_is_told(tmp_path: Path) -> None:
    events = [at("A", "u", "01T12:00", price=2.5), at("B", "u", "02T13:00")]
    rounded = InlineCustomProperty.numeric("round(A)", A="price")
    result = asked(stored(tmp_path, events).root, group_by=GroupBy(rounded), **DAYS)
    assert rows(result) == {"3": [1, 0, 1]}
    assert result.meta["assumptions"]["formula_round"] == "away"


def test_a_cohort_is_a_breakdown(browsers: Path) -> None:
    bought = CohortDefinition(CohortCriteria.did_event("B", at_least=1, within_days=60))
    result = asked(browsers, group_by=CohortBreakdown(bought, "Buyers"), **DAYS)
    assert rows(result) == {"Buyers": [2, 0, 2]}
