"""Retention by how often something was done "after step 1" (docs/features/computed-properties)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given

from mixpanel_async import Filter, FrequencyBreakdown, FrequencyFilter, GroupBy, ServerError
from mixpanel_async.queries.retention.result import RetentionQueryResult
from tests.local.asking import stored
from tests.local.histories import SLOW, histories, lines
from tests.local.retention.stores import asked, counts, events_at
from tests.local.retention.test_laws import MOMENTS
from tests.local.through import workspace

DAYS: dict[str, Any] = {"retention_unit": "day", "from_date": "2026-01-01", "to_date": "2026-01-02"}
TIMES = FrequencyBreakdown("X", bucket_size=1, bucket_min=0, bucket_max=3)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """u does X twice within the two days of buckets after A, and once behind them; v once before A; both come back."""
    events = events_at(
        ("u", "A", "2026-01-01T12:00"),
        ("u", "X", "2026-01-01T12:00:01"),
        ("u", "X", "2026-01-03T11:59:59"),
        ("u", "X", "2026-01-03T12:00"),
        ("u", "B", "2026-01-02T13:00"),
        ("v", "X", "2026-01-01T11:59"),
        ("v", "A", "2026-01-01T12:00"),
        ("v", "B", "2026-01-01T13:00"),
    )
    return stored(tmp_path, events).root


def first(result: RetentionQueryResult) -> dict[str, list[Any]]:
    return {
        name: [rows["2026-01-01"]["first"], *rows["2026-01-01"]["counts"]] for name, rows in result.segments.items()
    }


def test_it_counts_after_the_first_event_as_long_as_the_buckets_last(root: Path) -> None:
    result = asked(root, group_by=TIMES, **DAYS)
    assert first(result) == {"2 - 3": [1, 0, 1], "0 - 1": [1, 1, 0]}
    assert result.meta["assumptions"]["retention_frequency_end"] == "last bucket"
    assert result.meta["assumptions"]["retention_segment_event"] == "by report"


def test_it_may_count_without_end(root: Path) -> None:
    result = asked(root, group_by=TIMES, assume={"retention_frequency_end": "no end"}, **DAYS)
    assert set(first(result)) == {">= 3", "0 - 1"}


def test_calendar_buckets_end_with_the_day(root: Path) -> None:
    """In calendar retention the two days are the 1st and the 2nd."""
    assert set(first(asked(root, group_by=TIMES, alignment="interval_start", **DAYS))) == {"1 - 2", "0 - 1"}


def test_a_filter_of_the_report_leaves_first_events_out(root: Path) -> None:
    where = [FrequencyFilter("X", value=2, operator="is at least"), Filter.is_not_set("browser")]
    assert counts(asked(root, where=where, **DAYS), "2026-01-01") == [1, 0, 1]


def test_among_other_metrics_it_is_by_interval(root: Path) -> None:
    show = asked(root, **DAYS).params["sections"]["show"]
    params = dict(workspace(root).build_params("A", group_by=TIMES, from_date="2026-01-01", to_date="2026-01-02"))
    params["sections"]["show"] = [*params["sections"]["show"], *show]
    series = workspace(root).run_params(params).series
    assert set(series["A and then B"]) == {"$overall", "1 - 2"}


def test_segments_of_the_second_event_are_refused(root: Path) -> None:
    with pytest.raises(ServerError, match="in segments of the second one yet; give the frequency a range of time"):
        asked(root, group_by=TIMES, assume={"retention_segment_event": "second"}, **DAYS)


@SLOW
@given(histories(["A", "B", "X"], MOMENTS, 25))
def test_it_is_what_plain_python_counts(rows: Any) -> None:
    """The same as a property of the first events that says how often it was done."""
    days: dict[str, Any] = {"from_date": "2026-03-01", "to_date": "2026-05-01", "bucket_sizes": [2, 3]}
    events = lines(rows)
    by_property = GroupBy("times", "number", bucket_size=1, bucket_min=0, bucket_max=3)
    with TemporaryDirectory() as folder, TemporaryDirectory() as other:
        root = stored(Path(folder), events).root
        told = stored(Path(other), counted(events, 5 * 86_400)).root
        found = asked(root, group_by=TIMES, retention_unit="day", **days)
        expected = asked(told, group_by=by_property, retention_unit="day", **days)
    assert found.segments == expected.segments


def counted(events: Sequence[Mapping[str, Any]], seconds: int) -> list[Mapping[str, Any]]:
    """The events, of which A have *times*: how often the user did X behind them, within so many *seconds*."""
    order = sorted(events, key=lambda one: (one["properties"]["time"], one["properties"]["$insert_id"]))
    found = []
    for at, one in enumerate(order):
        own = one["properties"]
        later = [
            other
            for other in order[at + 1 :]
            if other["event"] == "X"
            and other["properties"].get("distinct_id") == own.get("distinct_id")
            and other["properties"]["time"] < own["time"] + seconds
        ]
        found.append({**one, "properties": {**own, "times": len(later)}} if one["event"] == "A" else one)
    return found
