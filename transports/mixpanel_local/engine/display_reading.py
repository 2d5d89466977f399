"""How an answer is shown, as far as it changes the answer: ``displayOptions``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from mixpanel_local.engine.shape import integer, one_of, refuse, text
from mixpanel_local.errors import BadRequest

_SERIES_CHARTS: Final = frozenset({"line", "column", "stacked-line", "stacked-column"})
_TOTAL_CHARTS: Final = frozenset({"bar", "table", "pie", "metric", "insights-metric"})
_MAX_WINDOW: Final = 1_000


def read_display(display: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a plan that *display* says."""
    if display.get("timeComparison"):
        raise refuse("a comparison with another time (timeComparison)")
    chart = text(display.get("chartType", "line"), "displayOptions.chartType")
    if chart not in _SERIES_CHARTS | _TOTAL_CHARTS:
        raise refuse(f"chartType {chart!r}")
    known: tuple[Literal["linear", "rolling", "cumulative"], ...] = ("linear", "rolling", "cumulative")
    window = integer(display.get("rollingWindowSize") or 7, "displayOptions.rollingWindowSize")
    if not 1 <= window <= _MAX_WINDOW:
        raise BadRequest(f"displayOptions.rollingWindowSize: {window} is not between 1 and {_MAX_WINDOW}")
    analysis = one_of(display.get("analysis", "linear"), known, "displayOptions.analysis")
    return {"series": chart in _SERIES_CHARTS, "analysis": analysis, "window": window}
