"""Rows of Parquet files of which only all bytes can be had, as a lazy frame."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

if TYPE_CHECKING:
    import polars as pl


def scan_fetched(paths: Sequence[str], fetch: Callable[[str], bytes], schema: Mapping[str, Any]) -> pl.LazyFrame:
    """The rows of the files at *paths*, in columns of *schema*; each query has *fetch* bring them one by one."""
    from polars.io.plugins import register_io_source

    return register_io_source(_Source(tuple(paths), fetch, schema), schema=dict(schema))


@frozen
class _Source:
    """What polars asks for rows."""

    paths: Sequence[str]
    fetch: Callable[[str], bytes]
    schema: Mapping[str, Any]

    def __call__(
        self, columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, _: int | None
    ) -> Iterator[pl.DataFrame]:
        for path in self.paths:
            if rows == 0:
                return
            found = self._scan(path).slice(0, rows)
            frame = (found if columns is None else found.select(columns)).collect()
            rows = None if rows is None else rows - len(frame)
            yield frame if predicate is None else frame.filter(predicate)

    def _scan(self, path: str) -> pl.LazyFrame:
        import polars as pl

        return pl.scan_parquet(
            io.BytesIO(self.fetch(path)),
            schema=dict(self.schema),
            hive_partitioning=False,
            missing_columns="insert",
            extra_columns="ignore",
        )
