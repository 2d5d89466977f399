"""The CSV of a lookup table. Rules: reference/lookup-tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final, Self

from attrs import frozen

from mixpanel_local.errors import BadRequest

MOST_BYTES: Final = 100_000_000
_MOST_TOLD: Final = 10


@frozen
class Failure:
    """A row that cannot be kept, counted from 1 after the header, and why."""

    index: int
    message: str


class BadTable(BadRequest):
    """A file that makes no table, with the first of its *failures*."""

    def __init__(self, failures: tuple[Failure, ...]) -> None:
        self.failures = failures[:_MOST_TOLD]
        told = "; ".join(f"row {each.index}: {each.message}" for each in self.failures)
        super().__init__(f"the CSV makes no lookup table: {told}")


@frozen
class LookupCsv:
    """A file that makes a table: its *content*, and its *rows* with the header."""

    content: bytes
    rows: list[list[str]]

    @classmethod
    def read(cls, content: bytes) -> Self:
        """The file; ``BadTable`` where it makes none."""
        if len(content) > MOST_BYTES:
            raise BadTable((Failure(0, f"{len(content)} bytes are more than {MOST_BYTES}"),))
        try:
            text = content.decode("utf-8-sig")
            rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
        except (UnicodeDecodeError, csv.Error) as error:
            raise BadTable((Failure(0, f"no CSV in UTF-8: {error}"),)) from None
        if failures := tuple(_failures(rows)):
            raise BadTable(failures)
        return cls(content, rows)

    def head(self, rows: int) -> bytes:
        """The header with so many rows."""
        written = io.StringIO(newline="")
        csv.writer(written).writerows(self.rows[: rows + 1])
        return written.getvalue().encode()


def _failures(rows: list[list[str]]) -> Iterator[Failure]:
    if not rows:
        yield Failure(0, "there is no header")
        return
    header, seen = rows[0], set[str]()
    if len(set(header)) < len(header) or not all(header):
        yield Failure(0, "the names of columns are not all there and unique")
    for index, row in enumerate(rows[1:], 1):
        if len(row) != len(header):
            yield Failure(index, "invalid row: wrong number of fields")
        elif not row[0].strip():
            yield Failure(index, "primary key is required and cannot be blank")
        elif row[0] in seen:
            yield Failure(index, f"primary key {row[0]!r} is there already")
        seen.add(row[0] if row else "")
