"""Metrics measured alike become points, in one pass over their events for all depths of breakdowns.

Only lists need a pass more: an event with a list is in several segments, and once in what they are parts of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, repeat
from typing import Final

from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.calendar import Interval, day_number
from mixpanel_local.engine.formula import Number
from mixpanel_local.engine.grouping import By
from mixpanel_local.engine.groups import segment_name
from mixpanel_local.engine.histogram import BUCKET
from mixpanel_local.engine.measures import KEY, METRIC, RESULT, USER
from mixpanel_local.engine.metric_rows import LACK, MetricRows
from mixpanel_local.engine.notes import NOBODY, NOT_NUMERIC, NOT_SET, Notes
from mixpanel_local.engine.points import Levels, Path, Points, points_of
from mixpanel_local.engine.sql import Sql, all_of, case, column, is_null, not_null, number, text
from mixpanel_local.engine.table import Run, Table

_REASONS: Final = {"t0": NOBODY, "t1": NOT_NUMERIC, "t2": NOT_SET}


@frozen
class Passes:
    """Runs the passes that *rows* need; *intervals* are computed; where there are *heads*, only segments in them."""

    rows: MetricRows
    run: Run
    intervals: Sequence[Interval]
    notes: Notes
    heads: Sequence[Path] | None = None

    def levels(self, most: int | None = None) -> list[Levels] | None:
        """For each metric its points per level; None where a pass has more than *most* of them."""
        found: dict[tuple[int, int], list[tuple[Path, int, Number]]] = defaultdict(list)
        # What means nothing is found in the conditions, even where there is nothing to hold them against.
        _ = self.rows.where
        for depths in () if self.rows.empty else self._passes():
            by = self._by(depths)
            query = self.rows.measure.lower(self._query(max(depths)), by)
            raw = self.run(query if most is None else query.limit(number(most + 1)))
            if most is not None and len(raw[KEY]) > most:
                return None
            self._note(raw, by)
            for metric, path, key, value in self._values(raw, by):
                found[metric, len(path)].append((path, key, value))
        depths = range(len(self.rows.plan.groups) + self.rows.measure.further + 1)
        return [
            [self._points(found[metric, depth], depth) for depth in depths] for metric in range(len(self.rows.metrics))
        ]

    def _points(self, values: Sequence[tuple[Path, int, Number]], depth: int) -> Points:
        empty = self.rows.measure.empty
        points = points_of(values, [interval.key for interval in self.intervals], empty)
        return points if depth or points.lines else Points({(): [empty] * len(self.intervals)}, empty)

    def _values(self, raw: Table, by: By) -> Iterator[tuple[int, Path, int, Number]]:
        """The metric's place, the segments, the interval and the value of each point."""
        table = self.rows.measure.finish(raw.without(by.tallies), self.intervals)
        names = [*by.path, *([BUCKET] if BUCKET in table else [])]
        for metrics, row in zip(self._metrics(table), table.rows(*names, KEY, RESULT), strict=True):
            *path, key, value = row
            for metric in metrics:
                yield metric, tuple(segment for segment in path if segment is not None), key, value

    def _metrics(self, table: Table) -> Iterable[Sequence[int]]:
        """The places of the metrics that each row is for."""
        if METRIC in table:
            return [(metric,) for metric in table[METRIC]]
        return repeat(range(len(self.rows.metrics)), len(table[KEY]))

    def _passes(self) -> Iterator[Sequence[int]]:
        """Depths that one pass computes: those below the same lists; where there are heads, each has its own."""
        depths = range(len(self.rows.plan.groups) + 1)
        same = (lambda depth: depth) if self.heads is not None else (lambda depth: sum(self.rows.lists[:depth]))
        for _, several in groupby(depths, same):
            yield tuple(several)

    def _query(self, depth: int) -> exp.Select:
        rows = self.rows.query(depth)
        if self.heads is None or depth == 0:
            return rows
        heads = dict.fromkeys(head[:depth] for head in self.heads)
        names = exp.Tuple(expressions=[column(segment_name(at)) for at in range(depth)])
        inside = exp.In(this=names, expressions=[exp.Tuple(expressions=[*map(text, head)]) for head in heads])
        return exp.select("*").from_(rows.subquery("k")).where(inside)

    def _by(self, depths: Sequence[int]) -> By:
        names = tuple(map(segment_name, range(max(depths))))
        return By(self.rows.keys, names, tuple(depths), self._tallies() if 0 in depths else {})

    def _tallies(self) -> dict[str, Sql]:
        """What counts the events that count for nothing, by reason."""
        measure, asked = self.rows.measure, self.rows.metrics[0].measurement
        nobody = is_null(column(USER))
        of_users = measure.of_users or asked.segments != "all"
        reasons = {"t0": nobody} if of_users else {}
        if asked.property is not None:
            known = [not_null(column(USER))] if of_users else []
            reasons |= {"t1": all_of([*known, column(LACK).eq(number(1))])} if measure.of_numbers else {}
            reasons |= {"t2": all_of([*known, column(LACK).eq(number(2))])}
        return {name: case((reason, number(1)), default=number(0)) for name, reason in reasons.items()}

    def _note(self, raw: Table, by: By) -> None:
        first = day_number(self.rows.plan.first) if self.rows.measure.lookback else None
        for name in by.tallies:
            rows = raw.rows(KEY, name, *by.path)
            for metrics, (key, count, *path) in zip(self._metrics(raw), rows, strict=True):
                if all(segment is None for segment in path) and (first is None or key >= first):
                    for metric in metrics:
                        self.notes.leave_out(self.rows.metrics[metric].name, _REASONS[name], count or 0)
