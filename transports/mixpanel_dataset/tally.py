"""What JSON holds, counted by its bytes: faster than any parser, and enough to tell whether one has lost anything.

The text must be JSON. Strings, keys included, are counted exactly. Of the numbers, booleans and nulls that stand under
a key none is missed, unless its place is *doubtful*; a string that looks like ``":5`` counts as one more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import frozen

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

QUOTE, COLON, BACKSLASH, BLANK, CLOSING, NEWLINE = b'":\\ }\n'
NUMBER, BOOLEAN, NULL, NESTED = 1, 2, 3, 4


HELD: Final = np.array([[2, 0, 0], [0, 1, 1], [0, 0, 1]])
"""What a text, a number and a boolean hold, a column each: quotes, numbers or booleans, booleans."""
_KEY: Final = np.array([[2], [0], [0]])

_AT_ONCE: Final = 1 << 20
"""So many bytes are looked over at once. With fewer, threads side by side wait for the interpreter at every step."""


def _kinds() -> NDArray[np.uint8]:
    kinds = np.zeros(256, np.uint8)
    for kind, firsts in ((NUMBER, b"-0123456789"), (BOOLEAN, b"tf"), (NULL, b"n"), (NESTED, b"{[")):
        kinds[list(firsts)] = kind
    return kinds


_KINDS: Final = _kinds()
"""What a value is, by its first byte."""


@frozen(eq=False)
class Marks:
    """Bytes of JSON; how many quotes stand around strings, where keys end, and of what kind their values are.

    Of kind 0 are values that say nothing, and what is no key. *doubtful* are places of blanks that could hide a value,
    and of what may be half of a surrogate pair; *escaped* are quotes that stand within strings.
    """

    json: bytes
    text: NDArray[np.uint8]
    quotes: int
    ends: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    doubtful: NDArray[np.int64]
    escaped: NDArray[np.int64]

    @classmethod
    def of(cls, json: bytes) -> Marks:
        """The marks of *json*."""
        text = np.frombuffer(json, np.uint8)
        back = places_of(BACKSLASH, json)
        within = escaped(text, back)
        parts = [_ends(text, start, within) for start in range(0, len(text), _AT_ONCE)] or [_ends(text, 0, within)]
        quotes, ends, kinds, hidden = zip(*parts, strict=True)
        doubtful = np.concatenate([_halves(text, back), *hidden])
        return cls(json, text, sum(quotes) - len(within), np.concatenate(ends), np.concatenate(kinds), doubtful, within)

    @classmethod
    def of_several(cls, texts: Sequence[bytes]) -> tuple[Marks, NDArray[np.int64]]:
        """The marks of *texts* of JSON in a row, and where each of them begins."""
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        # A comma between two texts makes neither string nor value of them.
        return cls.of(b",".join(texts)), np.cumsum(lengths + 1) - lengths - 1

    def counts(self, starts: NDArray[np.int64]) -> NDArray[np.int64]:
        """What each part holds that begins at one of *starts*: a row each for quotes, numbers or booleans, booleans."""
        bounds = np.append(starts, len(self.text))
        all_quotes, escaped, plain, booleans = (
            np.diff(np.searchsorted(places, bounds))
            for places in (
                places_of(QUOTE, self.json),
                self.escaped,
                self.ends_of(NUMBER, BOOLEAN),
                self.ends_of(BOOLEAN),
            )
        )
        return np.array([all_quotes - escaped, plain, booleans])

    def total(self) -> NDArray[np.int64]:
        """What there is in all, in one column."""
        booleans = np.count_nonzero(self.kinds == BOOLEAN)
        return np.array([[self.quotes], [np.count_nonzero(self.kinds == NUMBER) + booleans], [booleans]])

    def alone(self, starts: NDArray[np.int64]) -> NDArray[np.int64]:
        """The same of values that begin at *starts*, which stand under no key."""
        kinds = _KINDS[self.text[starts]]
        return np.array([np.zeros(len(starts), bool), (kinds == NUMBER) | (kinds == BOOLEAN), kinds == BOOLEAN])

    def ends_of(self, *kinds: int) -> NDArray[np.int64]:
        """Where keys end whose values are of these kinds."""
        found = self.kinds == kinds[0]
        for kind in kinds[1:]:
            found |= self.kinds == kind
        ends: NDArray[np.int64] = self.ends[found]
        return ends


def held(texts: ArrayLike, numbers: ArrayLike, booleans: ArrayLike) -> NDArray[np.int64]:
    """What so many properties that are text, numbers and booleans hold, their keys included, as ``Marks.counts``."""
    found: NDArray[np.int64] = (HELD + _KEY) @ np.array([texts, numbers, booleans], np.int64)
    return found


def add_by_row(counts: NDArray[np.int64], rows: NDArray[np.int64], parts: NDArray[np.int64]) -> None:
    """Add *parts*, each of which belongs to one of *rows*, to *counts*; a row may have several."""
    for total, part in zip(counts, parts, strict=True):
        np.add.at(total, rows, part)


def cut(json: bytes, begins: NDArray[np.int64], ends: NDArray[np.int64]) -> list[bytes]:
    """What lies between *begins* and *ends*."""
    return [json[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]


def line_of(places: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which of the parts that begin at *starts* each of *places* lies in."""
    found: NDArray[np.int64] = np.searchsorted(starts, places, side="right") - 1
    return found


def _ends(
    text: NDArray[np.uint8], start: int, within: NDArray[np.int64]
) -> tuple[int, NDArray[np.int64], NDArray[np.uint8], NDArray[np.int64]]:
    """Of the bytes from *start* on: how many quotes, where keys end, the kinds of their values, doubtful places."""
    part = text[start : start + _AT_ONCE]
    quotes = int(np.count_nonzero(part == QUOTE))
    ends = np.flatnonzero(part == COLON)
    ends += start - 1
    before = text.take(ends, mode="clip")
    firsts = text.take(ends + 2, mode="clip")
    hidden = ends[before <= BLANK]
    if (blank := firsts <= BLANK).any():
        firsts[blank] = text.take(ends[blank] + 3, mode="clip")
        hidden = np.append(hidden, ends[(firsts <= BLANK) & (before == QUOTE)])
    kinds = _KINDS.take(firsts)
    kinds[before != QUOTE] = 0
    if len(within):
        kinds[np.isin(ends, within)] = 0
    return quotes, ends, kinds, hidden


def _halves(text: NDArray[np.uint8], slashes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where halves of surrogate pairs may be written."""
    u, d, high = (text.take(slashes + ahead, mode="clip") for ahead in (1, 2, 3))
    found: NDArray[np.int64] = slashes[(u == ord("u")) & (d | 32 == ord("d")) & (high >= ord("8"))]
    return found


def places_of(byte: int, text: bytes) -> NDArray[np.int64]:
    """Where *byte* stands in *text*."""
    if text.find(byte) < 0:
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.frombuffer(text, np.uint8) == byte)


def escaped(text: NDArray[np.uint8], slashes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The quotes behind the first, third ... of several backslashes."""
    if not len(slashes):
        return slashes
    first = np.append(True, np.diff(slashes) != 1)
    begins = slashes[first][np.cumsum(first) - 1]
    behind = slashes[(slashes - begins) % 2 == 0] + 1
    found: NDArray[np.int64] = behind[text.take(behind, mode="clip") == QUOTE]
    return found
