"""A retention among the metrics of an insights report: one number per interval and segment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from attrs import evolve, frozen

from mixpanel_dataset.store import Store
from mixpanel_local.engine.calendar import Interval
from mixpanel_local.engine.database import Query
from mixpanel_local.engine.formula import Number
from mixpanel_local.engine.measuring import Measured
from mixpanel_local.engine.notes import NOBODY, Notes
from mixpanel_local.engine.plan import Behaved, Plan
from mixpanel_local.engine.points import Points, cut
from mixpanel_local.engine.retention.cohorts import Counted, cohort
from mixpanel_local.engine.retention.engine import Retained
from mixpanel_local.engine.retention.gathering import Level
from mixpanel_local.engine.retention.plan import RetentionMetric
from mixpanel_local.engine.retention.rows import Rows
from mixpanel_local.engine.units import CalendarUnit


@frozen
class RetentionMeasuring:
    """Measures retentions in *store*, asked at *now*."""

    store: Store
    query: Query
    now: datetime

    def __call__(self, metric: Behaved, plan: Plan, shown: Sequence[Interval], notes: Notes) -> Measured:
        """The points of *metric* over the intervals *shown*, and whether there were more segments."""
        asked = cast("RetentionMetric", metric.asked)
        whole = evolve(asked.asked, rows=_rows(asked.asked.rows, plan), groups=plan.groups)
        retained = Retained(self.store, self.query, self.now, whole, notes)
        notes.take_all(asked.assumed)
        notes.leave_out(asked.name, NOBODY, retained.without_user())
        return _Lines(asked, retained, _places(whole.rows, plan, shown), notes).within(plan.limit)


def _rows(rows: Rows, plan: Plan) -> Rows:
    """A row per interval of *plan*; one of all its days where it is not about time."""
    if plan.series:
        unit = cast("CalendarUnit", plan.unit)
        return evolve(rows, unit=unit, first=plan.first, last=plan.last, within=plan.within)
    days = (plan.last - plan.first).days + 1
    return Rows(rows.zone, "day", plan.first, plan.last, length=days, within=plan.within)


def _places(rows: Rows, plan: Plan, shown: Sequence[Interval]) -> Sequence[int]:
    """The places of the rows of the intervals *shown*."""
    if not plan.series:
        return [0]
    places = {row.begins: at for at, row in enumerate(rows.all)}
    return [places[interval.begins] for interval in shown]


@frozen
class _Lines:
    """Makes points of the rows of *retained* at *places*."""

    asked: RetentionMetric
    retained: Retained
    places: Sequence[int]
    notes: Notes

    def within(self, limit: int) -> Measured:
        """The points of the most important segments, *limit* in number."""
        depth = len(self.retained.asked.groups)
        found = self.retained.levels(range(depth + 1))
        levels = [self._points(found[at]) for at in range(depth + 1)]
        kept = list(levels[depth].lines)[:limit]
        return (cut(levels, kept), True) if len(kept) < len(levels[depth].lines) else (levels, False)

    def _points(self, level: Level) -> Points:
        paths = level.ranked() if level.depth else [()]
        return Points({path: self._line(level.rows(path)) for path in paths})

    def _line(self, rows: Sequence[Counted]) -> Sequence[Number]:
        return [self._told(rows[at], self.retained.reaches[at].begun) for at in self.places]

    def _told(self, row: Counted, begun: int) -> Number:
        """What is measured of *row*, of whose buckets so many have *begun*."""
        bucket = self.asked.bucket
        if bucket >= begun and self.notes.take("retention_future_buckets") != "zero":
            return None
        found = cohort(row, bucket + 1)
        return (found.rates if self.asked.rate else found.counts)[bucket]
