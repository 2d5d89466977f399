"""The rules of report params, found on the finished JSON: ``validate_bookmark``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from mixpanel_async.errors import ValidationError
from mixpanel_async.queries.bookmark import words
from mixpanel_async.queries.bookmark.clauses import filter_problems, group_problems, time_problems
from mixpanel_async.queries.bookmark.show import show_problems
from mixpanel_async.queries.bookmark.sorting import sorting_problems
from mixpanel_async.queries.bookmark.words import unknown

__all__ = ["BookmarkType", "validate_bookmark"]

BookmarkType = Literal["insights", "funnels", "retention", "flows", "launch-analysis"]


def validate_bookmark(params: Mapping[str, Any], *, bookmark_type: BookmarkType = "insights") -> list[ValidationError]:
    """Every rule that *params* break, in the order of their parts; empty if none. Raises nothing, asks nobody."""
    return list(_problems(params, bookmark_type))


def _problems(params: Mapping[str, Any], bookmark_type: str) -> Iterator[ValidationError]:
    if "sections" not in params:
        yield ValidationError(
            "params", "there are no sections; they hold show, time, filter and group", "B1_MISSING_SECTIONS"
        )
    if "displayOptions" not in params:
        yield ValidationError(
            "params", "there are no displayOptions; they hold chartType", "B2_MISSING_DISPLAY_OPTIONS"
        )
    if "sections" not in params:
        return
    sections = params["sections"]
    if not isinstance(sections, Mapping):
        yield ValidationError("sections", "sections is no object", "B1_MISSING_SECTIONS")
        return
    yield from _section_problems(sections, params.get("displayOptions"), bookmark_type)
    if "sorting" in params:
        yield from sorting_problems(params["sorting"])


def _section_problems(sections: Mapping[str, Any], display: object, bookmark_type: str) -> Iterator[ValidationError]:
    yield from _shown(sections.get("show"), words.MATHS_OF_REPORT.get(bookmark_type, words.INSIGHTS_MATHS))
    if isinstance(display, Mapping):
        yield from _display_problems(display)
    for name, check in (("time", time_problems), ("filter", filter_problems), ("group", group_problems)):
        entries = sections.get(name)
        if isinstance(entries, list):
            for index, entry in enumerate(entries):
                yield from check(entry, f"sections.{name}[{index}]")


def _shown(show: object, maths: frozenset[str]) -> Iterator[ValidationError]:
    if show is None:
        yield ValidationError("sections", "there is no show list; it says what to measure", "B3_MISSING_SHOW")
    elif not isinstance(show, list) or not show:
        yield ValidationError("sections.show", "show is no list with something in it", "B4_SHOW_EMPTY")
    else:
        for index, clause in enumerate(show):
            yield from show_problems(clause, f"sections.show[{index}]", maths)


def _display_problems(display: Mapping[str, Any]) -> Iterator[ValidationError]:
    chart = display.get("chartType")
    if chart is None:
        yield ValidationError("displayOptions", "there is no chartType; 'line' is one", "B5_INVALID_CHART_TYPE")
    elif chart not in words.CHART_TYPES:
        yield unknown(chart, words.CHART_TYPES, "displayOptions.chartType", "B5_INVALID_CHART_TYPE")
