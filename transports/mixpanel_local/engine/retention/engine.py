"""A retention is answered: users in passes, whose integers become cohorts by segment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Final

from attrs import evolve, field, frozen

from mixpanel_dataset.store import Store
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.comparing import compared_days, compared_span
from mixpanel_local.engine.conditions import Conditions
from mixpanel_local.engine.database import Query
from mixpanel_local.engine.measures import RESULT
from mixpanel_local.engine.measuring import Measuring
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.plan import Comparison, Metric, Plan
from mixpanel_local.engine.points import Path
from mixpanel_local.engine.retention.cohorts import Counted, Reach
from mixpanel_local.engine.retention.gathering import Gathering, Level
from mixpanel_local.engine.retention.lowering import Lowering
from mixpanel_local.engine.retention.plan import Retention
from mixpanel_local.engine.scan import Scan, Span
from mixpanel_local.engine.sequences.passes import Passing

_MS: Final = 1000
# Only what counts is held, of which the database can put a part aside.
DEFAULT: Final = Passing(2**30)
_COLUMNS: Final = 6


@frozen
class Answer:
    """Every row of all users, and of each segment in the order of their importance; *cut*: there are more segments."""

    overall: Sequence[Counted]
    segments: Mapping[Path, Sequence[Counted]] = field(factory=dict)
    cut: bool = False


@frozen
class Retained:
    """Answers *asked* from *store*. *query* runs SQL, and can be stopped; *now* is the time of the question.

    *notes* takes what the answer rests on; *passing* divides the users.
    """

    store: Store
    query: Query
    now: datetime
    asked: Retention
    notes: Notes = field(factory=Notes)
    passing: Passing = DEFAULT

    @cached_property
    def reaches(self) -> Sequence[Reach]:
        """How far each row has got."""
        rows, now = self.asked.rows, self.now.timestamp() * _MS
        begun, over = self.asked.buckets.begun, self.asked.buckets.over
        return [
            Reach(
                sum(begins <= now for begins in begun(rows.zone, row)),
                # The last millisecond of a bucket that is over has passed.
                sum(ends - 1 <= now for ends in over(rows.zone, row)),
            )
            for row in rows.all
        ]

    def settled(self) -> Retained:
        """The same, with ranges of numbers in place of those that depend on the numbers there are."""
        asked, rows = self.asked, self.asked.rows
        read = asked.back if asked.by_return else asked.born
        counted = Plan(
            (Metric("", read.arms, read.filters),),
            rows.first,
            rows.last,
            groups=asked.groups,
            series=False,
            within=rows.within,
            data_group=asked.data_group,
        )
        measuring = Measuring(self.store, self.query.table, self.now, rows.zone, self.notes)
        return evolve(self, asked=evolve(asked, groups=measuring.settled(counted).groups))

    def at(self, comparison: Comparison) -> Retained:
        """The same about the time that this one is compared with, in segments and buckets of the same kind."""
        rows = self.asked.rows
        first, last = days = compared_days(rows, comparison)
        other = evolve(rows, first=first, last=last, within=compared_span(rows.zone, rows, days))
        return evolve(self, asked=evolve(self.asked, rows=other))

    def answer(self) -> Answer:
        """The answer."""
        depth = len(self.asked.groups)
        levels = self.levels([depth])
        overall = levels[0].rows(())
        if not depth:
            return Answer(overall)
        ranked = levels[depth].ranked()
        kept = ranked[: self.asked.limit]
        return Answer(overall, {path: levels[depth].rows(path) for path in kept}, len(ranked) > len(kept))

    def levels(self, depths: Sequence[int]) -> Mapping[int, Level]:
        """The numbers of all users, and of the segments of so many groups: of each of *depths*."""
        lowering = Lowering(self.asked, self._tests, sorted({0, *depths}))
        gathering = Gathering(self.asked, lowering.depths)
        if not self._scan.empty:
            self._gather(lowering, gathering)
        return gathering.levels()

    def without_user(self) -> int:
        """How many events of either kind have no user, and so count nowhere."""
        if self._scan.empty:
            return 0
        found: int = self.query.table(Lowering(self.asked, self._tests).nobodys())[RESULT][0]
        return found

    def _gather(self, lowering: Lowering, gathering: Gathering) -> None:
        ranges = self.passing.ranges(self._scan, self.query, _COLUMNS + len(self.asked.groups)).users
        for done, users in enumerate(ranges):
            self.query.progress = done / len(ranges)
            gathering.count(self.query.table(lowering.counts(users.condition()), users.values))
            if self.asked.measured != "users":
                gathering.measure(self.query.table(lowering.amounts(users.condition()), users.values))
        self.query.progress = 1.0

    @cached_property
    def _tests(self) -> Conditions:
        return Conditions(self._scan, self.now, self.notes)

    @cached_property
    def _scan(self) -> Scan:
        """The events that can count."""
        span = self.asked.buckets.span(self.asked.rows)
        if (self.asked.goes_on or not self.asked.after_end) and self.store.days:
            last = self.store.days[-1]
            span = Span(span.start, max(span.end, Zone("UTC").span(last, last).end))
        return self.asked.scan(self.store, span)
