"""Grouping rows by keys and by breakdowns, at several depths of breakdowns in one pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from attrs import evolve, field, frozen
from sqlglot import exp

from mixpanel_local.engine.sql import Sql, alias, call, cast, column


@frozen
class By:
    """What rows are grouped by: *keys*, and the first so many of *segments*, at each of *depths*.

    A segment is NULL in rows of a lower depth, and never else. *tallies* are integers that are added up beside the
    results: their expressions over the rows.
    """

    keys: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    depths: tuple[int, ...] = (0,)
    tallies: Mapping[str, Sql] = field(factory=dict)

    @classmethod
    def of(cls, *keys: str) -> Self:
        """By *keys* alone."""
        return cls(keys)

    @property
    def path(self) -> tuple[str, ...]:
        """The segments there are at the greatest depth."""
        return self.segments[: max(self.depths)]

    @property
    def names(self) -> tuple[str, ...]:
        """All columns grouped by."""
        return (*self.path, *self.keys)

    def also(self, *keys: str) -> Self:
        """By further *keys*."""
        return evolve(self, keys=(*self.keys, *keys))

    def rolled(self) -> By:
        """The same groups, of rows that were grouped by it and further keys before."""
        return By(self.names, tallies={name: column(name) for name in self.tallies})

    def group(self, rows: exp.Query, *results: Sql, where: Sql | None = None) -> exp.Select:
        """*results* of *rows*."""
        sums = (alias(cast(call("sum", tally), "BIGINT"), name) for name, tally in self.tallies.items())
        query = exp.select(*map(column, self.names), *results, *sums).from_(rows.subquery("r"))
        query = query if where is None else query.where(where)
        if len(self.depths) == 1:
            return query.group_by(*map(column, self.names)) if self.names else query
        sets = [exp.Tuple(expressions=[column(name) for name in self._at(depth)]) for depth in self.depths]
        query.set("group", exp.Group(grouping_sets=[exp.GroupingSets(expressions=sets)]))
        return query

    def _at(self, depth: int) -> tuple[str, ...]:
        return (*self.segments[:depth], *self.keys)


def grouped(rows: exp.Query, keys: Sequence[str], *results: Sql, where: Sql | None = None) -> exp.Select:
    """*results* of *rows* by *keys*."""
    return By(tuple(keys)).group(rows, *results, where=where)
