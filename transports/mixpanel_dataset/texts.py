"""Lines of a block, as texts and as bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Self

import numpy as np
from attrs import frozen

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

_NEWLINE = 10


@frozen(eq=False)
class Lines:
    """Lines in *block*, each of which begins at one of *starts*; *texts* of them, none where one is no text."""

    block: bytes
    starts: NDArray[np.int64]
    texts: pl.Series

    @classmethod
    def of(cls, block: bytes) -> Self:
        """The lines of *block*; the last one may end with it."""
        ends = np.flatnonzero(np.frombuffer(block, np.uint8) == _NEWLINE) + 1
        starts = np.append(0, ends[ends < len(block)]) if block else ends
        return cls(block, starts, _texts(block, len(starts)))

    def __len__(self) -> int:
        return len(self.starts)

    def some(self, rows: NDArray[np.int64]) -> list[bytes]:
        """Some of the lines, without their newlines."""
        ends = np.append(self.starts[1:] - 1, len(self.block) - self.block.endswith(b"\n"))
        return [
            self.block[start:end] for start, end in zip(self.starts[rows].tolist(), ends[rows].tolist(), strict=True)
        ]


def _texts(block: bytes, lines: int) -> pl.Series:
    import polars as pl

    try:
        texts = pl.scan_lines(io.BytesIO(block)).collect().to_series()
    except pl.exceptions.ComputeError:
        return pl.Series(dtype=pl.String)
    return texts if len(texts) == lines else texts.clear()
