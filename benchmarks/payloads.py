"""Answers large enough to show what a frame costs; the same on every run."""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random
from typing import Any

METRICS, SEGMENTS, DAYS = 5, 200, 365
COHORT_SEGMENTS, COHORTS, BUCKETS = 20, 365, 90
STEPS, NODES_A_STEP, EDGES_A_NODE = 10, 1_000, 20
PATHS, STOPS_A_PATH = 20_000, 5


def insights(draw: Random) -> dict[str, Any]:
    """Numbers by metric, country and day."""
    days = _days(DAYS)
    return _report(
        {
            f"Metric {metric}": {
                f"Segment {segment}": {day: draw.randrange(10_000) for day in days} for segment in range(SEGMENTS)
            }
            for metric in range(METRICS)
        }
    )


def retention(draw: Random) -> dict[str, Any]:
    """Cohorts of all users, then of each segment."""
    days = _days(COHORTS)
    names = ["$overall", *(f"Segment {segment}" for segment in range(COHORT_SEGMENTS))]
    return _report({"A and then B": {name: {day: _cohort(draw) for day in days} for name in names}})


def _cohort(draw: Random) -> dict[str, Any]:
    counts = sorted((draw.randrange(10_000) for _ in range(BUCKETS)), reverse=True)
    return {"first": 10_000, "counts": counts, "rates": [count / 10_000 for count in counts]}


def nodes(draw: Random) -> dict[str, Any]:
    """A sankey of which nothing but its nodes is known."""
    return _sankey(draw, 0)


def edges(draw: Random) -> dict[str, Any]:
    """As many nodes, and where people went from each."""
    return _sankey(draw, EDGES_A_NODE)


def _sankey(draw: Random, ways: int) -> dict[str, Any]:
    return _flow(steps=[{"nodes": [_node(draw, step, ways) for _ in range(NODES_A_STEP)]} for step in range(STEPS)])


def paths(draw: Random) -> dict[str, Any]:
    """The commonest paths."""
    return _flow(flows=[{"flowSteps": [_stop(draw, step) for step in range(STOPS_A_PATH)]} for _ in range(PATHS)])


def body(case: str) -> bytes:
    """The answer as the server sends it."""
    answer = {"insights": insights, "retention": retention, "nodes": nodes, "edges": edges, "paths": paths}[case]
    return json.dumps(answer(Random(1)), separators=(",", ":")).encode()


def _days(span: int) -> list[str]:
    return [f"{date(2025, 1, 1) + timedelta(day)}T00:00:00-08:00" for day in range(span)]


def _report(series: dict[str, Any]) -> dict[str, Any]:
    return {
        "computed_at": "2026-01-01T10:00:00",
        "date_range": {"from_date": "2025-01-01T00:00:00-08:00", "to_date": "2025-12-31T23:59:59.999000-08:00"},
        "headers": ["$metric", "country"],
        "series": series,
        "meta": {"sampling_factor": 1.0},
    }


def _flow(**parts: Any) -> dict[str, Any]:
    return {
        "computed_at": "2026-01-01T10:00:00",
        "steps": [],
        "flows": [],
        "breakdowns": [],
        "overallConversionRate": 0.3,
        "metadata": {"sampling_factor": 1.0},
        **parts,
    }


def _node(draw: Random, step: int, ways: int) -> dict[str, Any]:
    return {
        "event": f"Event {draw.randrange(1_000)}",
        "type": "NORMAL",
        "anchorType": "NORMAL",
        "totalCount": str(draw.randrange(10_000)),
        "isComputed": False,
        "isCustomEvent": False,
        "conversionRateChange": 0.1,
        "edges": [_stop(draw, step + 1) for _ in range(ways)],
    }


def _stop(draw: Random, step: int) -> dict[str, Any]:
    return {
        "event": f"Event {draw.randrange(1_000)}",
        "type": "NORMAL",
        "step": step,
        "totalCount": str(draw.randrange(10_000)),
    }
