"""What a flow question came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from attrs import field, frozen

from mixpanel_async.answer import Answer, meta_of
from mixpanel_async.queries.bookmark.reports import answered
from mixpanel_async.queries.flow.graph import DropOff, drop_offs, graph_of, transitions
from mixpanel_async.queries.flow.reply import FlowPath, FlowStepNodes, part
from mixpanel_async.queries.flow.sankey import Sankey
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
        reply = answer.value
        answered(answer, "steps", "flows", "trees", "computed_at", "metadata")
        return cls(
            reply.get("computed_at") or "",
            reply.get("steps") or [],
            reply.get("flows") or [],
            reply.get("breakdowns") or [],
            part(reply, "overallConversionRate") or 0.0,
            params,
            meta_of(answer, "metadata"),
            mode,
            FlowTreeNode.roots(reply.get("trees") or ()),
        )

    @cached_property
    def df(self) -> pl.DataFrame:
        """The result as its *mode* shows it: ``nodes_df`` of a sankey, a row per stop of a path, or per node of a tree.

        Paths: ``path_index, step, event, type, count``. Trees, parents first: ``tree_index, depth, path`` (events
        joined by " > "), ``event, type, step_number, total_count, drop_off_count, converted_count``.
        """
        if self.mode == "tree":
            return trees_table(self.trees)
        return paths_table(self.flows) if self.mode == "paths" else self.nodes_df

    @cached_property
    def nodes_df(self) -> pl.DataFrame:
        """One row per event at a step of a sankey.

        Columns ``step, event, type, count, anchor_type, is_custom_event, conversion_rate_change``. A count that is no
        number is 0, with a warning; so it is everywhere else.
        """
        return nodes_table(self._sankey.nodes)

    @cached_property
    def edges_df(self) -> pl.DataFrame:
        """One row per way from an event at a step of a sankey to another.

        Columns ``source_step, source_event, target_step, target_event, count, target_type``.
        """
        return edges_table(self._sankey.edges)

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """The sankey as a networkx graph of nodes called ``Login@0``.

        Nodes have ``step, event, type, count, anchor_type`` (nothing, if the server only names them as the end of an
        edge), edges ``count`` and ``type``.
        """
        return graph_of(self._sankey)

    @cached_property
    def anytree(self) -> list[AnyNode]:
        """The roots of *trees* for the anytree library."""
        return [tree.to_anytree() for tree in self.trees]

    @cached_property
    def _sankey(self) -> Sankey:
        return Sankey.of(self.steps)

    def top_transitions(self, n: int = 10) -> list[tuple[str, str, int]]:
        """The *n* ways of a sankey most people took, such as ``("Login@0", "Search@1", 80)``.

        Equals keep the server's order.
        """
        return transitions(self._sankey)[: max(n, 0)]

    def drop_off_summary(self) -> dict[str, DropOff]:
        """What each step of a sankey loses: ``{"step_0": {"total": 100, "dropoff": 20, "rate": 0.2}, ...}``."""
        return drop_offs(self._sankey)

    def to_dict(self) -> dict[str, Any]:
        """Everything, as plain data."""
        return super().to_dict() | {"trees": [tree.to_dict() for tree in self.trees]}

    def __repr__(self) -> str:
        counts = {"tree": f"{len(self.trees)} trees", "paths": f"{len(self.flows)} paths"}
        return f"<FlowQueryResult {self.mode}: {counts.get(self.mode, f'{len(self.steps)} steps')}>"
