"""Properties of many lines, found by the places of quotes and brackets.

The lines must be JSON. The first object under a key of a line must be its properties, or the line has no *members*
here. What lies deeper than the properties is not looked at, nor what lies beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import frozen

from mixpanel_dataset.tally import (
    BACKSLASH,
    CLOSING,
    NESTED,
    NEWLINE,
    QUOTE,
    Marks,
    cut,
    escaped,
    line_of,
    places_of,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

_OPEN, _CLOSE, _SQUARE = b"{} "
"""With the last one's bit set, square brackets are like curly ones."""
_LEVELS: Final = -2
_KEY_ENDS: Final = ":,{[ \t"


def findable(name: str) -> bool:
    """Whether no string that is a value can look like the key *name*."""
    return bool(name) and name[-1] not in _KEY_ENDS


@frozen(eq=False)
class Members:
    """The properties of lines, which are in the line's text between two of *spans*, save for what lies deeper.

    The lists and objects among them lie from *begins* to before *ends*.
    """

    marks: Marks
    starts: NDArray[np.int64]
    spans: tuple[NDArray[np.int64], NDArray[np.int64]]
    begins: NDArray[np.int64]
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, marks: Marks, starts: NDArray[np.int64], sound: NDArray[np.bool_]) -> Members:
        """Those of lines that begin at *starts*, as far as they are *sound*."""
        text = marks.text
        stops = np.append(starts[1:] - 1, len(text) - int(text[-1] == NEWLINE))
        openings = marks.ends_of(NESTED)
        rows = line_of(openings, starts)
        first = _firsts(rows)
        here = first & sound[rows] & _is_key(text, openings, "properties")
        spans = np.full(len(starts), len(text)), np.zeros(len(starts), np.int64)
        spans[0][rows[here]] = openings[here]
        flat = (text.take(stops - 1, mode="clip") == CLOSING) & (text.take(stops - 2, mode="clip") == CLOSING)
        spans[1][flat] = stops[flat] - 1
        deeper = ~first & (openings > spans[0][rows])
        begins, ends = _nested(marks.json, openings[deeper], rows[deeper], stops, spans[1])
        return cls(marks, starts, spans, begins, ends)

    def rows_of(self, kind: int, name: str) -> NDArray[np.int64]:
        """The rows in which the value of *name* is of this *kind*, which is not ``NESTED``."""
        ends = self.marks.ends_of(kind)
        ends = ends[_is_key(self.marks.text, ends, name)]
        rows = line_of(ends, self.starts)
        within = (ends > self.spans[0][rows]) & (ends < self.spans[1][rows]) & ~_within(ends, self.begins, self.ends)
        found: NDArray[np.int64] = rows[within]
        return found

    def nested(self, name: str) -> tuple[NDArray[np.int64], list[bytes]]:
        """The rows that have a list or an object under *name*, and those."""
        there = _is_key(self.marks.text, self.begins - 2, name)
        begins = self.begins[there]
        return line_of(begins, self.starts), cut(self.marks.json, begins, self.ends[there])


def _nested(
    json: bytes,
    openings: NDArray[np.int64],
    rows: NDArray[np.int64],
    stops: NDArray[np.int64],
    closings: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where lists and objects among properties begin and end; *closings*, by row, is set to where those do."""
    nothing = np.zeros(0, np.int64)
    if not len(openings):
        return nothing, nothing
    first = _firsts(rows)
    begins, rows = openings[first] + 2, rows[first]
    lengths = stops[rows] - begins
    offsets = np.cumsum(lengths) - lengths
    joined = b"".join(cut(json, begins, begins + lengths))
    part = np.frombuffer(joined, np.uint8)
    brackets = _brackets(joined, part)
    opens = part[brackets] | _SQUARE == _OPEN
    of = line_of(brackets, offsets)
    depth = np.cumsum(np.where(opens, 1, -1))
    before = np.append(0, depth)[np.searchsorted(brackets, np.append(offsets, len(part)))]
    depth -= before[of]
    # What begins among properties ends two levels higher, what begins beside them does not.
    here = (np.diff(before) == _LEVELS)[of]
    places = brackets + (begins - offsets)[of]
    closed = np.flatnonzero(here & ~opens & (depth == -1))[::-1]
    # The first of each row is set last.
    closings[rows[of[closed]]] = places[closed]
    return places[here & opens & (depth == 1)], places[here & ~opens & (depth == 0)] + 1


def _brackets(json: bytes, text: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Where brackets stand in *text*, which is *json*, that are no part of a string."""
    quotes = np.flatnonzero(text == QUOTE)
    if len(within := escaped(text, places_of(BACKSLASH, json))):
        quotes = np.setdiff1d(quotes, within, assume_unique=True)
    brackets = np.flatnonzero((text | _SQUARE == _OPEN) | (text | _SQUARE == _CLOSE))
    found: NDArray[np.int64] = brackets[np.searchsorted(quotes, brackets) % 2 == 0]
    return found


def _firsts(rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The places at which another row begins."""
    return np.append(True, rows[1:] != rows[:-1])[: len(rows)]


def _within(places: NDArray[np.int64], begins: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of *places* lie between the beginning and the end of a list or an object."""
    before = np.searchsorted(begins, places)
    return places < np.append(0, ends)[before]


def _is_key(text: NDArray[np.uint8], ends: NDArray[np.int64], name: str) -> NDArray[np.bool_]:
    """Which of the strings that end at *ends* are *name*."""
    key = np.frombuffer(b'"' + name.encode(), np.uint8)
    which = np.arange(len(ends))
    for ahead, byte in enumerate(key[::-1], 1):
        which = which[text.take(ends[which] - ahead, mode="clip") == byte]
    which = which[text.take(ends[which] - len(key) - 1, mode="clip") != BACKSLASH]
    found = np.zeros(len(ends), bool)
    found[which] = True
    return found
