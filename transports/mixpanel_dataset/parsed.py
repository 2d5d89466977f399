"""What polars' JSON parser makes of lines, and the columns that become of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from attrs import frozen

from mixpanel_dataset.cells import within
from mixpanel_dataset.columns import EXACT_DOUBLE
from mixpanel_dataset.core import IDS
from mixpanel_dataset.gathering import dtype_of
from mixpanel_dataset.lines import LAST_MS, MS_ABOVE
from mixpanel_dataset.names import PROCESSED, Kind, column_name
from mixpanel_dataset.tally import held

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import ArrayLike, NDArray

AT_ONCE: Final = 500
"""So many lines are parsed at once: what the parser makes of them on the way stays in the processor's cache."""

_QUOTES: Final = 2


@frozen(eq=False)
class Parsed:
    """The *event* of each line and its *properties*, most of them of these *kinds*; no event where a line was refused.

    Those that are of several kinds are as text.
    """

    event: pl.Series
    properties: pl.DataFrame
    kinds: Mapping[str, Kind]

    @classmethod
    def of(cls, texts: pl.Series, kinds: Mapping[str, Kind], mixed: Iterable[str] = ()) -> Self:
        """What the parser makes of *texts*; *mixed* are the properties of several kinds."""
        import polars as pl

        properties = pl.Struct({name: dtype_of(kind) for name, kind in kinds.items()} | dict.fromkeys(mixed, pl.String))
        dtype = pl.Struct({"event": pl.String, "properties": properties})
        parts = [texts[start : start + AT_ONCE] for start in range(0, len(texts), AT_ONCE)]
        outer = pl.concat([_parsed(part, dtype) for part in parts]).struct.unnest()
        return cls(outer["event"], outer["properties"].struct.unnest(), kinds)

    @property
    def sound(self) -> NDArray[np.bool_]:
        """The rows that have an event."""
        if not self.event.null_count():
            return np.ones(len(self.event), bool)
        found: NDArray[np.bool_] = self.event.is_not_null().to_numpy()
        return found

    def has(self, name: str, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of *rows* have a value under *name*."""
        if name not in self.properties.columns:
            return np.zeros(len(rows), bool)
        found: NDArray[np.bool_] = self.properties[name].is_not_null().to_numpy()[rows]
        return found

    def total(self) -> NDArray[np.int64]:
        """What all cells hold, their keys included, as ``Marks.total`` has it."""
        sums = Counter[str]()
        for name, kind in self.kinds.items():
            sums[kind] += self.properties[name].count()
        found = held([sums["s"]], [sums["n"]], [sums["b"]])
        found[0] += _outer(self.event.count(), self.properties["time"].count())
        return found

    def row_by_row(self) -> NDArray[np.int64]:
        """The same of each row."""
        found = held(*(self._present(kind) for kind in ("s", "n", "b")))
        found[0] += _outer(self.sound, self.properties["time"].is_not_null().to_numpy())
        return found

    def _present(self, kind: Kind) -> NDArray[np.int64]:
        import polars as pl

        names = [name for name, each in self.kinds.items() if each == kind]
        if not names:
            return np.zeros(len(self.event), np.int64)
        there = pl.sum_horizontal(pl.col(name).is_not_null() for name in names)
        return self.properties.select(there).to_series().to_numpy().astype(np.int64)

    def columns(self, odd: NDArray[np.bool_]) -> Iterator[pl.Series]:
        """The columns, as they are stored; *odd* gets the rows of which they would not be true."""
        yield self.event.alias("event")
        for name, kind in self.kinds.items():
            column = self.properties[name]
            if name == "time":
                yield _times(column, odd)
            elif name == PROCESSED and kind == "n":
                yield _whole(column, odd)
            elif name in IDS and kind == "s":
                yield column.alias(IDS[name])
            else:
                if kind == "n":
                    odd |= rounded(column)
                yield column.alias(column_name(name, kind))


def _outer(events: ArrayLike, times: ArrayLike) -> NDArray[np.int64]:
    """Quotes outside of the properties: of so many *events* and their keys, and of a key where there are *times*.

    There are no more in any line, be it blank, or without properties: whatever is too much would hide what is lost.
    """
    found: NDArray[np.int64] = 2 * _QUOTES * np.asarray(events, np.int64) + _QUOTES * np.asarray(times, np.int64)
    return found


def rounded(numbers: pl.Series) -> NDArray[np.bool_]:
    """Which of *numbers* doubles may have rounded."""
    if within(numbers, -EXACT_DOUBLE + 1, EXACT_DOUBLE - 1):
        return np.zeros(len(numbers), bool)
    found: NDArray[np.bool_] = np.abs(numbers.to_numpy()) >= EXACT_DOUBLE
    return found


def _parsed(texts: pl.Series, dtype: pl.Struct) -> pl.Series:
    """What the parser makes of some *texts*: nothing of any if it refuses one."""
    import polars as pl

    try:
        found = texts.str.json_decode(dtype)
    except pl.exceptions.ComputeError:
        found = texts.clear()
    # It passes over what is blank.
    return found if len(found) == len(texts) else pl.Series([None], dtype=dtype).new_from_index(0, len(texts))


def _times(column: pl.Series, odd: NDArray[np.bool_]) -> pl.Series:
    """Times in milliseconds; what is finer is odd, as is what is none."""
    import polars as pl

    given = column.to_numpy()
    seconds = given <= MS_ABOVE
    ms = np.rint(np.where(seconds, given * 1000, given))
    sound = (given >= 0) & (ms < LAST_MS) & (np.where(seconds, ms / 1000, ms) == given)
    odd |= ~sound
    return pl.Series("time", np.where(sound, ms, 0).astype(np.int64))


def _whole(column: pl.Series, odd: NDArray[np.bool_]) -> pl.Series:
    """Whole numbers; others are odd."""
    import polars as pl

    given = column.to_numpy()
    whole = (np.rint(given) == given) & (np.abs(given) < EXACT_DOUBLE) & ((given != 0) | ~np.signbit(given))
    none = np.isnan(given)
    if not (whole | none).all():
        odd |= ~whole & ~none
        column = pl.Series(np.where(whole | none, given, 0), nan_to_null=True)
    return column.cast(pl.Int64).alias(PROCESSED)
