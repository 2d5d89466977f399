"""Export files as blocks of whole lines."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from attrs import frozen

_GZIP_MAGIC: Final = b"\x1f\x8b"
_SIZE: Final = 1 << 22


@frozen
class Block:
    """Lines of *file* that stand one after the other, *height* of them; the first is number *first*, counted from 1."""

    file: Path
    first: int
    height: int
    content: bytes


def blocks(files: Iterable[Path]) -> Iterator[Block]:
    """The lines of all *files*, some megabytes at a time; each is gzip or plain by its first bytes."""
    for file in files:
        with file.open("rb") as plain:
            packed = plain.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
        number = 1
        with gzip.open(file, "rb") if packed else file.open("rb") as opened:
            while content := opened.read(_SIZE):
                content += opened.readline()
                if not content.endswith(b"\n"):
                    content += b"\n"
                height = content.count(b"\n")
                yield Block(file, number, height, content)
                number += height
