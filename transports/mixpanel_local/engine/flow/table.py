"""Flows as a table: a row for each, a column of names for every column of the picture."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import frozen

from mixpanel_local.engine.flow.plan import FlowPlan
from mixpanel_local.engine.flow.question import NAME
from mixpanel_local.engine.flow.tracing import Flows
from mixpanel_local.engine.groups import segment_name
from mixpanel_local.engine.sequences.rows import Integers, Rows
from mixpanel_local.engine.sequences.search import NOWHERE
from mixpanel_local.engine.value import NOT_SET

if TYPE_CHECKING:
    import polars as pl

END: Final = "end"
"""The column with the number of the column that a flow is missing in."""


def column_name(at: int) -> str:
    """The column with the events at that column of the picture."""
    return f"c{at}"


@frozen(eq=False)
class Tabling:
    """Makes the table of flows among *rows*; *lists* says which breakdowns put one into a list of segments."""

    plan: FlowPlan
    rows: Rows
    lists: Sequence[bool]

    def table(self, flows: Flows, told_by: Integers) -> pl.DataFrame:
        """The flows, once in each of their segments; *told_by* are the events these are read on."""
        import polars as pl

        names = {column_name(at): self._names(at, places) for at, places in enumerate(flows.places.T)}
        segments = {segment_name(at): self._segment(at, told_by) for at in range(len(self.lists))}
        table = pl.DataFrame({**names, END: flows.ends, **segments})
        for at in (at for at, is_list in enumerate(self.lists) if is_list):
            table = table.explode(segment_name(at)).filter(pl.col(segment_name(at)).is_not_null())
        return table

    def _names(self, at: int, places: Integers) -> pl.Series:
        """The names of the events there; an anchor is called as it was picked."""
        import polars as pl

        column, there = self.plan.columns[at], places != NOWHERE
        if column.kind == "ANCHOR":
            label = pl.Series([self.plan.anchors[column.anchor].label, None], dtype=pl.String)
            return label.gather(np.where(there, 0, 1))
        return self.rows.frame[NAME].gather(np.where(there, places, 0)).set(pl.Series(~there), None)

    def _segment(self, at: int, told_by: Integers) -> pl.Series:
        """The text of each flow's segment, or a list of such texts, which rows hold as JSON."""
        import polars as pl

        text = self.rows.frame[segment_name(at)].gather(told_by)
        if not self.lists[at]:
            return text.fill_null(NOT_SET)
        return text.fill_null(json.dumps([NOT_SET])).str.json_decode(pl.List(pl.String))
