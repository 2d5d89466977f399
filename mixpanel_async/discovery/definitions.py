"""What the app API says of events and properties: the calls for it, its rows, and those as a frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call
from mixpanel_async.discovery.names import value_text
from mixpanel_async.frames import frame, numbers

if TYPE_CHECKING:
    import polars as pl

Rows = list[dict[str, Any]]


@frozen
class Column:
    """A column *name*, the key it has in a row, and the reader of what may stand there; None for anything."""

    name: str
    wire: str
    read: Callable[[Answer], Any] | None


EVENT = (
    Column("name", "name", Answer.text),
    Column("display_name", "displayName", Answer.text),
    Column("description", "description", Answer.text),
    Column("hidden", "hidden", Answer.flag),
    Column("dropped", "dropped", Answer.flag),
    Column("merged", "merged", Answer.flag),
    Column("verified", "verified", Answer.flag),
    Column("custom_event_id", "customEventId", Answer.whole),
    Column("status", "status", Answer.text),
)
PROPERTY = (
    Column("name", "name", Answer.text),
    Column("resource_type", "resourceType", Answer.text),
    Column("display_name", "displayName", Answer.text),
    Column("description", "description", Answer.text),
    Column("example_value", "exampleValue", None),
    Column("hidden", "hidden", Answer.flag),
    Column("dropped", "dropped", Answer.flag),
    Column("merged", "merged", Answer.flag),
    Column("sensitive", "sensitive", Answer.flag),
)

# The server computes the properties of every event; the recorded client waits as long as for an export.
PER_EVENT_DEADLINE = 600.0


def event_definitions() -> Call[Rows]:
    """Ask for the events."""
    return Call(family="app", path="{scope}/data-definitions/events/", read=_reader(EVENT))


def property_definitions(resource: str, *, include_density: bool = False) -> Call[Rows]:
    """Ask for the properties of a *resource*, ``Event`` or ``User``, also of those never seen and custom ones."""
    query = {
        "resourceType": resource,
        "includeDensity": "true" if include_density else None,
        "includeCustom": "true",
        "includeZeroCounts": "true",
    }
    return Call(family="app", path="{scope}/data-definitions/properties/", query=query, read=_reader(PROPERTY))


def properties_by_event() -> Call[Rows]:
    """Ask which properties each event was seen with: rows of ``name`` and ``properties``, each with a ``name``."""
    query = {"fetch_per_event_properties": "true"}
    return Call(path="/data_definitions/events", query=query, deadline=PER_EVENT_DEADLINE, read=_pairs)


def definitions_frame(
    columns: Sequence[Column], rows: Sequence[Mapping[str, Any]], more: Mapping[str, Sequence[int | None]]
) -> pl.DataFrame:
    """*rows* as a frame of *columns*, with *more* columns of numbers."""
    found = {column.name: _series(column, [row.get(column.wire) for row in rows]) for column in columns}
    return frame(found | {name: numbers(values) for name, values in more.items()})


def _series(column: Column, values: Sequence[Any]) -> pl.Series:
    import polars as pl

    if column.read is Answer.whole:
        return numbers(values)
    if column.read is None:
        values = [None if value is None else value_text(value) for value in values]
    return pl.Series(values, dtype=pl.Boolean if column.read is Answer.flag else pl.String)


def _rows(answer: Answer) -> list[Answer]:
    return (answer if isinstance(answer.value, list) else answer.part("results")).items()


def _reader(columns: Sequence[Column]) -> Callable[[Answer], Rows]:
    """A reader of rows that have a name, and where they have more of *columns*, of the right kind."""

    def read(answer: Answer) -> Rows:
        rows = _rows(answer)
        for row in rows:
            row.get("name").text()
            for column in columns:
                if column.read is not None:
                    row.get(column.wire).if_given(column.read)
        return [row.object() for row in rows]

    return read


def _pairs(answer: Answer) -> Rows:
    rows = _rows(answer)
    for row in rows:
        row.get("name").text()
        row.required("properties").array()
        for each in row.get("properties").items():
            each.get("name").text()
    return [row.object() for row in rows]
