"""Lines of an export to events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from mixpanel_async.codec import parsed
from mixpanel_async.errors import ExportError
from mixpanel_async.export.broken import EXCERPT, Masked, no_event


def parse(batch: Sequence[bytes], masked: Masked, *, first_line: int) -> list[dict[str, Any]]:
    """The events of *batch*, as sent; what is no event stops the export: the server reports failure in its lines."""
    return [_event(line, number, masked) for number, line in enumerate(batch, first_line)]


def _event(line: bytes, number: int, masked: Masked) -> dict[str, Any]:
    event = parsed(line)
    if not isinstance(event, dict) or "event" not in event:
        raise no_event(line, number, masked)
    return event


def normalised(event: dict[str, Any]) -> dict[str, Any]:
    """An event with its core fields by name and typed, None where it has no time; ``properties`` holds the rest."""
    name, properties = event["event"], event.get("properties")
    if not isinstance(name, str):
        raise _odd(event, f"its name is {name!r:.60}")
    if not isinstance(properties, dict):
        raise _odd(event, f"its properties are {properties!r:.60}")
    rest = dict(properties)
    return {
        "event_name": name,
        "event_time": _moment(event, rest.pop("time", None)),
        "distinct_id": rest.pop("distinct_id", ""),
        "insert_id": rest.pop("$insert_id", None),
        "properties": rest,
    }


def _moment(event: dict[str, Any], seconds: Any) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError) as problem:
        raise _odd(event, f"its time is {seconds!r:.60}") from problem


def _odd(event: dict[str, Any], problem: str) -> ExportError:
    text = repr(event)[:EXCERPT]
    return ExportError(
        f"an event of the export cannot be read, {problem}; raw=True gives it: {text}", details={"text": text}
    )
