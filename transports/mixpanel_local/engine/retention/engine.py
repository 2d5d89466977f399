"""A retention is answered: its queries are run, and their integers become cohorts by segment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Final, TypeAlias

from attrs import field, frozen

from mixpanel_dataset.store import Store
from mixpanel_local.engine.measures import RESULT
from mixpanel_local.engine.points import Path
from mixpanel_local.engine.retention.cohorts import Counted, Reach, totals
from mixpanel_local.engine.retention.lowering import BIRTHS, BUCKET, ROW, SIZE, Lowering
from mixpanel_local.engine.retention.plan import Retention
from mixpanel_local.engine.sql import Sql
from mixpanel_local.engine.sums import Sum
from mixpanel_local.engine.table import Run, Table

Numbers: TypeAlias = Mapping[tuple[Path, int], Sequence[float]]
"""By segment and row one number per bucket, and one for what came later."""

_MS: Final = 1000


@frozen
class Answer:
    """Every row of all users, and of each segment in the order of their importance; *cut*: there are more segments."""

    overall: Sequence[Counted]
    segments: Mapping[Path, Sequence[Counted]] = field(factory=dict)
    cut: bool = False


@frozen
class Retained:
    """Answers *asked* from *store*. *run* executes SQL; *now* is the time of the question."""

    store: Store
    run: Run
    now: datetime
    asked: Retention

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

    def answer(self) -> Answer:
        """The answer."""
        overall = self.level(0).rows(())
        if not self.asked.groups:
            return Answer(overall)
        level = self.level(len(self.asked.groups))
        ranked = level.ranked()
        kept = ranked[: self.asked.limit]
        return Answer(overall, {path: level.rows(path) for path in kept}, len(ranked) > len(kept))

    def without_user(self) -> int:
        """How many events of either kind have no user, and so count nowhere."""
        return sum(self.run(query)[RESULT][0] for query in Lowering(self.store, self.now, self.asked, 0).nobodys())

    def level(self, depth: int) -> Level:
        """The numbers of the segments of so many groups."""
        queries = Lowering(self.store, self.now, self.asked, depth)
        born = () if self.asked.by_return else queries.segment
        users = self._numbers(queries.users(), queries.segment)
        told = users if self.asked.measured == "users" else self._numbers(queries.amounts(), queries.segment)
        return Level(self.asked, _rows(self._run(queries.sizes()), born, ROW, SIZE, BIRTHS), users, told)

    def _numbers(self, query: Sql | None, segment: Sequence[str]) -> Numbers:
        """What *query* counts or adds up."""
        found = self._run(query)
        if found is not None and RESULT not in found:
            found = Sum().finish(found, ())
        numbers: dict[tuple[Path, int], list[float]] = {}
        for path, (row, bucket, value) in _rows(found, segment, ROW, BUCKET, RESULT):
            numbers.setdefault((path, row), [0] * (self.asked.buckets.count + 1))[bucket] = value
        return numbers

    def _run(self, query: Sql | None) -> Table | None:
        return None if query is None else self.run(query)


def _rows(table: Table | None, segment: Sequence[str], *names: str) -> list[tuple[Path, tuple[int, ...]]]:
    """Segments and columns; without events there is no table."""
    if table is None:
        return []
    return [(row[: len(segment)], row[len(segment) :]) for row in table.rows(*segment, *names)]


@frozen
class Level:
    """The numbers of all segments of one depth."""

    asked: Retention
    born: Sequence[tuple[Path, tuple[int, ...]]]
    users: Numbers
    measured: Numbers

    @cached_property
    def _sizes(self) -> Mapping[tuple[Path, int], int]:
        return {(path, row): size for path, (row, size, _) in self.born}

    def ranked(self) -> list[Path]:
        """Segments, the one in which the first event happened most often first (docs/reports), then by name."""
        weights: dict[Path, float] = {}
        if self.asked.by_return:
            for (path, _), values in self.users.items():
                weights[path] = weights.get(path, 0) + sum(values)
        else:
            for path, (_, _, births) in self.born:
                weights[path] = weights.get(path, 0) + births
        return sorted(weights, key=lambda path: (-weights[path], path))

    def rows(self, path: Path) -> list[Counted]:
        """Every row of the segment *path*."""
        return [self._counted(path, row) for row in range(len(self.asked.rows.all))]

    def _counted(self, path: Path, row: int) -> Counted:
        asked = self.asked
        nothing = [0] * (asked.buckets.count + 1)
        size = self._sizes.get((() if asked.by_return else path, row), 0)
        users, measured = (
            totals(table.get((path, row), nothing), asked.criterion, asked.buckets.count)
            for table in (self.users, self.measured)
        )
        counted = Counted(size, [int(each) for each in users], self._shared(measured, users, size))
        return counted.added_up() if asked.cumulative else counted

    def _shared(self, measured: Sequence[float], users: Sequence[float], size: int) -> Sequence[float]:
        if self.asked.measured != "average":
            return measured
        by = [size] * len(users) if self.asked.over_all else users
        return [value / each if each else 0.0 for value, each in zip(measured, by, strict=True)]
