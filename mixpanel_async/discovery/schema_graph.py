"""Which events have which properties, as frames and as a graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from mixpanel_async.discovery.definitions import EVENT, PROPERTY, definitions_frame
from mixpanel_async.frames import frame, labels
from mixpanel_async.results import Result

if TYPE_CHECKING:
    import networkx as nx
    import polars as pl

__all__ = ["SchemaGraphResult"]

Definition = Mapping[str, Any]
Names = Mapping[str, Sequence[str]]


@frozen(repr=False)
class SchemaGraphResult(Result):
    """The events and properties a project defines, and which of them belong together.

    *events*, *properties* (of events) and *user_properties* are as the server sent them. *event_to_properties* and
    *property_to_events* hold the same pairs, from either side. *computed_at* is when they were put together, in UTC.
    *meta* counts them, *params* is what was asked for. With *include_density* the rows of *properties* carry what the
    server says about how often a property is set.
    """

    computed_at: str
    events: Sequence[Definition] = field(factory=list)
    properties: Sequence[Definition] = field(factory=list)
    user_properties: Sequence[Definition] = field(factory=list)
    event_to_properties: Names = field(factory=dict)
    property_to_events: Names = field(factory=dict)
    include_density: bool = False
    meta: Mapping[str, Any] = field(factory=dict)
    params: Mapping[str, Any] = field(factory=dict)

    @cached_property
    def df(self) -> pl.DataFrame:
        """The pairs: ``relationships_df``."""
        return self.relationships_df

    @cached_property
    def relationships_df(self) -> pl.DataFrame:
        """One row per event and property of it: ``event, property``."""
        runs = self.event_to_properties
        properties = [name for names in runs.values() for name in names]
        return frame(
            {
                "event": labels(tuple(runs), list(map(len, runs.values()))),
                "property": labels(properties, [1] * len(properties)),
            }
        )

    @cached_property
    def events_df(self) -> pl.DataFrame:
        """One row per event that is defined, in the server's order.

        Columns ``name, display_name, description, hidden, dropped, merged, verified, custom_event_id, status``, and
        ``property_count``: how many properties it was seen with.
        """
        counts = [len(self.event_to_properties.get(event["name"], ())) for event in self.events]
        return definitions_frame(EVENT, self.events, {"property_count": counts})

    @cached_property
    def properties_df(self) -> pl.DataFrame:
        """One row per property that is defined, those of events before those of users.

        Columns ``name, resource_type, display_name, description, example_value`` (text), ``hidden, dropped, merged,
        sensitive``, and ``event_count``: with how many events it was seen, null for a property of users.
        """
        counts = [len(self.property_to_events.get(each["name"], ())) for each in self.properties]
        nothing = [None] * len(self.user_properties)
        return definitions_frame(
            PROPERTY, [*self.properties, *self.user_properties], {"event_count": [*counts, *nothing]}
        )

    def properties_for_event(self, event: str) -> list[str]:
        """The properties *event* was seen with, none where it is unknown."""
        return list(self.event_to_properties.get(event, ()))

    def events_for_property(self, property_name: str) -> list[str]:
        """The events a property was seen with, none where it is unknown."""
        return list(self.property_to_events.get(property_name, ()))

    def orphan_properties(self) -> list[str]:
        """Properties of events that are defined and were seen with none, sorted."""
        return sorted({each["name"] for each in self.properties} - self.property_to_events.keys())

    def to_graph(self) -> nx.Graph[tuple[str, str]]:
        """Events and their properties as a bipartite networkx graph, for ``nx.bipartite`` too.

        Nodes are pairs, since both kinds share names: ``("event", "Login")`` and ``("property", "plan")``, with *kind*
        (``event`` or ``property``), *name* and *bipartite* (0 or 1). Properties of users belong to no event and are
        left out.
        """
        import networkx as nx

        graph: nx.Graph[tuple[str, str]] = nx.Graph()
        defined = {"event": self.events, "property": self.properties}
        seen: dict[str, Names] = {"event": self.event_to_properties, "property": self.property_to_events}
        for side, kind in enumerate(defined):
            names = dict.fromkeys([*(each["name"] for each in defined[kind]), *seen[kind]])
            graph.add_nodes_from(((kind, name), {"kind": kind, "name": name, "bipartite": side}) for name in names)
        for event, properties in self.event_to_properties.items():
            graph.add_edges_from((("event", event), ("property", name)) for name in properties)
        return graph

    def __repr__(self) -> str:
        return f"<SchemaGraphResult: {len(self.events)} events, {len(self.properties)} properties>"
