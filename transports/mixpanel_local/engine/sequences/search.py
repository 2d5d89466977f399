"""Looking ahead in the events of each user, for all users at once."""

from __future__ import annotations

from typing import Final, Self

import numpy as np
from attrs import frozen

from mixpanel_local.engine.sequences.rows import Booleans, Integers

NOWHERE: Final = -1
"""In place of a place: there is none."""

_END: Final = np.iinfo(np.int64).max


@frozen(eq=False)
class Track:
    """The places at which something happens, by the group (a user, or a part of one's events) they belong to.

    *places* are in order of their group, then of themselves, as are *keys*: ``group * size + place``, with a last one
    behind them all.
    """

    places: Integers
    keys: Integers
    size: int

    @classmethod
    def of(cls, places: Integers, group: Integers) -> Self:
        """The track of ascending *places*, of which *group* says for every row whose it is."""
        size = len(group)
        keys = np.full(len(places) + 1, _END)
        np.multiply(group[places], size, out=keys[:-1])
        keys[:-1] += places
        if np.any(keys[1:] < keys[:-1]):
            keys.sort()
            places = keys[:-1] % size
        return cls(places, keys, size)

    def first(self, group: Integers, start: Integers) -> Integers:
        """For each *group* its first place that is not before *start*."""
        low = group * self.size
        found = self.keys[np.searchsorted(self.keys, low + start)]
        return np.where(found < low + self.size, found - low, NOWHERE)

    def index(self, group: Integers, start: Integers) -> Integers:
        """For each *group* which of ``places`` is its first one that is not before *start*."""
        low = group * self.size
        found = np.searchsorted(self.keys, low + start)
        return np.where(self.keys[found] < low + self.size, found, NOWHERE)

    def before(self, group: Integers, place: Integers) -> Integers:
        """How many places come before *place* in each *group*, those of all groups before it included."""
        return np.searchsorted(self.keys, group * self.size + place)

    def has(self, group: Integers, place: Integers) -> Booleans:
        """Whether it happens at each *place*."""
        there: Booleans = self.first(group, place) == place
        return there


@frozen(eq=False)
class Stamps:
    """Where the rows of a group begin that are not before some value, which rises from row to row of the group."""

    keys: Integers
    low: int
    stride: int

    @classmethod
    def of(cls, group: Integers, value: Integers) -> Self:
        """The stamps of rows in order of *group* and *value*."""
        low, high = (int(value.min()), int(value.max())) if len(value) else (0, 0)
        stride = high - low + 2
        if len(group) and (int(group[-1]) + 1) * stride >= _END:
            raise OverflowError("too many users at a time; divide them into more passes")
        return cls(group * stride + (value - low), low, stride)

    def first(self, group: Integers, value: Integers) -> Integers:
        """For each *group* the place of its first row of at least *value*, or the one behind its last row."""
        offset = np.clip(value - self.low, 0, self.stride - 1)
        return np.searchsorted(self.keys, group * self.stride + offset)


def heads(*keys: Integers) -> Booleans:
    """Whether each row is the first of those beside it that are equal in all *keys*."""
    first = np.zeros(len(keys[0]), dtype=np.bool_)
    first[:1] = True
    for key in keys:
        first[1:] |= key[1:] != key[:-1]
    return first
