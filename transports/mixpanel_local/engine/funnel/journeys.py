"""The events of some users as a funnel sees them: where each step and each exclusion happens."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import groupby
from typing import Final

import numpy as np
from attrs import frozen

from mixpanel_local.engine.funnel.plan import Funnel
from mixpanel_local.engine.sequences.rows import Booleans, Integers, Rows
from mixpanel_local.engine.sequences.search import Stamps, Track

SESSION: Final = "session"
"""The column with the number of the event's session among those of its user."""


def held_name(at: int) -> str:
    """The column with the text of the held property of that place."""
    return f"h{at}"


@frozen
class Block:
    """Steps in a row of which any may come first: one that has its place, or several neighbours that have none."""

    steps: tuple[int, ...]


@frozen(eq=False)
class Journeys:
    """Rows of some users. A *group* is a user, or the events of one that share the properties held constant.

    An attempt's steps are events of one group; exclusions, and *others* that a question is about, are events of its
    user. *clock* is what windows are counted
    in: milliseconds, or sessions. *blocks* has, for each count of steps taken, the block the next one is in.
    """

    user: Integers
    group: Integers
    time: Integers
    clock: Integers
    steps: Sequence[Track]
    exclusions: Sequence[tuple[Track, int, int]]
    others: Sequence[Track]
    blocks: Sequence[Block]

    @classmethod
    def of(cls, rows: Rows, funnel: Funnel, others: int = 0, *, undefined: bool) -> Journeys:
        """The journeys in *rows*; *undefined* says whether a held property that is not set has a value in common.

        So many *others* have their conditions behind those of the funnel.
        """
        group = _groups(rows, len(funnel.held))
        clock = rows.frame[SESSION].to_numpy() if funnel.window.unit == "session" else rows.time
        known = np.ones(len(rows), dtype=np.bool_) if undefined else _defined(rows, len(funnel.held))
        count = len(funnel.steps)
        excluded = count + len(funnel.exclusions)
        places = [rows.where(at) for at in range(excluded + others)]
        return cls(
            rows.user,
            group,
            rows.time,
            clock,
            [Track.of(found[known[found]], group) for found in places[:count]],
            [
                (Track.of(found, rows.user), exclusion.after, exclusion.before)
                for found, exclusion in zip(places[count:excluded], funnel.exclusions, strict=True)
            ],
            [Track.of(found, rows.user) for found in places[excluded:]],
            blocks_of(funnel),
        )

    @cached_property
    def times(self) -> Stamps:
        """Where each user's rows of a time begin."""
        return Stamps.of(self.user, self.time)

    @cached_property
    def clocks(self) -> Stamps:
        """Where each user's rows of a value of the clock begin."""
        return self.times if self.clock is self.time else Stamps.of(self.user, self.clock)

    def entries(self, start: int, end: int) -> Track:
        """Where attempts can begin: at steps of the first block from *start* to before *end*."""
        begins = np.zeros(len(self.time), dtype=np.bool_)
        for at in self.blocks[0].steps:
            begins[self.steps[at].places] = True
        return Track.of(np.flatnonzero(begins & (self.time >= start) & (self.time < end)), self.group)


def blocks_of(funnel: Funnel) -> Sequence[Block]:
    """For each count of steps taken the block of the next step."""
    blocks: list[Block] = []
    for free, members in groupby(range(len(funnel.steps)), lambda at: funnel.steps[at].free):
        several = tuple(members)
        blocks += [Block(several)] * len(several) if free else [Block((at,)) for at in several]
    return blocks


def _groups(rows: Rows, held: int) -> Integers:
    group = rows.user
    for at in range(held):
        text = rows.frame[held_name(at)].rank("dense").fill_null(0).to_numpy().astype(np.int64)
        pairs = group * (int(text.max(initial=0)) + 1) + text
        group = np.unique(pairs, return_inverse=True)[1]
    return group


def _defined(rows: Rows, held: int) -> Booleans:
    known = np.ones(len(rows), dtype=np.bool_)
    for at in range(held):
        known &= rows.frame[held_name(at)].is_not_null().to_numpy()
    return known
