"""DuckDB: one database in memory, one cursor per query, queries that can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import duckdb

from mixpanel_local.engine.sql import Sql, render
from mixpanel_local.engine.table import Table

if TYPE_CHECKING:
    import polars as pl

Frames: TypeAlias = Callable[[Sql], "pl.DataFrame"]
"""Executes SQL whose rows may be many."""


class Database:
    """Runs SQL over the files in *root*, and reaches no other file and no network."""

    def __init__(self, root: Path) -> None:
        self._connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        self._connection.execute(f"SET allowed_directories = ['{str(root).replace(chr(39), chr(39) * 2)}']")
        self._connection.execute("SET enable_external_access = false")

    def query(self) -> Query:
        """A new query."""
        return Query(self._connection.cursor())

    def close(self) -> None:
        """Release everything."""
        self._connection.close()


class Query:
    """A cursor that any thread may stop. *progress*, from 0 to 1, is how far a question of several passes has come."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self._stopped = False
        self.progress = 0.0

    def frame(self, query: Sql | str, values: Mapping[str, str] | None = None) -> pl.DataFrame:
        """The rows of *query*, which may be rendered, with *values* for its placeholders."""
        import polars as pl

        self.check()
        try:
            text = query if isinstance(query, str) else render(query)
            return pl.DataFrame(self._cursor.sql(text, params=values))
        except pl.exceptions.PolarsError:
            # An interrupt may come while polars takes the rows over.
            self.check()
            raise

    def table(self, query: Sql, values: Mapping[str, str] | None = None) -> Table:
        """The rows of *query*, few enough for plain values, with *values* for its placeholders."""
        self.check()
        self._cursor.execute(render(query), values)
        names = [str(column[0]) for column in self._cursor.description or ()]
        return Table.of(names, self._cursor.fetchall())

    def rows(self, query: Sql, size: int) -> Iterator[tuple[list[str], list[tuple[object, ...]]]]:
        """Column names and rows of *query*, at most *size* at a time."""
        self.check()
        self._cursor.execute(render(query))
        names = [str(column[0]) for column in self._cursor.description or ()]
        while rows := self._cursor.fetchmany(size):
            yield names, rows

    def check(self) -> None:
        """Raise if the query was stopped: for work on its rows that takes a while."""
        if self._stopped:
            raise duckdb.InterruptException("stopped")

    def stop(self) -> None:
        """End what runs, at once, and refuse what comes."""
        self._stopped = True
        self._cursor.interrupt()

    def close(self) -> None:
        """Release the cursor."""
        self._cursor.close()
