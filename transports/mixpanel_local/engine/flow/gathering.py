"""Counts of some users at a time become the pictures of all, with as many segments as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from attrs import frozen

from mixpanel_local.engine.flow.counting import ARRIVED, COUNT, Counting, summed
from mixpanel_local.engine.flow.plan import FlowPlan
from mixpanel_local.engine.flow.pruning import Pruning
from mixpanel_local.engine.points import Path

if TYPE_CHECKING:
    import polars as pl

OTHER: Final = "$other"
"""The segment of all that there is no room for."""

# docs/reports, segment limits: as many as funnels and retention show.
_MOST_SEGMENTS: Final = 200


@frozen(eq=False)
class Picture:
    """The flows of one segment: how many there are, how many *arrived* at the last anchor, and what they are drawn by.

    *ways* are the edges of a graph, or whole paths.
    """

    flows: int
    arrived: int
    nodes: pl.DataFrame
    ways: pl.DataFrame


@frozen(eq=False)
class Pictures:
    """All flows, and those of each segment, the largest first; *cut*: there are more segments."""

    overall: Picture
    segments: Sequence[tuple[Path, Picture]] = ()
    cut: bool = False


class Gathering:
    """Takes in tables of flows, one after the other; *keeps_ties* makes room for events as frequent as the last one."""

    def __init__(self, plan: FlowPlan, *, keeps_ties: bool) -> None:
        self._plan = plan
        self._keeps_ties = keeps_ties
        self._whole = _Level(Counting(plan, split=False))
        self._split = _Level(Counting(plan, split=True)) if plan.groups else None

    def add(self, table: pl.DataFrame) -> None:
        """Take in the flows of further users; once at least."""
        self._whole.add(table)
        if self._split is not None:
            self._split.add(table)

    def pictures(self) -> Pictures:
        """The pictures. Events have room in all segments, or in none."""
        pruning = Pruning.of(self._plan, self._whole.nodes, keeps_ties=self._keeps_ties)
        overall = self._whole.picture(pruning)
        if self._split is None:
            return Pictures(overall)
        known = self._split.segments()
        shown, rest = known[:_MOST_SEGMENTS], known[_MOST_SEGMENTS:]
        several = [(path, self._split.picture(pruning, [path])) for path in shown]
        if rest:
            several.append((tuple(OTHER for _ in self._plan.groups), self._split.picture(pruning, rest)))
        return Pictures(overall, several, bool(rest))


class _Level:
    """The counts of all flows, or by segment."""

    def __init__(self, counting: Counting) -> None:
        self._counting = counting
        self._totals: list[pl.DataFrame] = []
        self._nodes: list[pl.DataFrame] = []
        self._ways: list[pl.DataFrame] = []

    def add(self, table: pl.DataFrame) -> None:
        """Count further flows."""
        counting = self._counting
        self._totals.append(counting.totals(table))
        self._nodes.append(counting.nodes(table))
        self._ways.append(counting.edges(table) if counting.plan.shape == "sankey" else counting.paths(table))

    @property
    def nodes(self) -> pl.DataFrame:
        """What stands where."""
        return summed(self._nodes)

    def segments(self) -> list[Path]:
        """The segments, that with most flows first, then by name."""
        names = self._counting.segment
        totals = summed(self._totals).sort(COUNT, *names, descending=[True, *(False for _ in names)])
        return [tuple(row) for row in totals.select(names).iter_rows()]

    def picture(self, pruning: Pruning, only: Sequence[Path] | None = None) -> Picture:
        """The flows, or those of the segments *only*."""
        totals, nodes, ways = (self._of(parts, only) for parts in (self._totals, self._nodes, self._ways))
        return Picture(int(totals[COUNT].sum()), int(totals[ARRIVED].sum()), pruning.nodes(nodes), pruning.ways(ways))

    def _of(self, parts: Sequence[pl.DataFrame], only: Sequence[Path] | None) -> pl.DataFrame:
        import polars as pl

        found, names = summed(parts), self._counting.segment
        if only is None:
            return found
        chosen = pl.DataFrame(only, schema=dict.fromkeys(names, pl.String), orient="row")
        return found.join(chosen, on=names, how="semi").drop(names)
