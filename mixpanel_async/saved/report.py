"""What a saved report shows, of whatever type it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from attrs import field, frozen

from mixpanel_async.frames import anything, frame
from mixpanel_async.queries.insights.result import QueryResult
from mixpanel_async.results import Result

if TYPE_CHECKING:
    import polars as pl

SavedReportType = Literal["insights", "retention", "funnel", "flows"]

_NAMED_BY_HEADERS: tuple[SavedReportType, ...] = ("retention", "funnel", "flows")


@frozen(repr=False)
class SavedReportResult(Result):
    """A saved report's numbers; *series* holds them as the server sent them, *report_type* tells how they nest.

    Insights: by event, segment and time. Funnel: ``{date: {"steps": [...]}}``. Retention: ``{date: {"first": 2,
    "counts": [2, 1]}}``. Flows: ``{"steps": [...], "breakdowns": [...], "overallConversionRate": 0.5}``. *headers* name
    the levels. *from_date* and *to_date* are empty where the server does not say them. *meta* is what it says about the
    computation; ``to_dict`` leaves that out.
    """

    bookmark_id: int
    computed_at: str
    from_date: str
    to_date: str
    headers: Sequence[str] = field(factory=list)
    series: Mapping[str, Any] = field(factory=dict)
    meta: Mapping[str, Any] = field(factory=dict, kw_only=True)

    @property
    def report_type(self) -> SavedReportType:
        """Which type the headers name: the first that says retention, funnel or flows, else insights."""
        return type_named_by(self.headers)

    @cached_property
    def df(self) -> pl.DataFrame:
        """Insights: as ``QueryResult.df`` has it, one row per event, segment and time.

        Reports of other types: one cell, ``series``, that holds the whole as a Struct; where its values share no type,
        as JSON text.
        """
        if self.report_type == "insights":
            return self._insights.df
        return frame({"series": anything([self.series])})

    def to_table_dict(self) -> list[dict[str, Any]]:
        """The rows of ``df`` as dictionaries, times as text, ``series`` as it was sent."""
        if self.report_type == "insights":
            return self._insights.to_table_dict()
        return [{"series": self.series}]

    def to_dict(self) -> dict[str, Any]:
        """The report and its type, as plain data."""
        report = super().to_dict() | {"report_type": self.report_type}
        del report["meta"]
        return report

    @cached_property
    def _insights(self) -> QueryResult:
        return QueryResult(self.computed_at, self.from_date, self.to_date, self.headers, self.series)

    def __repr__(self) -> str:
        days = f"{self.from_date} to {self.to_date}" if self.from_date else f"computed {self.computed_at or 'no date'}"
        return f"<SavedReportResult {self.bookmark_id}, {self.report_type}: {days}>"


def type_named_by(headers: Iterable[str]) -> SavedReportType:
    """The type of the report that has these *headers*: ``["date", "$funnel_steps"]`` are a funnel's."""
    for header in headers:
        for name in _NAMED_BY_HEADERS:
            if f"${name}" in header.lower():
                return name
    return "insights"
