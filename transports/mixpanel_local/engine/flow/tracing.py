"""Flows of some users, all at once: which event stands in which column, and where each flow ends."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from attrs import frozen

from mixpanel_local.engine.flow.plan import FlowPlan
from mixpanel_local.engine.funnel.walking import Attempts
from mixpanel_local.engine.sequences.rows import Integers
from mixpanel_local.engine.sequences.search import NOWHERE, Track


@frozen(eq=False)
class Flows:
    """One row per flow: *places* of the events in the columns, ``NOWHERE`` where there is none.

    *ends* is the column the flow is missing in, or the number of columns where nothing is missing.
    """

    places: Integers
    ends: Integers


@frozen(eq=False)
class Tracing:
    """Looks around the anchors of *attempts* among the events of the *visible* track.

    *limit* is, for every flow, the first place behind those that its last anchor is followed to; *floor* the first
    place that may come before its first anchor. *shares* lets an event between two anchors stand on both sides.
    """

    plan: FlowPlan
    attempts: Attempts
    visible: Track
    group: Integers
    limit: Integers
    floor: Integers
    shares: bool

    def flows(self) -> Flows:
        """The flows."""
        columns = np.full((len(self.attempts), len(self.plan.columns)), NOWHERE)
        ends = np.full(len(self.attempts), len(self.plan.columns))
        for at, column in enumerate(self.plan.places):
            columns[:, column] = self.attempts.places[:, at]
            shown = self._after(at, columns)
            self._before(at + 1, columns, shown)
            self._end(at, shown, ends)
        self._before(0, columns, np.zeros(len(self.attempts), dtype=np.int64))
        return Flows(columns, ends)

    def _after(self, at: int, columns: Integers) -> Integers:
        """Fill in what comes right after an anchor; how much that is, for every flow."""
        start, stop = self._between(at)
        forward = self.plan.anchors[at].forward
        shown: Integers = np.clip(stop - start, 0, forward)
        for step in range(forward):
            there = shown > step
            columns[there, self.plan.places[at] + 1 + step] = self._place(start[there] + step)
        return shown

    def _before(self, at: int, columns: Integers, taken: Integers) -> None:
        """Fill in what comes right before an anchor, without the first events, that are *taken*."""
        if at == len(self.plan.anchors) or not self.plan.anchors[at].reverse:
            return
        start, stop = self._leading() if at == 0 else self._between(at - 1)
        room = stop - start - (0 if self.shares else taken)
        reached = self.attempts.depth > at
        for step in range(1, self.plan.anchors[at].reverse + 1):
            there = reached & (room >= step)
            columns[there, self.plan.places[at] - step] = self._place(stop[there] - step)

    def _between(self, at: int) -> tuple[Integers, Integers]:
        """Which visible events come after an anchor and before the next one, or as long as the flow is followed."""
        reached = self.attempts.depth > at
        place = np.where(reached, self.attempts.places[:, at], 0)
        following = at + 1 < len(self.plan.anchors)
        later = self.attempts.places[:, at + 1] if following else np.full_like(place, NOWHERE)
        end = np.where(later == NOWHERE, self.limit, later)
        start, stop = self._index(place + 1), self._index(end)
        return start, np.where(reached, np.maximum(stop, start), start)

    def _leading(self) -> tuple[Integers, Integers]:
        """Which visible events come before the first anchor."""
        return self._index(self.floor), self._index(self.attempts.entry)

    def _end(self, at: int, shown: Integers, ends: Integers) -> None:
        """Note where the flows end whose last anchor this is."""
        last = self.attempts.depth == at + 1
        missing = self.plan.places[at] + 1 + shown
        filled = shown == self.plan.anchors[at].forward
        # Who did enough after an anchor, and never the next one, is lost there (docs/reports/flows, Drop off).
        onward = self.plan.places[at + 1] if at + 1 < len(self.plan.anchors) else len(self.plan.columns)
        ends[last] = np.where(filled, onward, missing)[last]

    def _index(self, place: Integers) -> Integers:
        """Which of the visible events is the first of each flow's group that is not before *place*."""
        keys = self._own * self.visible.size + np.minimum(place, self.visible.size)
        index: Integers = np.searchsorted(self.visible.keys, keys)
        return index

    def _place(self, index: Integers) -> Integers:
        place: Integers = self.visible.keys[index] % max(self.visible.size, 1)
        return place

    @cached_property
    def _own(self) -> Integers:
        own: Integers = self.group[self.attempts.entry]
        return own
