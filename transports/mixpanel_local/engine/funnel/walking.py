"""Attempts at a funnel: from an entry on to the step where it ends, for many entries at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Self

import numpy as np
from attrs import frozen

from mixpanel_local.engine.funnel.journeys import Journeys
from mixpanel_local.engine.funnel.rules import Rules
from mixpanel_local.engine.sequences.rows import Booleans, Integers
from mixpanel_local.engine.sequences.search import NOWHERE, Track

_FAR: Final = np.iinfo(np.int64).max


@frozen(eq=False)
class Attempts:
    """Where each attempt took its steps: one row of *places* per attempt, ``NOWHERE`` for steps not taken.

    *depth* counts the steps taken. *excluded* is the place of the event that ended the attempt, if one did.
    """

    places: Integers
    depth: Integers
    excluded: Integers

    def __len__(self) -> int:
        return len(self.depth)

    @property
    def entry(self) -> Integers:
        """The places of the entries."""
        return self.places[:, 0]

    @property
    def final(self) -> Integers:
        """The place of the last step taken."""
        final: Integers = self.places[np.arange(len(self)), self.depth - 1]
        return final

    @property
    def last(self) -> Integers:
        """The last place that took part in the attempt."""
        last: Integers = np.maximum(self.places.max(axis=1, initial=NOWHERE), self.excluded)
        return last

    def take(self, chosen: Integers | Booleans) -> Attempts:
        """Some of them."""
        return Attempts(self.places[chosen], self.depth[chosen], self.excluded[chosen])

    def cut(self, which: Booleans) -> Attempts:
        """The same attempts, those of *which* over after their first step."""
        places = self.places.copy()
        places[which, 1:] = NOWHERE
        return Attempts(places, np.where(which, 1, self.depth), self.excluded)

    @classmethod
    def joined(cls, several: list[Attempts]) -> Self:
        """All of *several*."""
        return cls(
            np.concatenate([each.places for each in several]),
            np.concatenate([each.depth for each in several]),
            np.concatenate([each.excluded for each in several]),
        )


def attempts(
    journeys: Journeys, rules: Rules, entries: Integers, floor: Integers, pulse: Callable[[], None]
) -> Attempts:
    """The attempts that begin at *entries* and use no place up to their *floor*. *pulse* is called now and then."""
    walk = _Walk(journeys, rules, entries, floor)
    while walk.open.size:
        pulse()
        walk.advance()
    return Attempts(walk.places, walk.depth, walk.excluded)


def over(made: Attempts, journeys: Journeys, rules: Rules) -> Integers:
    """The first place at which each attempt is over: converted, excluded, or its window closed."""
    converted = made.depth == len(journeys.blocks)
    late = ~converted & (made.excluded == NOWHERE)
    place = made.last + np.where(converted & rules.reenters, 0, 1)
    entry = made.entry[late]
    place[late] = journeys.clocks.first(journeys.user[entry], journeys.clock[entry] + rules.window + 1)
    return place


class _Walk:
    """Attempts under way; those in ``open`` have all taken as many steps."""

    def __init__(self, journeys: Journeys, rules: Rules, entries: Integers, floor: Integers) -> None:
        self._journeys = journeys
        self._rules = rules
        self._floor = floor
        self._user = journeys.user[entries]
        self._group = journeys.group[entries]
        self._taken = 1
        self.places = np.full((len(entries), len(journeys.blocks)), NOWHERE)
        self.places[:, 0] = entries
        self.depth = np.ones(len(entries), dtype=np.int64)
        self.excluded = np.full(len(entries), NOWHERE)
        # Which steps are still to be taken is told apart only where several may come first.
        self._free = any(len(block.steps) > 1 for block in journeys.blocks)
        self._due = np.ones((len(entries) if self._free else 0, len(journeys.blocks)), dtype=np.bool_)
        if self._free:
            self._enter(entries)
        self.open = np.arange(len(entries) if len(journeys.blocks) > 1 else 0)

    def _enter(self, entries: Integers) -> None:
        """An entry is the first step of its block that it can be."""
        free = np.ones(len(entries), dtype=np.bool_)
        for step in self._journeys.blocks[0].steps:
            taken = free & self._journeys.steps[step].has(self._group, entries)
            self._due[taken, step] = False
            free &= ~taken

    def advance(self) -> None:
        """Take one more step in every attempt that can."""
        next_, step = self._next()
        place = np.where((next_ != NOWHERE) & self._inside(next_), next_, NOWHERE)
        found = place != NOWHERE
        went = found & ~self._exclude(place, found)
        on = self.open[went]
        self.places[on, self._taken] = place[went]
        if self._free:
            self._due[on, step[went]] = False
        self.depth[on] += 1
        self._taken += 1
        self.open = on if self._taken < self.places.shape[1] else on[:0]

    def _next(self) -> tuple[Integers, Integers]:
        """The place of each open attempt's next step, whenever it is, and which step that is, where that is asked."""
        group, start = self._group[self.open], self._start()
        steps = self._journeys.blocks[self._taken].steps
        if not self._free:
            return self._first(self._journeys.steps[steps[0]], group, start), np.empty(0, dtype=np.int64)
        best, chosen = np.full(len(self.open), _FAR), np.zeros(len(self.open), dtype=np.int64)
        for step in steps:
            place = self._first(self._journeys.steps[step], group, start)
            nearer = (place != NOWHERE) & (place < best) & self._due[self.open, step]
            best[nearer], chosen[nearer] = place[nearer], step
        return np.where(best == _FAR, NOWHERE, best), chosen

    def _first(self, track: Track, group: Integers, start: Integers) -> Integers:
        if self._rules.grace is None:
            return track.first(group, start)
        return _unused(track, group, start, self.places[self.open, : self._taken])

    def _inside(self, place: Integers) -> Booleans:
        """Whether the window is open at each *place*, if it is one."""
        clock = self._journeys.clock
        passed = clock[place] - clock[self.places[self.open, 0]]
        inside: Booleans = passed <= self._rules.window
        return inside & (passed >= 0) if self._rules.sessions else inside

    def _start(self) -> Integers:
        """The first place at which each open attempt's next step may be."""
        before = self.places[self.open, self._taken - 1]
        if self._rules.grace is None:
            return self._behind(before)
        times = self._journeys.time[self.places[self.open, : self._taken]]
        return self._around(times[:, -1] if self._rules.chained else times.max(axis=1))

    def _behind(self, place: Integers) -> Integers:
        """The first place that comes after *place*."""
        if not self._rules.later:
            return place + 1
        return self._journeys.times.first(self._user[self.open], self._journeys.time[place] + 1)

    def _around(self, time: Integers) -> Integers:
        """The first place within the grace before *time*."""
        start = self._journeys.times.first(self._user[self.open], time - (self._rules.grace or 0))
        start = np.maximum(start, self._floor[self.open] + 1)
        if not self._rules.sessions:
            return start
        session = self._journeys.clock[self.places[self.open, 0]]
        return np.maximum(start, self._journeys.clocks.first(self._user[self.open], session))

    def _exclude(self, place: Integers, found: Booleans) -> Booleans:
        """Whether each open attempt is over before it comes to *place*, its next step, if that was *found*."""
        first = np.full(len(self.open), _FAR)
        for track, after, before in self._journeys.exclusions:
            if after < self._taken <= before:
                where = self._exclusion(track, after, place, found)
                first = np.where(where == NOWHERE, first, np.minimum(first, where))
        out: Booleans = first != _FAR
        self.excluded[self.open[out]] = first[out]
        return out

    def _exclusion(self, track: Track, after: int, place: Integers, found: Booleans) -> Integers:
        """The first excluding place behind step *after* and not behind *place*, nor, without one, the window."""
        user, since = self._user[self.open], self.places[self.open, after]
        start = self._around(self._journeys.time[since]) if self._wide else self._behind(since)
        used = np.column_stack([self.places[self.open, : self._taken], place])
        where = _unused(track, user, start, used)
        at = np.where(where == NOWHERE, 0, where)
        out = (where != NOWHERE) & np.where(found, self._sooner(at, place), self._inside(at))
        itself = found & (not self._rules.spares) & track.has(user, place)
        first = np.minimum(np.where(out, where, _FAR), np.where(itself, place, _FAR))
        return np.where(first == _FAR, NOWHERE, first)

    @property
    def _wide(self) -> bool:
        """Whether the grace holds for what is excluded too."""
        return self._rules.grace is not None and self._rules.around

    def _sooner(self, at: Integers, place: Integers) -> Booleans:
        """Whether what happens *at* some places comes between a step and the next one, at *place*."""
        time = self._journeys.time
        sooner: Booleans = at < place
        if self._wide:
            sooner = time[at] <= time[place] + (self._rules.grace or 0)
        elif self._rules.later:
            sooner = time[at] < time[place]
        return sooner


def _unused(track: Track, group: Integers, start: Integers, used: Integers) -> Integers:
    """The first place of *track* from *start* on that is none of those *used*, a row of them for each *group*."""
    place = track.first(group, start)
    while (again := (place[:, None] == used).any(axis=1) & (place != NOWHERE)).any():
        place[again] = track.first(group[again], place[again] + 1)
    return place
