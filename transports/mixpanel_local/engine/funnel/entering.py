"""Which attempts there are: the first one of each user, one after the other, or one from every first step."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from attrs import frozen

from mixpanel_local.engine.funnel.journeys import Journeys
from mixpanel_local.engine.funnel.rules import Rules
from mixpanel_local.engine.funnel.walking import Attempts, attempts, over
from mixpanel_local.engine.sequences.rows import Booleans, Integers
from mixpanel_local.engine.sequences.search import NOWHERE, Track, heads


@frozen(eq=False)
class Entering:
    """Attempts from *entries*. Those of different *cells*, which has one number per entry, know nothing of each other.

    *entries* are the places of a track, and *cells* rises with them within a group. *pulse* is called now and then.
    """

    journeys: Journeys
    rules: Rules
    track: Track
    cells: Integers
    pulse: Callable[[], None]

    @property
    def entries(self) -> Integers:
        """Their places."""
        return self.track.places

    def first(self, *owner: Integers) -> Attempts:
        """The first attempt of each *owner* in each cell; owners are told apart by all their numbers, one per entry."""
        order, begins = self._by(*owner)
        return self._from(order[begins])

    def furthest(self, *owner: Integers) -> Attempts:
        """Of each *owner* in each cell the attempt that got furthest, soonest of these, entered last of these."""
        order, begins = self._by(*owner)
        every = self.every().take(order)
        best = every.depth == _within(np.maximum, every.depth, begins)
        final = np.where(best, every.final, len(self.journeys.time))
        best &= final == _within(np.minimum, final, begins)
        chosen = np.where(best, np.arange(len(order)), NOWHERE)
        return every.take(np.maximum.reduceat(chosen, begins) if len(begins) else chosen)

    def _by(self, *owner: Integers) -> tuple[Integers, Integers]:
        """The entries in order of owner, cell and place, and where in this order each owner's cell begins."""
        keys = (*owner, self.cells)
        order = np.lexsort((self.entries, *reversed(keys)))
        return order, np.flatnonzero(heads(*(key[order] for key in keys)))

    def every(self) -> Attempts:
        """An attempt from every entry."""
        return self._from(np.arange(len(self.entries)))

    def latest(self, *, counting: bool) -> Attempts:
        """An attempt from every entry, of those with one second step only the furthest, from the last entry of these.

        With *counting* the others stay, as entries that went no further.
        """
        every = self.every()
        superseded = self._superseded(every)
        return every.cut(superseded) if counting else every.take(~superseded)

    def _superseded(self, every: Attempts) -> Booleans:
        """Whether another attempt of the same group and cell, with the same second step, stands for each."""
        others = np.zeros(len(every), dtype=np.bool_)
        if every.places.shape[1] == 1:
            return others
        keys = (every.places[:, 1], self.cells, self.journeys.group[every.entry])
        order = np.lexsort((every.entry, every.depth, *keys))
        others[order[:-1]] = ~heads(*(key[order] for key in keys))[1:]
        return others & (every.depth > 1)

    def chained(self) -> Attempts:
        """One attempt after the other: the next begins at the first entry after the one before is over."""
        nodes = self._nodes()
        following = np.append(nodes.following, len(nodes.attempts))
        reached = np.zeros(len(following), dtype=np.bool_)
        first = np.flatnonzero(heads(self.journeys.group[self.entries], self.cells))
        reached[nodes.at(self._name(first, NOWHERE))] = True
        count = 0
        # Every round doubles how many attempts after the first ones are reached.
        while count != (count := int(reached.sum())):
            reached[following[reached]] = True
            following = following[following]
            self.pulse()
        return nodes.attempts.take(np.flatnonzero(reached[:-1]))

    def _from(self, index: Integers, floor: Integers | None = None) -> Attempts:
        below = np.full(len(index), NOWHERE) if floor is None else floor
        return attempts(self.journeys, self.rules, self.entries[index], below, self.pulse)

    def _nodes(self) -> _Nodes:
        """Every attempt that may follow on another.

        An attempt that looks back within the grace must not use what the one before it used, so the same entry can
        begin different attempts, told apart by their floor. Few do.
        """
        index, floor = np.arange(len(self.entries)), np.full(len(self.entries), NOWHERE)
        names, made, following = [self._name(index, floor)], [self._from(index)], []
        while True:
            after, below = self._next(index, made[-1])
            following.append(np.where(after == NOWHERE, NOWHERE, self._name(after, below)))
            new = np.setdiff1d(following[-1][below != NOWHERE], np.concatenate(names[1:] or [names[0][:0]]))
            if not len(new):
                return _Nodes.of(np.concatenate(names), Attempts.joined(made), np.concatenate(following))
            index, floor = new // self._stride, new % self._stride - 1
            names.append(new)
            made.append(self._from(index, floor))

    @property
    def _stride(self) -> int:
        return len(self.journeys.time) + 1

    def _name(self, index: Integers, floor: Integers | int) -> Integers:
        return index * self._stride + floor + 1

    def _next(self, index: Integers, made: Attempts) -> tuple[Integers, Integers]:
        """The entry that each attempt is followed by, if any, and the floor of the attempt it begins."""
        journeys = self.journeys
        start = np.maximum(over(made, journeys, self.rules), made.entry + 1)
        after = self.track.index(journeys.group[made.entry], start)
        after = np.where((after != NOWHERE) & (self.cells[after] == self.cells[index]), after, NOWHERE)
        if self.rules.grace is None:
            return after, np.full(len(after), NOWHERE)
        reach = journeys.time[self.entries[after]] - self.rules.reach(len(journeys.blocks))
        near = (after != NOWHERE) & (journeys.time[made.last] >= reach)
        return after, np.where(near, made.last, NOWHERE)


def _within(most: np.ufunc, values: Integers, begins: Integers) -> Integers:
    """For every value the largest (or least) one of its stretch; *begins* says where stretches begin."""
    if not len(begins):
        return values
    return np.repeat(most.reduceat(values, begins), np.diff(np.append(begins, len(values))))


@frozen(eq=False)
class _Nodes:
    """Attempts in the order of their *names*, and which of them follows each; one behind them all, if none does."""

    names: Integers
    attempts: Attempts
    following: Integers

    @classmethod
    def of(cls, names: Integers, made: Attempts, following: Integers) -> _Nodes:
        """The attempts *made*, of which each is followed by the one named in *following*."""
        order = np.argsort(names)
        sorted_names = names[order]
        there = following[order]
        linked = np.where(there == NOWHERE, len(names), np.searchsorted(sorted_names, there))
        return cls(sorted_names, made.take(order), linked)

    def at(self, names: Integers) -> Integers:
        """Which ones have those names."""
        return np.searchsorted(self.names, names)
