"""Things people keep, by kind and id, in SQLite beside the events."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from mixpanel_local.errors import NotFound
from mixpanel_local.sqlite_file import SqliteFile

NAME: Final = "kept.sqlite"
_TABLES: Final = """
CREATE TABLE thing (
    kind TEXT NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL,
    created TEXT NOT NULL, modified TEXT NOT NULL, PRIMARY KEY (kind, id)
);
CREATE TABLE last (kind TEXT PRIMARY KEY, number INTEGER NOT NULL);
CREATE TABLE change (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, at TEXT NOT NULL,
    action TEXT NOT NULL, body TEXT NOT NULL
);
CREATE INDEX change_of ON change (kind, id);
"""


@frozen
class Thing:
    """Something kept: its *body* as it was sent, and when it was made and last changed, as ISO text."""

    kind: str
    id: str
    body: Mapping[str, Any]
    created: str
    modified: str


@frozen
class Change:
    """What was done to a thing (``create``, ``update``, ``delete``), and what it was afterwards."""

    number: int
    at: str
    action: str
    body: Mapping[str, Any]


class Reading:
    """Reads through one connection, which sees one state of everything."""

    def __init__(self, connection: sqlite3.Connection | None) -> None:
        self._connection = connection

    def get(self, kind: str, id: str | int) -> Thing | None:
        """One thing, or None."""
        rows = self._things("kind = ? AND id = ?", kind, str(id))
        return rows[0] if rows else None

    def need(self, kind: str, id: str | int) -> Thing:
        """One thing; ``NotFound`` where there is none."""
        found = self.get(kind, id)
        if found is None:
            raise NotFound(f"there is no {kind.replace('_', ' ')} {id}")
        return found

    def all(self, kind: str) -> list[Thing]:
        """All things of a kind, in the order they were made."""
        return self._things("kind = ? ORDER BY number", kind)

    def changes(self, kind: str, id: str | int) -> list[Change]:
        """What was done to a thing, the latest first."""
        rows = self._rows(
            "SELECT number, at, action, body FROM change WHERE kind = ? AND id = ? ORDER BY number DESC", kind, str(id)
        )
        return [Change(number, at, action, json.loads(body)) for number, at, action, body in rows]

    def _things(self, where: str, *values: str) -> list[Thing]:
        rows = self._rows(f"SELECT kind, id, body, created, modified FROM thing WHERE {where}", *values)  # noqa: S608
        return [Thing(kind, key, json.loads(body), *stamps) for kind, key, body, *stamps in rows]

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        return [] if self._connection is None else self._connection.execute(query, values).fetchall()


class Changing(Reading):
    """Changes that all take place, or none of them."""

    def __init__(self, connection: sqlite3.Connection, now: datetime) -> None:
        super().__init__(connection)
        self._execute = connection.execute
        self._now = now.isoformat(timespec="microseconds").replace("+00:00", "Z")

    def number(self, kind: str) -> int:
        """An id that no thing of this kind had before."""
        row = self._execute(
            "INSERT INTO last VALUES (?, 1) ON CONFLICT (kind) DO UPDATE SET number = number + 1 RETURNING number",
            (kind,),
        ).fetchone()
        return int(row[0])

    def add(self, kind: str, body: Mapping[str, Any], id: str | None = None) -> Thing:
        """Keep a new thing under *id*, by default the next number."""
        number = self.number(kind)
        thing = Thing(kind, str(number) if id is None else id, body, self._now, self._now)
        self._execute(
            "INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)",
            (kind, thing.id, number, _json(body), thing.created, thing.modified),
        )
        self._note("create", thing)
        return thing

    def change(self, thing: Thing, body: Mapping[str, Any]) -> Thing:
        """Give a thing another *body*."""
        changed = Thing(thing.kind, thing.id, body, thing.created, self._now)
        self._execute(
            "UPDATE thing SET body = ?, modified = ? WHERE kind = ? AND id = ?",
            (_json(body), self._now, thing.kind, thing.id),
        )
        self._note("update", changed)
        return changed

    def put(self, kind: str, id: str, body: Mapping[str, Any]) -> Thing:
        """Keep *body* under *id*, whether there was something or not."""
        found = self.get(kind, id)
        return self.add(kind, body, id) if found is None else self.change(found, body)

    def remove(self, thing: Thing) -> None:
        """Keep a thing no longer; its id is not given again."""
        self._execute("DELETE FROM thing WHERE kind = ? AND id = ?", (thing.kind, thing.id))
        self._note("delete", thing)

    def _note(self, action: str, thing: Thing) -> None:
        self._execute(
            "INSERT INTO change (kind, id, at, action, body) VALUES (?, ?, ?, ?, ?)",
            (thing.kind, thing.id, self._now, action, _json(thing.body)),
        )


@frozen
class Kept:
    """What is kept beside the store in *root*; several processes may read and change it at once.

    *now* is when changes are said to take place.
    """

    root: Path
    now: datetime

    def get(self, kind: str, id: str | int) -> Thing | None:
        """One thing, or None."""
        with self.reading() as reading:
            return reading.get(kind, id)

    def need(self, kind: str, id: str | int) -> Thing:
        """One thing; ``NotFound`` where there is none."""
        with self.reading() as reading:
            return reading.need(kind, id)

    def all(self, kind: str) -> Sequence[Thing]:
        """All things of a kind, in the order they were made."""
        with self.reading() as reading:
            return reading.all(kind)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Several looks at one state of everything; nothing is written, not even a file."""
        if not self._file.exists:
            yield Reading(None)
            return
        with self._file.reading() as connection:
            yield Reading(connection)

    @contextmanager
    def changing(self) -> Iterator[Changing]:
        """Changes that take place together at the end, on disk, unless an error ends them."""
        with self._file.writing() as connection:
            yield Changing(connection, self.now)

    @property
    def _file(self) -> SqliteFile:
        return SqliteFile(self.root / NAME, _TABLES)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
