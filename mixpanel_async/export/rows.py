"""Lines of an export to events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from mixpanel_async.codec import parsed
from mixpanel_async.errors import ExportError

EXCERPT = 200


def parse(batch: Sequence[bytes], *, first_line: int) -> list[dict[str, Any]]:
    """The events of *batch*, as sent; what is no event stops the export: the server reports failure in its lines."""
    return [_event(line, number) for number, line in enumerate(batch, first_line)]


def _event(line: bytes, number: int) -> dict[str, Any]:
    event = parsed(line)
    if not isinstance(event, dict) or ("error" in event and "event" not in event):
        raise _broken(line, number)
    return event


def _broken(line: bytes, number: int) -> ExportError:
    text = line.decode("utf-8", "replace").strip()[:EXCERPT]
    return ExportError(
        f"line {number} of the export is no event but {text!r}; the rows before it are not all there are: "
        "ask the same days again, or fewer of them",
        details={"line": number, "text": text},
    )


def normalised(event: dict[str, Any]) -> dict[str, Any]:
    """An event with its core fields by name and typed, None where it has no time; ``properties`` holds the rest."""
    properties = event.get("properties") or {}
    if not isinstance(properties, dict):
        raise _odd(event, f"its properties are a {type(properties).__name__}")
    rest = dict(properties)
    return {
        "event_name": event.get("event", ""),
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
