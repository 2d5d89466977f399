"""A question of flows, read and checked: what the engine answers."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Literal, TypeAlias

from attrs import frozen

from mixpanel_local.engine.funnel.plan import ALL, Counting, Exclusion, Funnel, Occurrence, Step, Window
from mixpanel_local.engine.plan import Filters, Group, Property
from mixpanel_local.engine.scan import Span

Shape: TypeAlias = Literal["sankey", "paths", "tree"]
Kind: TypeAlias = Literal["ANCHOR", "FORWARD", "REVERSE"]


@frozen
class Anchor:
    """An event that flows lead through, and how many events are shown right before and right after it."""

    label: str
    occurrence: Occurrence
    forward: int = 0
    reverse: int = 0
    is_custom: bool = False


@frozen
class CustomEvent:
    """Events that are shown under one *name*."""

    name: str
    occurrence: Occurrence


@frozen
class Column:
    """A place in the picture of a flow: an anchor, or an event so far from it."""

    kind: Kind
    anchor: int


@frozen
class FlowPlan:
    """Flows from the first of *anchors* on, which happens on the days *first* to *last*, through all others in order.

    They are told apart by at most *cardinality* events in every column. *hidden* events are looked through, *excluded*
    ones end a flow. With *collapse* an event that follows itself is one. All events pass *filters*. With *data_group*
    flows are those of groups in place of users, of those that questions call so. An event that is not an anchor is
    shown as the first one of *customs* it is part of.
    """

    anchors: tuple[Anchor, ...]
    first: date
    last: date
    window: Window
    shape: Shape = "sankey"
    counting: Counting = "uniques"
    cardinality: int = 3
    collapse: bool = False
    hidden: tuple[str, ...] = ()
    excluded: Occurrence | None = None
    held: tuple[Property, ...] = ()
    filters: Filters = ALL
    groups: tuple[Group, ...] = ()
    within: Span | None = None
    data_group: str | None = None
    customs: tuple[CustomEvent, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, from left to right."""
        found: list[Column] = []
        for at, anchor in zip(count(), self.anchors):
            found += [Column("REVERSE", at)] * anchor.reverse
            found += [Column("ANCHOR", at), *[Column("FORWARD", at)] * anchor.forward]
        return tuple(found)

    @property
    def places(self) -> tuple[int, ...]:
        """Which of the columns are those of the anchors."""
        return tuple(at for at, column in enumerate(self.columns) if column.kind == "ANCHOR")

    @property
    def in_sessions(self) -> bool:
        """Whether all of a flow is in one session."""
        return self.window.unit == "session"

    @property
    def funnel(self) -> Funnel:
        """The anchors as steps: where they are found is what a funnel says."""
        steps = tuple(Step(anchor.label, anchor.label, anchor.occurrence) for anchor in self.anchors)
        last = len(steps) - 1
        exclusions = (Exclusion(self.excluded, 0, last),) if self.excluded is not None and last else ()
        return Funnel(steps, self.window, exclusions, self.held)
