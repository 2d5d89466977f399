"""Many lines become a frame at the speed of the machine; what is out of the ordinary is left to the exact rules."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from mixpanel_dataset.cells import Read
from mixpanel_dataset.columns import compact
from mixpanel_dataset.core import event_reader
from mixpanel_dataset.gathering import NUMBER, lines_of
from mixpanel_dataset.lines import event_of, says_twice
from mixpanel_dataset.shape import ENOUGH, Field, Shape, decoder

if TYPE_CHECKING:
    import polars as pl

_CHUNK: Final = 500
"""So many lines are taken together: what is made of them stays in the processor's cache until it is columns."""

_SAMPLE: Final = 200
_MANY: Final = 50
"""So many lines of a chunk that are left are a sign that lines have changed."""

_ESCAPED_COLON: Final = re.compile(rb"\\u003[aA]")
_PERHAPS_TOO_LARGE: Final = r"[0-9][eE]\+?[0-9]{3}|[0-9]{309}"
_BLANK: Final = r"[ \t\r]"
_OUTER_KEYS: Final = 2
"""``event`` and ``properties``."""


@frozen
class Decoded:
    """The rows made of a block's *lines*, numbered by them; those whose places are in *left* have to be looked at."""

    lines: Sequence[bytes]
    frame: pl.DataFrame | None
    left: Sequence[int]


@frozen
class _Rows:
    """Lines as values: their events, their properties in the order of the fields, their places."""

    events: list[str] = field(factory=list)
    properties: list[tuple[Any, ...]] = field(factory=list)
    places: list[int] = field(factory=list)


@frozen
class _Chunk:
    """The rows of some lines, the colons after their keys, and the places of those that need a look all the same."""

    frame: pl.DataFrame
    colons: int
    odd: Sequence[int]


