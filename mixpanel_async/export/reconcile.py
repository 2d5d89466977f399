"""What was exported, beside what the Query API counts: by day and event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final, TypeVar

from attrs import frozen

from mixpanel_async.connection import Connection
from mixpanel_async.discovery.names import event_names
from mixpanel_async.export.place import Place
from mixpanel_async.export.question import EventsExport
from mixpanel_async.export.windows import Window
from mixpanel_async.legacy.counts import DAYS_AT_ONCE, NAMES_AT_ONCE, counts_call
from mixpanel_async.results import Value

__all__ = ["CountDifference"]

T = TypeVar("T")

_DAY: Final = timedelta(days=1)


@frozen(order=True)
class CountDifference(Value):
    """A day on which other than the *exported* events of a name were *counted* by Mixpanel."""

    date: str
    event: str
    exported: int
    counted: int


@frozen
class Reconciliation:
    """Compares the exported files of *question* with the Query API's counts."""

    connection: Connection
    place: Place
    question: EventsExport

    async def differences(self, asked: Window, paths: Sequence[str]) -> list[CountDifference]:
        """The days and events that differ, in order. A call is made for every two hundred names and year.

        Days are the project's. Where those of the export are not, a part of the first and of the last one is missing,
        and they are left out.
        """
        window = self._whole_days(asked)
        if window is None:
            return []
        exported = await self.connection.runtime.offload(lambda: self._exported(window, paths))
        names = self.question.events or sorted({*await self._names(window), *(event for _, event in exported)})
        counted = await self._counted(window, names)
        pairs = sorted(exported.keys() | counted.keys())
        found = (CountDifference(*pair, exported[pair], counted[pair]) for pair in pairs)
        return [each for each in found if each.exported != each.counted]

    def _whole_days(self, asked: Window) -> Window | None:
        if self.question.clock or self.question.time_zone == "UTC":
            return asked
        return Window(asked.first + _DAY, asked.last - _DAY) if len(asked) > 2 else None

    def _exported(self, window: Window, paths: Sequence[str]) -> Counter[tuple[str, str]]:
        """Events by day and name."""
        import polars as pl

        utc = pl.from_epoch("time", "ms").dt.replace_time_zone("UTC")
        day = utc.dt.convert_time_zone(self.question.time_zone).dt.date()
        counts: Counter[tuple[str, str]] = Counter()
        for path in paths:
            frame = self.place.frame(path, ["event", "time"]).group_by(day.alias("day"), "event").len()
            within = frame.filter(pl.col("day").is_between(window.first, window.last))
            counts.update({(str(each), event): rows for each, event, rows in within.rows()})
        return counts

    async def _names(self, window: Window) -> list[str]:
        return await self.connection.perform(event_names(None, window.first.isoformat(), window.last.isoformat()))

    async def _counted(self, window: Window, names: Sequence[str]) -> Counter[tuple[str, str]]:
        counts: Counter[tuple[str, str]] = Counter()
        for some in _parts(names, NAMES_AT_ONCE):
            for days in _parts(list(window.days()), DAYS_AT_ONCE):
                call = counts_call(some, days[0].isoformat(), days[-1].isoformat())
                for event, series in (await self.connection.perform(call)).series.items():
                    counts.update({(moment[:10], event): round(count or 0) for moment, count in series.items()})
        return counts


def _parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[at : at + size] for at in range(0, len(items), size))
