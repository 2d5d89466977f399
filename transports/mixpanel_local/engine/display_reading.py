"""How an answer is shown, as far as it changes the answer: ``displayOptions``, ``queryLimits``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from mixpanel_local.engine.comparing import COMPARED_UNITS
from mixpanel_local.engine.plan import Comparison
from mixpanel_local.engine.shape import integer, item, mapping, one_of, refuse, text
from mixpanel_local.engine.time_reading import read_date
from mixpanel_local.errors import BadRequest

_SERIES_CHARTS: Final = frozenset({"line", "column", "stacked-line", "stacked-column"})
_TOTAL_CHARTS: Final = frozenset({"bar", "bar-stacked", "table", "pie", "metric", "insights-metric"})
_COMPARISON: Final = "displayOptions.timeComparison"
_MAX_WINDOW: Final = 1_000
_MAX_LIMIT: Final = 50_000


def read_display(display: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a plan that *display* says."""
    chart = text(display.get("chartType", "line"), "displayOptions.chartType")
    if chart not in _SERIES_CHARTS | _TOTAL_CHARTS:
        raise refuse(f"chartType {chart!r}")
    known: tuple[Literal["linear", "rolling", "cumulative"], ...] = ("linear", "rolling", "cumulative")
    window = integer(display.get("rollingWindowSize") or 7, "displayOptions.rollingWindowSize")
    if not 1 <= window <= _MAX_WINDOW:
        raise BadRequest(f"displayOptions.rollingWindowSize: {window} is not between 1 and {_MAX_WINDOW}")
    analysis = one_of(display.get("analysis", "linear"), known, "displayOptions.analysis")
    return {
        "series": chart in _SERIES_CHARTS,
        "analysis": analysis,
        "window": window,
        "comparison": read_comparison(display),
    }


def read_comparison(display: Mapping[str, Any]) -> Comparison | None:
    """The other time that *display* compares with, if any."""
    if not display.get("timeComparison"):
        return None
    entry = mapping(display["timeComparison"], _COMPARISON)
    kind, value = entry.get("type"), item(entry, "value", _COMPARISON)
    if kind == "relative":
        return Comparison(unit=one_of(value, COMPARED_UNITS, f"{_COMPARISON}.value"))
    if kind == "absolute-start":
        return Comparison(start=read_date(value, f"{_COMPARISON}.value"))
    if kind == "absolute-end":
        return Comparison(end=read_date(value, f"{_COMPARISON}.value"))
    raise refuse(f"timeComparison of type {kind!r}")


def read_limit(body: Mapping[str, Any]) -> int:
    """How many segments a reply may have."""
    limits = mapping(body.get("queryLimits") or {}, "$.queryLimits")
    limit = integer(limits.get("limit", 3000), "$.queryLimits.limit")
    if not 1 <= limit <= _MAX_LIMIT:
        raise BadRequest(f"$.queryLimits.limit: {limit} is not between 1 and {_MAX_LIMIT}")
    return limit
