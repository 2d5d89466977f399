"""Asking for a saved report: each type has an address of its own, and a form of answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

from mixpanel_async.answer import Answer, meta_of
from mixpanel_async.arguments import at_least_one, one_of
from mixpanel_async.call import Call, QueryValue
from mixpanel_async.dates import Day, day_range, day_text, days_later, starts_with_day
from mixpanel_async.errors import ParamValidationError
from mixpanel_async.queries.insights.series import Columns
from mixpanel_async.saved.flows import flows_call
from mixpanel_async.saved.report import SavedReportResult, type_named_by

RunnableType = Literal["insights", "funnels", "retention", "flows"]

DEFAULT_SPAN = 30
"""Days a saved funnel is asked for where a day is left open; the server wants both."""


def saved_report_call(
    bookmark_id: int, kind: RunnableType, from_date: Day | None, to_date: Day | None, today: Callable[[], date]
) -> Call[SavedReportResult]:
    """Ask for the saved report *bookmark_id* of type *kind*; the days are for funnels."""
    at_least_one(bookmark_id, "bookmark_id")
    if kind == "funnels":
        return _funnel(bookmark_id, *_funnel_days(from_date, to_date, today))
    one_of(RunnableType, kind, "bookmark_type")
    for name, day in {"from_date": from_date, "to_date": to_date}.items():
        if day is not None:
            raise ParamValidationError(f"{name} is for funnels; a saved {kind} report keeps its own days: leave it out")
    return _OTHERS[kind](bookmark_id)


def _funnel_days(from_date: Day | None, to_date: Day | None, today: Callable[[], date]) -> tuple[str, str]:
    """The days to ask for: an open end is 30 days from the other, though not beyond today; both open end today."""
    if to_date is not None:
        last = day_text(to_date, "to_date")
        return day_range(days_later(last, -DEFAULT_SPAN) if from_date is None else from_date, last)
    last = today().isoformat()
    if from_date is None:
        return days_later(last, -DEFAULT_SPAN), last
    first = day_text(from_date, "from_date")
    # In the project's time zone today may be a day ahead of ours.
    return first, max(first, min(days_later(first, DEFAULT_SPAN), last))


def _insights(bookmark_id: int) -> Call[SavedReportResult]:
    def read(answer: Answer) -> SavedReportResult:
        answer.object()
        headers = [header.text() for header in answer.get("headers").items()]
        span, series = answer.get("date_range"), answer.part("series")
        if type_named_by(headers) == "insights":
            Columns.read(series, headers, None)
        return SavedReportResult(
            bookmark_id,
            answer.get("computed_at").text_or(),
            span.get("from_date").text_or(),
            span.get("to_date").text_or(),
            headers,
            series.object_or_nothing(),
            meta=meta_of(answer),
        )

    return Call(path="/insights", query={"bookmark_id": bookmark_id}, read=read)


def _funnel(bookmark_id: int, first: str, last: str) -> Call[SavedReportResult]:
    def read(answer: Answer) -> SavedReportResult:
        answer.object()
        data = answer.part("data")
        for _, day in data.entries():
            day.object()
            for step in day.get("steps").items():
                step.object()
        computed_at, series = answer.get("computed_at").text_or(), data.object_or_nothing()
        return SavedReportResult(bookmark_id, computed_at, *_span(series), ["$funnel"], series, meta=meta_of(answer))

    query: dict[str, QueryValue] = {"funnel_id": bookmark_id, "from_date": first, "to_date": last}
    return Call(path="/funnels", query=query, read=read)


def _retention(bookmark_id: int) -> Call[SavedReportResult]:
    def read(answer: Answer) -> SavedReportResult:
        series = answer.object()
        if series and not any(map(starts_with_day, series)):
            raise answer.refusal("no key of it is a day")
        for key, cohort in answer.entries():
            if starts_with_day(key):
                cohort.object()
                cohort.get("counts").if_given(Answer.number_list)
        return SavedReportResult(bookmark_id, "", *_span(series), ["$retention"], series)

    return Call(path="/retention", query={"bookmark_id": bookmark_id}, read=read)


def _flows(bookmark_id: int) -> Call[SavedReportResult]:
    asked = flows_call(bookmark_id)

    def read(answer: Answer) -> SavedReportResult:
        found = asked.read(answer)
        series = {
            "steps": found.steps,
            "breakdowns": found.breakdowns,
            "overallConversionRate": found.overall_conversion_rate,
        }
        return SavedReportResult(bookmark_id, found.computed_at, "", "", ["$flows"], series, meta=found.metadata)

    return Call(path=asked.path, query=asked.query, read=read)


_OTHERS = {"insights": _insights, "retention": _retention, "flows": _flows}


def _span(keys: Iterable[str]) -> tuple[str, str]:
    """The first and the last of the days among *keys*."""
    days = sorted(filter(starts_with_day, keys))
    return (days[0], days[-1]) if days else ("", "")
