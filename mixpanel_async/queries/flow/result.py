"""What a flow question came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from attrs import field, frozen

from mixpanel_async.answer import Answer, meta_of
from mixpanel_async.queries.bookmark.reports import answered
from mixpanel_async.queries.flow.graph import DropOff, drop_offs, graph_of, transitions
from mixpanel_async.queries.flow.reply import FlowPath, FlowStepNodes, key, part
from mixpanel_async.queries.flow.tables import edges_table, nodes_table, paths_table, trees_table
from mixpanel_async.queries.flow.tree import FlowTreeNode
from mixpanel_async.results import Result
from mixpanel_async.specs.words import FlowChartType

if TYPE_CHECKING:
    import networkx as nx
    import polars as pl
    from anytree import AnyNode

__all__ = ["FlowQueryResult"]


@frozen(repr=False)
class FlowQueryResult(Result):
    """Where people went: *steps* of a sankey, *flows* along the commonest paths, or *trees*, as *mode* says.

    *steps* and *flows* are as the server sent them, counts as text. *overall_conversion_rate*, 0-1, is the share of
    those who started that got to the last event asked for. *params* is the report that was asked for. *meta* is what
    the server says about the computation.
    """

    computed_at: str
    steps: Sequence[FlowStepNodes] = field(factory=list)
    flows: Sequence[FlowPath] = field(factory=list)
    breakdowns: Sequence[Mapping[str, Any]] = field(factory=list)
    overall_conversion_rate: float = 0.0
    params: Mapping[str, Any] = field(factory=dict)
    meta: Mapping[str, Any] = field(factory=dict)
    mode: FlowChartType = "sankey"
    trees: Sequence[FlowTreeNode] = field(factory=list)

    @classmethod
    def read(cls, answer: Answer, params: Mapping[str, Any], mode: FlowChartType) -> Self:
        """The result in *answer*; one that says why there is none is a ``QueryError``."""
        answered(answer, "steps", "flows", "trees", "computed_at", "metadata")
        found = cls(
            answer.get("computed_at").text_or(),
            _part(answer, "steps", mode).array_or_nothing(),
            _part(answer, "flows", mode).array_or_nothing(),
            [each.object() for each in answer.get("breakdowns").items()],
            part(answer, "overallConversionRate").number_or(0.0),
            params,
            meta_of(answer, "metadata"),
            mode,
            FlowTreeNode.roots(_part(answer, "trees", mode)),
        )
        # What cannot be read is refused here, not where it is asked for.
        _ = found.nodes_df, found._edges, found._stops
        return found

    @cached_property
    def df(self) -> pl.DataFrame:
        """The result as its *mode* shows it: ``nodes_df`` of a sankey, a row per stop of a path, or per node of a tree.

        Paths: ``path_index, step, event, type, count``. Trees, parents first: ``tree_index, depth, path`` (events
        joined by " > "), ``event, type, step_number, total_count, drop_off_count, converted_count``.
        """
        if self.mode == "tree":
            return trees_table(self.trees)
        return self._stops if self.mode == "paths" else self.nodes_df

    @cached_property
    def nodes_df(self) -> pl.DataFrame:
        """One row per event at a step of a sankey.

        Columns ``step, event, type, count, anchor_type, is_custom_event, conversion_rate_change``. A count that is no
        number is 0, with a warning; so it is everywhere else.
        """
        return nodes_table(Answer(self.steps, "$.steps"))

    @cached_property
    def edges_df(self) -> pl.DataFrame:
        """One row per way from an event at a step of a sankey to another.

        Columns ``source_step, source_event, target_step, target_event, count, target_type``.
        """
        return self._edges.drop("source_type")

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """The sankey as a networkx graph of nodes called ``Login@0``.

        Nodes have ``step, event, type, count, anchor_type`` (nothing, if the server only names them as the end of an
        edge), edges ``count`` and ``type``.
        """
        return graph_of(self.nodes_df, self.edges_df)

    @cached_property
    def anytree(self) -> list[AnyNode]:
        """The roots of *trees* for the anytree library."""
        return [tree.to_anytree() for tree in self.trees]

    @cached_property
    def _edges(self) -> pl.DataFrame:
        return edges_table(Answer(self.steps, "$.steps"), self.nodes_df)

    @cached_property
    def _stops(self) -> pl.DataFrame:
        return paths_table(Answer(self.flows, "$.flows"))

    def top_transitions(self, n: int = 10) -> list[tuple[str, str, int]]:
        """The *n* ways of a sankey most people took, such as ``("Login@0", "Search@1", 80)``.

        Equals keep the server's order.
        """
        return transitions(self._edges, n)

    def drop_off_summary(self) -> dict[str, DropOff]:
        """What each step of a sankey loses: ``{"step_0": {"total": 100, "dropoff": 20, "rate": 0.2}, ...}``."""
        return drop_offs(len(self.steps), self.nodes_df, self._edges)

    def __repr__(self) -> str:
        counts = {"tree": f"{len(self.trees)} trees", "paths": f"{len(self.flows)} paths"}
        return f"<FlowQueryResult {self.mode}: {counts.get(self.mode, f'{len(self.steps)} steps')}>"


_PARTS = {"sankey": "steps", "paths": "flows", "tree": "trees"}
_SAID = ("steps", "flows", "trees", "breakdowns", "overallConversionRate")


def _part(answer: Answer, name: str, mode: FlowChartType) -> Answer:
    """The part *name* of a reply, which is there if it is what *mode* shows and there is anything to show."""
    if name == _PARTS[mode] and any(key(answer, each) for each in _SAID):
        return answer.required(name)
    return answer.get(name)
