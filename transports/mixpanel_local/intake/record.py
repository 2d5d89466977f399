"""The record of what was sent and is not in the store yet: it is on disk when the sender is answered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from attrs import frozen

from mixpanel_dataset.exported import refuse_exported
from mixpanel_local.sqlite_file import SqliteFile

NAME: Final = "intake.sqlite"

Kind: TypeAlias = Literal["event", "user", "group"]
Folded: TypeAlias = tuple[str, int]
"""How much of a record is in the store: its name, and the number of the last entry."""

# A name of its own tells a record from the one that was there before somebody removed it.
_TABLES: Final = """
CREATE TABLE entry (number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, content TEXT NOT NULL);
CREATE TABLE record (name TEXT NOT NULL);
INSERT INTO record VALUES (lower(hex(randomblob(8))));
"""


@frozen
class Entry:
    """Something sent: an event, or an update of the profile of a user or a group."""

    number: int
    kind: Kind
    content: Mapping[str, Any]


@frozen
class Record:
    """The record beside the store in *root*; several processes may add to it at once."""

    root: Path

    def add(self, kind: Kind, contents: Sequence[Mapping[str, Any]]) -> None:
        """Add entries, all or none."""
        refuse_exported(self.root)
        rows = [(kind, json.dumps(content, ensure_ascii=False, separators=(",", ":"))) for content in contents]
        if rows:
            with self._file.writing() as connection:
                connection.executemany("INSERT INTO entry (kind, content) VALUES (?, ?)", rows)

    def waiting(self, folded: Folded | None) -> tuple[str, list[Entry]]:
        """The record's name, and its entries after those that were *folded*."""
        if not self._file.exists:
            return "", []
        with self._file.reading() as connection:
            name = str(connection.execute("SELECT name FROM record").fetchone()[0])
            last = folded[1] if folded is not None and folded[0] == name else 0
            found = connection.execute(
                "SELECT number, kind, content FROM entry WHERE number > ? ORDER BY number", (last,)
            )
            return name, [Entry(number, kind, json.loads(content)) for number, kind, content in found]

    def forget(self, folded: Folded) -> None:
        """Remove the entries that are in the store."""
        with self._file.writing() as connection:
            connection.execute("DELETE FROM entry WHERE number <= ? AND ? IN (SELECT name FROM record)", folded[::-1])

    @property
    def _file(self) -> SqliteFile:
        return SqliteFile(self.root / NAME, _TABLES)
