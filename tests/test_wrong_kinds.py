"""Arguments of a wrong kind are refused by name before anything is sent, by all that is no older report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mixpanel_async import ParamTypeError, ParamValidationError
from tests.faces import raised

Ask = Callable[[Any], Any]

ASKS: dict[str, Ask] = {
    "params run_params": lambda ws: ws.run_params("{}"),
    "params run_funnel_params": lambda ws: ws.run_funnel_params(None),
    "params run_retention_params": lambda ws: ws.run_retention_params([]),
    "params run_flow_params": lambda ws: ws.run_flow_params(5),
    "params run_user_params": lambda ws: ws.run_user_params("{}"),
    "workspace_id run_params": lambda ws: ws.run_params({}, workspace_id="7"),
    "workspace_id run_flow_params": lambda ws: ws.run_flow_params({}, workspace_id=-7),
    "mode run_flow_params": lambda ws: ws.run_flow_params({}, mode=["tree"]),
    "bookmark_id query_saved_report": lambda ws: ws.query_saved_report("7"),
    "bookmark_id query_saved_flows": lambda ws: ws.query_saved_flows(None),
    "bookmark_type query_saved_report": lambda ws: ws.query_saved_report(7, bookmark_type=["funnels"]),
    "bookmark_type list_bookmarks": lambda ws: ws.list_bookmarks(5),
    "report_type saved_report_link": lambda ws: ws.saved_report_link(7, report_type=["funnels"]),
    "type top_events": lambda ws: ws.top_events(type="total"),
    "where stream_profiles": lambda ws: ws.stream_profiles(where=5),
    "cohort_id stream_profiles": lambda ws: ws.stream_profiles(cohort_id=b"5"),
    "output_properties stream_profiles": lambda ws: ws.stream_profiles(output_properties=5),
    "distinct_ids stream_profiles": lambda ws: ws.stream_profiles(distinct_ids=[5]),
    "distinct_id stream_profiles": lambda ws: ws.stream_profiles(distinct_id=5),
    "group_id stream_profiles": lambda ws: ws.stream_profiles(group_id=5),
    "as_of_timestamp stream_profiles": lambda ws: ws.stream_profiles(as_of_timestamp=True),
}


@pytest.mark.parametrize("name", ASKS)
def test_a_wrong_kind_is_refused_by_name(name: str) -> None:
    error, requests = raised(ASKS[name])

    assert isinstance(error, ParamTypeError | ParamValidationError)
    assert str(error).startswith(f"{name.split()[0]} ")
    assert requests == []
