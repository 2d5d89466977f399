"""The rules of report params, found on the finished JSON: ``validate_bookmark``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from mixpanel_async.errors import ValidationError
from mixpanel_async.queries.bookmark import words
from mixpanel_async.queries.bookmark.clauses import check_filter, check_group, check_time
from mixpanel_async.queries.bookmark.findings import Findings
from mixpanel_async.queries.bookmark.show import check_clause
from mixpanel_async.queries.bookmark.sorting import check_sorting

__all__ = ["BookmarkType", "validate_bookmark"]

BookmarkType = Literal["insights", "funnels", "retention", "flows", "launch-analysis"]

_LISTS = (
    ("time", "sections.time", check_time),
    ("filter", "sections.filter", check_filter),
    ("group", "sections.group", check_group),
)


def validate_bookmark(params: Mapping[str, Any], *, bookmark_type: BookmarkType = "insights") -> list[ValidationError]:
    """Every rule that *params* break, in the order of their parts; empty if none. Raises nothing, asks nobody."""
    found = Findings()
    if "sections" not in params:
        found.add("params", "there are no sections; they hold show, time, filter and group", "B1_MISSING_SECTIONS")
    if "displayOptions" not in params:
        found.add("params", "there are no displayOptions; they hold chartType", "B2_MISSING_DISPLAY_OPTIONS")
    sections = params.get("sections")
    if isinstance(sections, dict):
        _check_sections(found, sections, params.get("displayOptions"), bookmark_type)
        if "sorting" in params:
            check_sorting(found, params["sorting"])
    elif "sections" in params:
        found.add("sections", "sections is no object", "B1_MISSING_SECTIONS")
    return found.problems


def _check_sections(found: Findings, sections: dict[str, Any], display: object, bookmark_type: str) -> None:
    show = sections.get("show")
    if show is None:
        found.add("sections", "there is no show list; it says what to measure", "B3_MISSING_SHOW")
    elif not isinstance(show, list) or not show:
        found.add("sections.show", "show is no list with something in it", "B4_SHOW_EMPTY")
    else:
        maths = words.MATHS_OF_REPORT.get(bookmark_type, words.INSIGHTS_MATHS)
        for index, clause in enumerate(show):
            check_clause(found, clause, "sections.show", index, maths)
    if isinstance(display, dict):
        _check_display(found, display)
    for key, name, check in _LISTS:
        entries = sections.get(key)
        if entries and isinstance(entries, list):
            for index, entry in enumerate(entries):
                check(found, entry, name, index)


def _check_display(found: Findings, display: dict[str, Any]) -> None:
    chart = display.get("chartType")
    if chart is None:
        found.add("displayOptions", "there is no chartType; 'line' is one", "B5_INVALID_CHART_TYPE")
    elif not (isinstance(chart, str) and chart in words.CHART_TYPES):
        found.unknown("displayOptions.chartType", chart, words.CHART_TYPES, "B5_INVALID_CHART_TYPE")
