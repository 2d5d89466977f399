"""Stores of journeys written as letters, and what flows through them come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mixpanel_async.queries.flow.result import FlowQueryResult
from tests.local.asking import NOW, event, stored
from tests.local.through import workspace

START = datetime(2026, 1, 10, tzinfo=UTC)
DAYS = {"from_date": "2026-01-10", "to_date": "2026-01-11"}


def journey(user: str | None, names: str, *, every: timedelta = timedelta(minutes=1), **properties: Any) -> list[Any]:
    """One event per letter, a minute apart unless said otherwise; a blank is a pause of as long."""
    return [
        event(name, user, round((START + at * every).timestamp()), **properties)
        for at, name in enumerate(names)
        if name != " "
    ]


def journeys(*names: str) -> list[Any]:
    """A user for each of *names*."""
    return [one for at, each in enumerate(names) for one in journey(f"u{at}", each)]


def flowing(folder: Path, events: Iterable[Mapping[str, Any]], *anchors: Any, **options: Any) -> FlowQueryResult:
    """Flows through *anchors*, over a new store of *events*."""
    return asked(stored(folder, events, time_zone=options.pop("time_zone", "UTC")).root, *anchors, **options)


def asked(
    root: Path, *anchors: Any, now: datetime = NOW, assume: Mapping[str, Any] | None = None, **options: Any
) -> FlowQueryResult:
    """Flows through *anchors*, A unless said otherwise, over the store in *root*; events are not left out."""
    ws = workspace(root, now, **(assume or {}))
    return ws.query_flow(list(anchors) or "A", **{"cardinality": 50, **DAYS, **options})


def nodes(result: FlowQueryResult) -> list[dict[str, int]]:
    """Events and counts, column by column."""
    return [{node["event"]: int(node["totalCount"]) for node in step["nodes"]} for step in result.steps]


def edges(result: FlowQueryResult) -> dict[str, int]:
    """Counts by ``"A0 B1"``."""
    rows = result.edges_df.select("source_event", "source_step", "target_event", "target_step", "count").iter_rows()
    return {f"{source}{at} {target}{to}": count for source, at, target, to, count in rows}


def paths(result: FlowQueryResult) -> dict[str, int]:
    """How often each path was taken, by its events."""
    return {
        " ".join(stop["event"] for stop in path["flowSteps"]): int(path["flowSteps"][-1]["totalCount"])
        for path in result.flows
    }
