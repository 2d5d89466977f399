"""An SQLite file beside the store that several processes use at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from attrs import frozen

from mixpanel_local.errors import StoreError

_VERSION: Final = 1
_PATIENCE: Final = 30.0
"""Seconds a change waits for those of other processes."""


@frozen
class SqliteFile:
    """The database in *path*; *script* makes its tables."""

    path: Path
    script: str

    @property
    def exists(self) -> bool:
        """Whether anything was ever written."""
        return self.path.exists()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A look at one state of everything, in a file that exists."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Changes that take place together at the end, on disk, unless an error ends them."""
        self._make()
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        try:
            with closing(_connect(self.path)) as connection:
                self._check(connection)
                connection.execute(begin)
                yield connection
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise StoreError(f"{self.path} cannot be used: {error}") from error

    def _check(self, connection: sqlite3.Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version != _VERSION:
            raise StoreError(f"{self.path} has version {version}, not {_VERSION}: another version of this made it")

    def _make(self) -> None:
        """Make the database whole, under another name first."""
        if self.exists:
            return
        from filelock import FileLock

        with FileLock(self.path.with_name(f".{self.path.name}.lock")):
            if self.exists:
                return
            unfinished = self.path.with_name(f".new-{self.path.name}")
            for left in self.path.parent.glob(f"{unfinished.name}*"):
                left.unlink(missing_ok=True)
            with closing(_connect(unfinished)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(self.script)
                connection.execute(f"PRAGMA user_version = {_VERSION}")
            unfinished.rename(self.path)


def _connect(path: Path) -> sqlite3.Connection:
    # Without isolation_level the module would begin transactions by itself, and not those that are wanted.
    return sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
