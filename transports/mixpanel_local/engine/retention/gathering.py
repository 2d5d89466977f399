"""Integers of some users at a time are added up: how many were born, came back, and what they did then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import define, field, frozen

from mixpanel_local.engine.groups import segment_name
from mixpanel_local.engine.measures import RESULT
from mixpanel_local.engine.points import Path
from mixpanel_local.engine.retention.cohorts import Counted, totals
from mixpanel_local.engine.retention.lowering import BIRTHS, BUCKET, DEPTH, ROW, SIZE
from mixpanel_local.engine.retention.plan import Retention
from mixpanel_local.engine.sums import PARTS, Sum
from mixpanel_local.engine.table import Table

Cell: TypeAlias = tuple[int, Path, int, int]
"""Depth, segment, row and bucket."""


@frozen(eq=False)
class Level:
    """The numbers of all segments of one *depth*, which has *counts* for sizes, births and buckets."""

    asked: Retention
    depth: int
    counts: Mapping[Cell, int]
    measured: Mapping[Cell, float]

    def ranked(self) -> list[Path]:
        """Segments, the one in which the first event happened most often first (docs/reports), then by name."""
        weights: dict[Path, int] = defaultdict(int)
        for (depth, path, _, bucket), count in self.counts.items():
            if depth == self.depth and (bucket >= 0 if self.asked.by_return else bucket == BIRTHS):
                weights[path] += count
        return sorted(weights, key=lambda path: (-weights[path], path))

    def rows(self, path: Path) -> list[Counted]:
        """Every row of the segment *path*."""
        return [self._counted(path, row) for row in range(len(self.asked.rows.all))]

    def _counted(self, path: Path, row: int) -> Counted:
        asked = self.asked
        # Everybody who was born is in every segment of what people came back to do.
        everybody: Path = ()
        depth, segment = (0, everybody) if asked.by_return else (self.depth, path)
        size = self.counts.get((depth, segment, row, SIZE), 0)
        users = self._totals(self.counts, path, row)
        measured = users if asked.measured == "users" else self._totals(self.measured, path, row)
        counted = Counted(size, [int(each) for each in users], self._shared(measured, users, size))
        return counted.added_up() if asked.cumulative else counted

    def _totals(self, numbers: Mapping[Cell, float], path: Path, row: int) -> list[float]:
        count = self.asked.buckets.count
        values = [numbers.get((self.depth, path, row, bucket), 0) for bucket in range(count + 1)]
        return totals(values, self.asked.criterion, count)

    def _shared(self, measured: Sequence[float], users: Sequence[float], size: int) -> Sequence[float]:
        if self.asked.measured != "average":
            return measured
        by = [size] * len(users) if self.asked.over_all else users
        return [value / each if each else 0.0 for value, each in zip(measured, by, strict=True)]


@define
class Gathering:
    """Takes in what is found about some users, for each of *depths*."""

    asked: Retention
    depths: Sequence[int]
    _counts: dict[Cell, int] = field(init=False, factory=lambda: defaultdict(int))
    _parts: dict[Cell, list[Any]] = field(init=False, factory=lambda: defaultdict(lambda: [0, [], 0]))

    def count(self, found: Table) -> None:
        """Add what ``Lowering.counts`` found."""
        for cell, (count,) in self._cells(found, RESULT):
            self._counts[cell] += count

    def measure(self, found: Table) -> None:
        """Add what ``Lowering.amounts`` found."""
        for cell, (decimals, rest, contributions) in self._cells(found, *PARTS):
            known = self._parts[cell]
            known[0] += decimals or 0
            known[1] += rest or ()
            known[2] += contributions

    def levels(self) -> Mapping[int, Level]:
        """The numbers, by depth."""
        parts = Table.of(PARTS, list(self._parts.values()))
        measured = dict(zip(self._parts, Sum().finish(parts, ())[RESULT], strict=True))
        return {depth: Level(self.asked, depth, self._counts, measured) for depth in self.depths}

    def _cells(self, found: Table, *names: str) -> Iterator[tuple[Cell, tuple[Any, ...]]]:
        segments = [segment_name(at) for at in range(max(self.depths))]
        for depth, row, bucket, *rest in found.rows(DEPTH, ROW, BUCKET, *segments, *names):
            path, values = rest[: len(segments)], rest[len(segments) :]
            yield (depth, tuple(path[:depth]), row, bucket), tuple(values)
