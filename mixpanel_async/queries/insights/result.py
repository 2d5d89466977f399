"""What an insights question came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.frames import frame, labels, numbers, times
from mixpanel_async.queries.bookmark.reports import Head
from mixpanel_async.queries.insights.series import ALL, Columns
from mixpanel_async.results import Result

if TYPE_CHECKING:
    import polars as pl

__all__ = ["QueryResult"]


@frozen(repr=False)
class QueryResult(Result):
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
    def read(cls, answer: Answer, params: Mapping[str, Any]) -> Self:
        """The result in *answer*; one that says why there is none is a ``QueryError``."""
        head = Head.read(answer)
        headers = [header.text() for header in answer.get("headers").items()]
        series = answer.required("series").object()
        found = cls(head.computed_at, head.from_date, head.to_date, headers, series, params, head.meta)
        _ = found._columns  # What cannot be read is refused here, not where a frame is asked for.
        return found

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per event, segment and time: columns ``date``, ``event``, the segments, ``count``.

        ``date`` (Date, or Datetime on the project's wall clock) is missing from plain totals. One level of segments is
        called ``segment``, several by their properties. ``count`` is Int64, or Float64 where a number is not whole.
        """
        columns = self._columns
        lengths = [len(run) for run in columns.runs]
        named = dict(zip(("event", *columns.segments), zip(*columns.paths, strict=True), strict=False))
        return frame(
            ({"date": times(columns.runs, ALL)} if columns.timed else {})
            | {name: labels(named.get(name, ()), lengths) for name in ("event", *columns.segments)}
            | {"count": numbers(columns.counts)}
        )

    def to_table_dict(self) -> list[dict[str, Any]]:
        """The rows of ``df`` as dictionaries, times as text."""
        columns = self._columns
        return [dict(zip(columns.names, row, strict=True)) for row in columns.rows()]

    @cached_property
    def _columns(self) -> Columns:
        display = self.params.get("displayOptions") or {}
        return Columns.read(Answer(self.series, "$.series"), self.headers, display.get("chartType"))

    def __repr__(self) -> str:
        names = ", ".join(map(repr, self.series))
        return f"<QueryResult {self.from_date} to {self.to_date}: {names or 'no series'}>"
