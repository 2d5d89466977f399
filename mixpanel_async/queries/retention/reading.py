"""A retention report read back into the options of a question."""

from __future__ import annotations

from typing import Any

from mixpanel_async.queries.bookmark.reading import Options, read_measured_alone, read_mode, read_sections
from mixpanel_async.queries.retention.params import CHARTS
from mixpanel_async.specs.reading.behaviors import read_retention, read_saved
from mixpanel_async.specs.reading.place import Place
from mixpanel_async.specs.retention_events import RetentionEvent


def read(given: Place) -> Options:
    """The options that make the question, events without filters by their names."""
    shown = read_measured_alone(given)
    behavior, measurement = shown.get("behavior"), shown.get("measurement")
    saved = read_saved(behavior)
    return {
        **read_sections(given),
        **(_described(behavior) if saved is None else {"born_event": saved}),
        "math": measurement.get("math").text(),
        "retention_cumulative": measurement.get("retentionCumulative").flag(),
        "mode": read_mode(given, CHARTS),
    }


def _described(behavior: Place) -> Options:
    options = read_retention(behavior)
    return options | {name: _plain(options[name]) for name in ("born_event", "return_event")}


def _plain(event: RetentionEvent) -> Any:
    return event.event if event == RetentionEvent(event.event) else event
