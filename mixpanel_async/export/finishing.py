"""A complete export says so: manifest and views replaced at once, files of which nobody speaks any more removed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from attrs import asdict, evolve, frozen

from mixpanel_async.export.journal import SCHEMA_VERSION, Covering, Journal
from mixpanel_async.export.place import Place
from mixpanel_async.export.question import EventsExport
from mixpanel_dataset.manifest import NAME as MANIFEST

if TYPE_CHECKING:
    from mixpanel_dataset import Part

SUMMARY: Final = "export.json"
VIEWS: Final = "views.sql"


@frozen
class Finisher:
    """Puts the manifest of all finished windows of *question* in force at *place*."""

    place: Place
    journal: Journal
    question: EventsExport

    def finish(self, now: float) -> None:
        """From now on a reader finds what the journal knows, and nothing else is there."""
        from mixpanel_dataset import Manifest, views

        self.place.confirm()
        known = self.place.manifest()
        before = known or Manifest()
        zone, recorded = self.question.time_zone, self.question.recorded_times
        after = evolve(before, time_zone=zone, recorded_times=recorded, events=self._events())
        self._write(SUMMARY, _json(self._summary()))
        self._write(VIEWS, views(after, self.place.root).encode())
        if known is None or after != before:
            after = evolve(after, generation=before.generation + 1)
            self.place.target.write(MANIFEST, after.content)
        remove_retired(self.place, self.journal, after.generation)
        self.journal.end(now)
        self.place.keep(self.journal)

    def _events(self) -> dict[str, tuple[Part, ...]]:
        from mixpanel_dataset import Manifest

        entries = [Manifest.parse(file.entry.encode()) for file in self.journal.files() if file.entry]
        return _merged(each.events.items() for each in entries)

    def _summary(self) -> dict[str, Any]:
        return {
            "version": SCHEMA_VERSION,
            "export": dict(self.question.identity()),
            "rows": sum(file.rows for file in self.journal.files()),
            "windows": [_said(window) for window in self.journal.windows()],
        }

    def _write(self, path: str, content: bytes) -> None:
        if self.place.target.read(path) != content:
            self.place.target.write(path, content)


def remove_retired(place: Place, journal: Journal, generation: int) -> None:
    """Remove what no manifest since that of *generation* names; what somebody still reads, a later run removes."""
    if not place.is_read(generation):
        retired = journal.retired()
        place.remove(retired)
        journal.forget(retired)


def _said(window: Covering) -> dict[str, Any]:
    """What is known of a window: its *days* and *rows* in force, the rest of it as a whole, as are its *files*."""
    whole = asdict(window.facts)
    return {"window": window.name, "days": window.slots, **whole, "rows": window.rows, "files": window.files}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _merged(several: Iterable[Iterable[tuple[str, tuple[Part, ...]]]]) -> dict[str, tuple[Part, ...]]:
    events: dict[str, tuple[Part, ...]] = {}
    for entries in several:
        for day, parts in entries:
            events[day] = tuple(sorted({*events.get(day, ()), *parts}, key=lambda part: part.path))
    return events