class Decoder:
    """Decodes events with a decoder made for lines like those before; what it takes it takes exactly."""

    def __init__(self) -> None:
        self._shape = Shape()
        self._readers: list[tuple[Read, Field]] = []
        self._decode: Callable[[bytes], Any] = decoder([])
        self._with_colons: set[str] = set()

    @property
    def columned(self) -> set[str]:
        """The properties it has columns for."""
        return {field.name for _, field in self._readers}

    def decode(self, block: bytes, first: int) -> Decoded:
        """The events in whole lines, which are numbered from *first* on."""
        lines = lines_of(block)
        if not self._readers:
            self._learn_at_once(lines[:: len(lines) // _SAMPLE + 1])
        left: list[int] = []
        with _no_collection():
            chunks = list(self._chunks(lines, first, left))
        return self._checked(block, lines, first, chunks, left) if chunks else Decoded(lines, None, left)

    def learn(self, left: Iterable[bytes], enough: int = ENOUGH) -> None:
        """Be prepared for events like those in the lines that were *left*, once there are *enough* of them."""
        for line in left:
            self._shape.meet(line)
        if self._shape.learn(enough):
            fields = self._shape.fields
            self._readers = [(event_reader(each), each) for each in fields]
            self._decode = decoder(fields)

    def _chunks(self, lines: Sequence[bytes], first: int, left: list[int]) -> Iterator[_Chunk]:
        for start in range(0, len(lines), _CHUNK):
            chunk = lines[start : start + _CHUNK]
            rows, others = self._rows(chunk, start)
            if len(others) > _MANY and self._learn_at_once(lines[place] for place in others[:_MANY]):
                rows, others = self._rows(chunk, start)
            left += others
            if rows.places:
                yield self._chunk(rows, first)

    def _learn_at_once(self, left: Iterable[bytes]) -> bool:
        """Be prepared for what is in any of the events in *left*; whether that is anything new."""
        known = self._decode
        self.learn(filter(_is_event, left), enough=1)
        return self._decode is not known

    def _rows(self, lines: Sequence[bytes], start: int) -> tuple[_Rows, list[int]]:
        """The rows in *lines*, and the places of the others."""
        import msgspec

        rows = _Rows()
        left: list[int] = []
        if "time" not in self.columned:
            return rows, [*range(start, start + len(lines))]
        decode, astuple = self._decode, msgspec.structs.astuple
        events, properties, places = rows.events, rows.properties, rows.places
        for place, line in enumerate(lines, start):
            try:
                event = decode(line)
            except (msgspec.MsgspecError, ValueError, RecursionError):
                left.append(place)
            else:
                events.append(event.event)
                properties.append(astuple(event.properties))
                places.append(place)
        return rows, left

    def _chunk(self, rows: _Rows, first: int) -> _Chunk:
        import polars as pl

        columns = [pl.Series("event", rows.events, dtype=pl.String)]
        columns.append(pl.Series(NUMBER, rows.places, dtype=pl.Int64) + first)
        colons = _OUTER_KEYS * len(rows.places)
        odd: list[int] = []
        # All at once: one by one, each column would fetch the rows from memory anew.
        values_of = list(zip(*rows.properties, strict=True))
        for (read, each), values in zip(self._readers, values_of, strict=True):
            found = read(values, odd)
            colons += (1 + each.name.count(":")) * _present(each, values, found)
            columns += found
        return _Chunk(pl.DataFrame(columns), colons, [rows.places[row] for row in odd])

    def _checked(
        self, block: bytes, lines: Sequence[bytes], first: int, chunks: Sequence[_Chunk], left: Sequence[int]
    ) -> Decoded:
        """The rows of *chunks* without those whose lines need a look."""
        import polars as pl

        frame = pl.concat([chunk.frame for chunk in chunks], how="diagonal")
        odd = {place for chunk in chunks for place in chunk.odd}
        outside = sum(lines[place].count(b":") for place in left)
        of_texts = block.count(b":") - outside - sum(chunk.colons for chunk in chunks)
        if not self._all_taken(block, frame, of_texts):
            odd.update(number - first for number in frame[NUMBER] if says_twice(lines[number - first]))
        frame, too_large = _compact(frame)
        odd.update(number - first for number in too_large)
        if odd:
            frame = frame.filter(~pl.col(NUMBER).is_in([first + place for place in odd]))
        return Decoded(lines, frame, sorted([*left, *odd]))

    def _all_taken(self, block: bytes, frame: pl.DataFrame, colons: int) -> bool:
        """Whether the *colons* that stand after no key all stand in texts.

        A decoder takes the last of two values under one key and says nothing; then a colon is left over. Most texts
        have none: those that had some before are looked at first.
        """
        import polars as pl

        if b"\\" in block and _ESCAPED_COLON.search(block):
            return False
        names = {name for name, dtype in frame.schema.items() if dtype == pl.String}
        found = _colons(frame, names & self._with_colons)
        if sum(found.values()) != colons:
            found |= _colons(frame, names - self._with_colons)
            self._with_colons.update(name for name, count in found.items() if count)
        return sum(found.values()) == colons


@contextmanager
def _no_collection() -> Iterator[None]:
    """Spare the garbage collector the values of many lines, which hold no circles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _is_event(line: bytes) -> bool:
    try:
        event_of(line)
    except ValueError:
        return False
    return True


def _present(field: Field, values: Sequence[Any], columns: Sequence[pl.Series]) -> int:
    """In how many rows the property stands: each has its value in one column, unless ids are text besides."""
    if len(columns) > 1:
        return len(values) - values.count(field.missing)
    return sum(len(column) - column.null_count() for column in columns)


def _colons(frame: pl.DataFrame, names: Collection[str]) -> dict[str, int]:
    """How many colons stand in each of some columns."""
    import polars as pl

    if not names:
        return {}
    return frame.select(pl.col(sorted(names)).str.count_matches(":", literal=True).sum()).to_dicts()[0]


def _compact(frame: pl.DataFrame) -> tuple[pl.DataFrame, Sequence[int]]:
    """Lists and objects without blanks between their parts; the lines with numbers in them that no double may hold."""
    import polars as pl

    names = [name for name in frame.columns if name.endswith("__j")]
    tests = {name: pl.col(name).str.contains(pattern).any() for name in names for pattern in (_BLANK,)}
    large = {f"large {name}": pl.col(name).str.contains(_PERHAPS_TOO_LARGE).any() for name in names}
    found = frame.select(**tests, **large).to_dicts()[0] if names else {}
    closed = [frame[name].map_elements(compact, pl.String) for name in tests if found[name]]
    rows = [pl.col(name).str.contains(_PERHAPS_TOO_LARGE) for name in names if found[f"large {name}"]]
    numbers = frame.filter(pl.any_horizontal(rows))[NUMBER].to_list() if rows else []
    return frame.with_columns(closed), numbers
