"""Stores of a few events, and what a retention question over them comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mixpanel_async.queries.retention.result import RetentionQueryResult
from tests.local.asking import NOW, event, stored
from tests.local.through import workspace

Assume = Mapping[str, Any]


def events_at(*moments: tuple[str | None, str, str], **properties: Any) -> list[dict[str, Any]]:
    """One event per (user, name, moment), each with *properties*; a moment without offset is UTC's."""
    return [event(name, user, seconds(moment), **properties) for user, name, moment in moments]


def seconds(moment: str) -> int:
    """Seconds since 1970."""
    found = datetime.fromisoformat(moment)
    return round((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())


def retained(
    folder: Path,
    events: Iterable[Mapping[str, Any]],
    *,
    time_zone: str = "UTC",
    **question: Any,
) -> RetentionQueryResult:
    """Who came back, over a new store of *events*."""
    return asked(stored(folder, events, time_zone=time_zone).root, **question)


def asked(
    root: Path, born: Any = "A", back: Any = "B", *, now: datetime = NOW, assume: Assume | None = None, **options: Any
) -> RetentionQueryResult:
    """Who came *back* of those that did *born*, over the store in *root*."""
    return workspace(root, now, **(assume or {})).query_retention(born, back, **options)


def counts(result: RetentionQueryResult, day: str) -> list[Any]:
    """The row of *day*: its size, then its buckets."""
    cohort = result.cohorts[day]
    return [cohort["first"], *cohort["counts"]]
