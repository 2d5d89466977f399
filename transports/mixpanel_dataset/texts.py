"""Lines of a block, as texts and as bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Self

import numpy as np
from attrs import frozen

from mixpanel_dataset.tally import NEWLINE, cut, places_of

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray


@frozen(eq=False)
class Lines:
    """Lines in *block*, each of which begins at one of *starts*; *texts* of them, none where one is no text."""

    block: bytes
    starts: NDArray[np.int64]
    texts: pl.Series

    @classmethod
    def of(cls, block: bytes) -> Self:
        """The lines of *block*; the last one may end with it."""
        whole = block if block.endswith(b"\n") or not block else block + b"\n"
        texts = _texts(block)
        lengths = texts.str.len_bytes().to_numpy().astype(np.int64) + 1
        ends = np.cumsum(lengths)
        # What ends otherwise, or is no text, is not taken as it stands.
        if lengths.sum() != len(whole) or (np.frombuffer(whole, np.uint8)[ends - 1] != NEWLINE).any():
            texts, ends = texts.clear(), places_of(NEWLINE, whole) + 1
        return cls(block, np.append(0, ends[:-1])[: len(ends)], texts)

    def __len__(self) -> int:
        return len(self.starts)

    def some(self, rows: NDArray[np.int64]) -> list[bytes]:
        """Some of the lines, without their newlines."""
        ends = np.append(self.starts[1:] - 1, len(self.block) - self.block.endswith(b"\n"))
        return cut(self.block, self.starts[rows], ends[rows])


def _texts(block: bytes) -> pl.Series:
    import polars as pl

    try:
        return pl.scan_lines(io.BytesIO(block)).collect().to_series()
    except pl.exceptions.ComputeError:
        return pl.Series(dtype=pl.String)
