"""Bytes packed as they come."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

_GZIP_WINDOW: Final = 31


def gzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes as one gzip member."""
    packer = zlib.compressobj(level=1, wbits=_GZIP_WINDOW)
    for chunk in chunks:
        if packed := packer.compress(chunk):
            yield packed
    yield packer.flush()
