"""The most frequent events of every column; all others are one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Self

from attrs import frozen

from mixpanel_local.engine.flow.counting import COLUMN, COUNT, EVENT, SOURCE, SOURCE_COLUMN, summed
from mixpanel_local.engine.flow.plan import FlowPlan
from mixpanel_local.engine.flow.table import column_name

if TYPE_CHECKING:
    import polars as pl

PRUNED: Final = "$pruned"
"""What events are called that there is no room for."""

_KEPT: Final = "kept"


@frozen(eq=False)
class Pruning:
    """Keeps the events *kept* in each column of *plan*, and the anchors; the null event, where flows end, stays too."""

    plan: FlowPlan
    kept: pl.DataFrame

    @classmethod
    def of(cls, plan: FlowPlan, nodes: pl.DataFrame, *, keeps_ties: bool) -> Self:
        """What keeps the events that most flows have, by *nodes*; of equals the first by name, unless all are kept."""
        import polars as pl

        ranked = nodes.filter(pl.col(EVENT).is_not_null()).sort(COUNT, EVENT, descending=[True, False])
        by_count = pl.col(COUNT).rank("min", descending=True)
        rank = by_count if keeps_ties else pl.int_range(1, pl.len() + 1)
        few = (rank.over(COLUMN) <= plan.cardinality) | pl.col(COLUMN).is_in(plan.places)
        return cls(plan, ranked.filter(few).select(COLUMN, EVENT))

    def nodes(self, nodes: pl.DataFrame) -> pl.DataFrame:
        """The same counts by fewer events."""
        return summed([self._renamed(nodes, COLUMN, EVENT)])

    def ways(self, ways: pl.DataFrame) -> pl.DataFrame:
        """The same of edges, or of the paths of a tree; single paths stay as they are."""
        if self.plan.shape == "paths":
            return ways
        if self.plan.shape == "sankey":
            return summed([self._renamed(self._renamed(ways, COLUMN, EVENT), SOURCE_COLUMN, SOURCE)])
        return summed([ways.with_columns(self._columns())])

    def _renamed(self, frame: pl.DataFrame, column: str, event: str) -> pl.DataFrame:
        import polars as pl

        kept = self.kept.select(pl.col(COLUMN).alias(column), pl.col(EVENT).alias(event), pl.lit(True).alias(_KEPT))
        joined = frame.join(kept, on=[column, event], how="left")
        stays = pl.col(_KEPT) | pl.col(event).is_null()
        return joined.with_columns(pl.when(stays).then(pl.col(event)).otherwise(pl.lit(PRUNED)).alias(event)).drop(
            _KEPT
        )

    def _columns(self) -> Iterable[pl.Expr]:
        import polars as pl

        known = {at: rows[EVENT].to_list() for (at,), rows in self.kept.partition_by(COLUMN, as_dict=True).items()}
        for at in range(len(self.plan.columns)):
            name = pl.col(column_name(at))
            stays = name.is_in(known.get(at, [])) | name.is_null()
            yield pl.when(stays).then(name).otherwise(pl.lit(PRUNED)).alias(column_name(at))
