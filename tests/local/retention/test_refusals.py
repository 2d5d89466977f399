"""What a retention report may not say, or cannot be answered with yet, is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mixpanel_async import CreateBehaviorParams, RetentionBehavior, RetentionEvent, RetentionQuery
from mixpanel_transports.message import Request
from tests.local.asking import Asking, stored
from tests.local.retention.stores import counts, events_at
from tests.local.through import workspace

DAYS = {"retention_unit": "day", "from_date": "2026-01-01", "to_date": "2026-01-02"}
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return stored(tmp_path, events_at(("u", "A", "2026-01-01T12:00"), ("u", "B", "2026-01-02T13:00")))


def report(change: Change) -> Request:
    """The report after *change* of its one clause, its sections and its display."""
    params = RetentionQuery("A", "B", **DAYS).params()  # type: ignore[arg-type]
    change({**params, **params["sections"], **params["sections"]["show"][0]})
    body = {"bookmark": params, "project_id": 1, "queryLimits": {"limit": 3000}}
    return Request("POST", "https://mixpanel.com/api/query/insights", {}, json.dumps(body).encode())


@pytest.mark.parametrize(
    ("status", "said", "change"),
    [
        (400, "two events, not 1", lambda p: p["behavior"]["behaviors"].pop()),
        (400, "retentionUnit", lambda p: p["behavior"].update(retentionUnit="hour")),
        (400, "retentionAlignmentType", lambda p: p["behavior"].update(retentionAlignmentType="x")),
        (400, "retentionUnboundedMode", lambda p: p["behavior"].update(retentionUnboundedMode="x")),
        (400, "retentionCustomBucketSizes", lambda p: p["behavior"].update(retentionCustomBucketSizes=[1, 0])),
        (400, "100 years", lambda p: p["behavior"].update(retentionCustomBucketSizes=[10**6])),
        (400, "at most 730", lambda p: p["behavior"].update(retentionCustomBucketSizes=[1] * 731)),
        (400, "math", lambda p: p["measurement"].update(math="p90")),
        (400, "retentionSegmentationEvent", lambda p: p["measurement"].update(retentionSegmentationEvent="C")),
        (400, "time.unit", lambda p: p["time"][0].update(unit="hour")),
        (400, "saved under the id 5", lambda p: p["behavior"].update(id=5, behaviors=[])),
        (501, "retentionType 'compounded'", lambda p: p["behavior"].update(retentionType="compounded")),
        (400, "timeComparison", lambda p: p["displayOptions"].update(timeComparison={"type": "relative"})),
        (400, "no group key has the id", lambda p: p["sections"].update(globalDataGroupId="3")),
    ],
)
def test_it_is_refused_by_name(asking: Asking, status: int, said: str, change: Change) -> None:
    assert said in asking.json(report(change), status)["error"]


def test_equal_bounds_of_buckets_are_refused(asking: Asking) -> None:
    ws = workspace(asking.root, retention_bucket_sizes="bounds")
    params = ws.build_retention_params("A", "B", **DAYS)  # type: ignore[arg-type]
    params["sections"]["show"][0]["behavior"]["retentionCustomBucketSizes"] = [2, 2]
    with pytest.raises(Exception, match="leaves a bucket without any day"):
        ws.run_retention_params(params)


def test_a_saved_retention_is_asked_by_its_id(asking: Asking) -> None:
    ws = workspace(asking.root)
    described = RetentionBehavior(RetentionEvent("A"), RetentionEvent("B"), retention_unit="day")
    saved = ws.create_behavior(CreateBehaviorParams(name="Back", behavior=described))
    options = {"from_date": "2026-01-01", "to_date": "2026-01-02"}
    result = ws.query_retention(saved.to_ref(), **options)
    assert counts(result, "2026-01-01") == [1, 0, 1]


def test_older_params_say_unbounded_with_a_flag(asking: Asking) -> None:
    found = asking.json(report(lambda p: p["behavior"].update(retentionUnbounded=True)))
    cohorts = next(iter(found["series"].values()))
    assert cohorts["2026-01-01T00:00:00+00:00"]["counts"] == [1, 1]
