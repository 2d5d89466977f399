"""An SQLite file beside the store that several processes use at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from attrs import frozen

from mixpanel_dataset.errors import explained
from mixpanel_local.errors import StoreError

_VERSION: Final = 1
_BACK: Final = "put a copy of it back, or remove it and lose what is in it"
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
        """A look at one state of everything, in a file that exists; also where nothing can be written."""
        with self._transaction("BEGIN", self._readable) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Changes that take place together at the end, on disk, unless an error ends them."""
        with self._explained():
            self._make()
        with self._transaction("BEGIN IMMEDIATE", self._connected) as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str, connect: Callable[[], sqlite3.Connection]) -> Iterator[sqlite3.Connection]:
        with self._explained(), closing(connect()) as connection:
            self._check(connection)
            connection.execute(begin)
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        with explained(f"{self.path} cannot be used"):
            try:
                yield
            except sqlite3.OperationalError as error:
                # A disk that is full or may only be read, a folder that is gone.
                raise OSError(str(error)) from error
            except sqlite3.Error as error:
                raise StoreError(f"{self.path} cannot be used: {error}; {_BACK}") from error

    def _connected(self) -> sqlite3.Connection:
        return _connect(str(self.path))

    def _readable(self) -> sqlite3.Connection:
        """A connection that reads, where need be without the files beside the database that others would be told by."""
        connection = self._connected()
        try:
            connection.execute("PRAGMA schema_version")
        except sqlite3.OperationalError:
            connection.close()
            if self._unsettled:
                raise
            return _connect(f"{self.path.absolute().as_uri()}?immutable=1")
        return connection

    @property
    def _unsettled(self) -> bool:
        """Whether there are changes that are not in the database itself yet."""
        log = self.path.with_name(f"{self.path.name}-wal")
        return log.exists() and log.stat().st_size > 0

    def _check(self, connection: sqlite3.Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version != _VERSION:
            problem = (
                f"{self.path} has version {version}, not {_VERSION}: it is damaged, or another version of this made it"
            )
            raise StoreError(f"{problem}; {_BACK}")

    def _make(self) -> None:
        """Make the database whole, under another name first."""
        if self.exists:
            return
        from filelock import FileLock

        with FileLock(self.path.with_name(f".{self.path.name}.lock")):
            if self.exists:
                return
            unfinished = self.path.with_name(f".new-{self.path.name}")
            _remove(unfinished)
            try:
                self._write(unfinished)
                unfinished.rename(self.path)
            except BaseException:
                _remove(unfinished)
                raise

    def _write(self, path: Path) -> None:
        with closing(_connect(str(path))) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(self.script)
            connection.execute(f"PRAGMA user_version = {_VERSION}")


def _remove(database: Path) -> None:
    """Remove a database that is not finished, and what is beside it."""
    for left in database.parent.glob(f"{database.name}*"):
        left.unlink(missing_ok=True)


def _connect(place: str) -> sqlite3.Connection:
    # Without isolation_level the module would begin transactions by itself, and not those that are wanted.
    return sqlite3.connect(place, timeout=_PATIENCE, isolation_level=None, uri=place.startswith("file:"))
