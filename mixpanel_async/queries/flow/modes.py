"""The shapes of a flow result, and the words the wire has for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mixpanel_async.errors import ParamValidationError
from mixpanel_async.specs.words import FlowChartType

# A tree is a report drawn as a sankey whose nodes are not merged.
CHARTS: Mapping[str, str] = {"sankey": "sankey", "paths": "top-paths", "tree": "sankey"}
MERGES: Mapping[str, str] = {"sankey": "graph", "paths": "list", "tree": "tree"}
QUERY_TYPES: Mapping[str, str] = {"sankey": "flows_sankey", "paths": "flows_top_paths", "tree": "flows"}

_OF_MERGES: Mapping[Any, FlowChartType] = {"graph": "sankey", "list": "paths", "tree": "tree"}
_OF_CHARTS: Mapping[Any, FlowChartType] = {"top-paths": "paths"}


def mode_of(params: Mapping[str, Any], mode: FlowChartType | None) -> FlowChartType:
    """*mode* where one is given, else what *params* ask for."""
    if mode is None:
        drawn = _OF_CHARTS.get(params.get("chartType"), "sankey")
        return _OF_MERGES.get(params.get("flows_merge_type"), drawn)
    if mode not in tuple(QUERY_TYPES):
        raise ParamValidationError(f"mode is {mode!r}; it is one of {', '.join(QUERY_TYPES)}", "FL_INVALID_MODE")
    return mode
