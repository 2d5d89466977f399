"""Lines of an export to events."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from mixpanel_async.errors import ExportError

EXCERPT = 200


def parse(batch: Sequence[bytes], *, first_line: int) -> list[dict[str, Any]]:
    """The events of *batch*, as sent; what is no event stops the export: the server reports failure in its lines."""
    return [_event(line, number) for number, line in enumerate(batch, first_line)]


def _event(line: bytes, number: int) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except ValueError as problem:
        raise _broken(line, number) from problem
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
    """An event with its core fields by name and typed; ``properties`` holds the rest."""
    rest = dict(event.get("properties") or {})
    return {
        "event_name": event.get("event", ""),
        "event_time": datetime.fromtimestamp(rest.pop("time", 0), UTC),
        "distinct_id": rest.pop("distinct_id", ""),
        "insert_id": rest.pop("$insert_id", None),
        "properties": rest,
    }
