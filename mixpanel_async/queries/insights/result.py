"""What an insights question came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from attrs import asdict, field, frozen

from mixpanel_async.frames import frame, labels, numbers, times
from mixpanel_async.queries.bookmark.reports import series_of
from mixpanel_async.queries.insights.series import ALL, Columns

if TYPE_CHECKING:
    import polars as pl

__all__ = ["QueryResult"]

SHOWN_ROWS = 10


@frozen(repr=False)
class QueryResult:
    """Numbers by event, segment and time. *series* nests them in this order, as the server sent them.

    *from_date* and *to_date* carry the project's offset. *params* is the report that was asked for. *meta* is what the
    server says about the computation.
    """

    computed_at: str
    from_date: str
    to_date: str
    headers: Sequence[str] = field(factory=list)
    series: Mapping[str, Any] = field(factory=dict)
    params: Mapping[str, Any] = field(factory=dict)
    meta: Mapping[str, Any] = field(factory=dict)

    @classmethod
    def read(cls, reply: Any, params: Mapping[str, Any]) -> Self:
        """The result in *reply*; a reply that says why there is none is a ``QueryError``."""
        series = series_of(reply)
        span = reply.get("date_range") or {}
        return cls(
            reply.get("computed_at", ""),
            span.get("from_date", ""),
            span.get("to_date", ""),
            reply.get("headers") or [],
            series,
            params,
            reply.get("meta") or {},
        )

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per event, segment and time: columns ``date``, ``event``, the segments, ``count``.

        ``date`` (Date, or Datetime on the project's wall clock) is missing from plain totals. One level of segments is
        called ``segment``, several by their properties. ``count`` is Int64, or Float64 where a number is not whole.
        """
        columns = self._columns()
        lengths = [len(run) for run in columns.runs]
        named = dict(zip(("event", *columns.segments), zip(*columns.paths, strict=True), strict=False))
        return frame(
            ({"date": times(columns.runs, ALL)} if columns.timed else {})
            | {name: labels(named.get(name, ()), lengths) for name in ("event", *columns.segments)}
            | {"count": numbers(columns.counts)}
        )

    def to_dict(self) -> dict[str, Any]:
        """Everything, as plain data."""
        return asdict(self, recurse=False)

    def to_table_dict(self) -> list[dict[str, Any]]:
        """The rows of ``df`` as dictionaries, times as text."""
        columns = self._columns()
        return [dict(zip(columns.names, row, strict=True)) for row in columns.rows()]

    def _columns(self) -> Columns:
        display = self.params.get("displayOptions") or {}
        return Columns.of(self.series, self.headers, display.get("chartType"))

    def __repr__(self) -> str:
        names = ", ".join(map(repr, self.series))
        return f"<QueryResult {self.from_date} to {self.to_date}: {names or 'no series'}>"

    def _repr_html_(self) -> str:
        return self.df.head(SHOWN_ROWS)._repr_html_()
