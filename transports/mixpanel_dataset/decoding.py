"""Many lines become a frame at the speed of the machine; what is out of the ordinary is left to the exact rules."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import frozen

from mixpanel_dataset.hands import Hands
from mixpanel_dataset.lines import event_of
from mixpanel_dataset.quick import Quick, Taken
from mixpanel_dataset.shape import ENOUGH, Field, Shape
from mixpanel_dataset.structs import CHUNK, Line, Structs
from mixpanel_dataset.texts import Lines

if TYPE_CHECKING:
    import polars as pl

_SAMPLE: Final = 200
_MANY: Final = 50
"""So many lines of a chunk that are left are a sign that lines have changed."""

_LONGEST_REST: Final = 64


@frozen
class Decoded:
    """The rows made of so many *lines*; those *left* have to be looked at."""

    lines: int
    frame: pl.DataFrame | None
    left: Sequence[Line]


class Decoder:
    """Decodes events with decoders made for lines like those before; what it takes it takes exactly.

    It may go from one window to the next, and is used by one thread at a time.
    """

    def __init__(self) -> None:
        self._shape = Shape()
        self._structs = Structs([])
        self._quick = Quick([])
        self._rest = _Rest()
        self._hands = Hands()

    @property
    def fields(self) -> Sequence[Field]:
        """The properties it has columns for."""
        return self._shape.fields

    @property
    def full(self) -> bool:
        """Whether it can be prepared for nothing more: a new one may do better from here on."""
        return self._shape.full

    @property
    def columned(self) -> set[str]:
        """Their names."""
        return {field.name for field in self.fields}

    def decode(self, blocks: Sequence[bytes], first: int) -> Iterator[Decoded]:
        """The events in each of *blocks* of whole lines, which are numbered from *first* on."""
        several = self._hands.map(Lines.of, blocks)
        if several and not self.columned:
            whole = several[0]
            self._learn_at_once(whole.some(np.arange(0, len(whole), len(whole) // _SAMPLE + 1)))
        tried = [self._quick.ready and len(whole.texts) > 0 and self._rest.over() for whole in several]
        with _no_collection():
            quickly = self._hands.map(self._quick.take, [whole for whole, so in zip(several, tried, strict=True) if so])
        taken = iter(quickly)
        for whole, so in zip(several, tried, strict=True):
            yield self._decoded(whole, next(taken) if so else None, first)
            first += len(whole)

    def learn(self, left: Iterable[bytes], enough: int = ENOUGH) -> None:
        """Be prepared for events like those in the lines that were *left*, once there are *enough* of them."""
        for line in left:
            self._shape.meet(line)
        if self._shape.learn(enough):
            self._prepare()

    def _prepare(self) -> None:
        self._structs = Structs(self.fields)
        self._quick = Quick(self.fields)
        self._rest = _Rest()

    def _decoded(self, whole: Lines, taken: Taken | None, first: int) -> Decoded:
        """What was *taken* of *whole*, and what can be taken of the rest."""
        import polars as pl

        frames: list[pl.DataFrame] = []
        left: list[Line] = []
        rest = np.arange(len(whole))
        if taken is not None:
            rest = np.flatnonzero(taken.odd)
            frames.append(taken.frame(first))
            self._rest.judge(len(rest) < len(whole) / 2)
        lines = list(zip((first + rest).tolist(), whole.some(rest), strict=True))
        with _no_collection():
            for start in range(0, len(lines), CHUNK):
                self._take_rest(lines[start : start + CHUNK], frames, left)
        return Decoded(len(whole), pl.concat(frames, how="diagonal") if frames else None, sorted(left))

    def _take_rest(self, lines: Sequence[Line], frames: list[pl.DataFrame], left: list[Line]) -> None:
        if "time" not in self.columned:
            left += lines
            return
        taken = self._structs.take(lines)
        if len(taken.left) > _MANY and self._learn_at_once(line for _, line in taken.left[:_MANY]):
            taken = self._structs.take(lines)
        left += taken.left
        if taken.frame is not None:
            frames.append(taken.frame)

    def _learn_at_once(self, left: Iterable[bytes]) -> bool:
        """Be prepared for what is in any of the events in *left*; whether that is anything new."""
        known = self._structs
        self.learn(filter(_is_event, left), enough=1)
        return self._structs is not known


class _Rest:
    """Spares a parser pieces like those of which it took little: ever more of them, until it takes much of one."""

    def __init__(self) -> None:
        self._next = 1
        self._left = 0

    def over(self) -> bool:
        """Whether to try the next piece."""
        self._left = max(self._left - 1, -1)
        return self._left < 0

    def judge(self, well: bool) -> None:
        """Say how the last one went."""
        self._left = 0 if well else self._next
        self._next = 1 if well else min(2 * self._next, _LONGEST_REST)


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
