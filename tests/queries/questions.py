"""Questions of every kind, at random but valid."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from mixpanel_async import FlowQuery, FunnelQuery, InsightsQuery, RetentionQuery, UserQuery
from tests.specs.strategies import (
    BREAKDOWNS,
    COHORTS,
    COMPARISONS,
    CONDITIONS,
    FLOW_STEPS,
    FUNNEL_STEPS,
    GROUPS,
    IDS,
    MEASURES,
    RETENTION_EVENTS,
    SELECTORS,
    TEXT,
)


def _some(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """One part, or a list of them."""
    return parts | st.lists(parts, min_size=1, max_size=3)


_NARROWED: dict[str, st.SearchStrategy[Any]] = {
    "where": st.none() | _some(CONDITIONS),
    "group_by": st.none() | _some(TEXT | BREAKDOWNS),
    "data_group_id": st.none() | IDS,
    "time_comparison": st.none() | COMPARISONS,
    "last": st.integers(1, 90),
}
INSIGHTS = st.builds(
    InsightsQuery,
    _some(TEXT | MEASURES),
    math=st.sampled_from(["total", "unique"]),
    rolling=st.none() | st.integers(2, 9),
    mode=st.sampled_from(["timeseries", "total", "table"]),
    **_NARROWED,
)
FUNNELS = st.builds(
    FunnelQuery,
    st.lists(TEXT | FUNNEL_STEPS, min_size=2, max_size=4),
    holding_constant=st.none() | TEXT,
    mode=st.sampled_from(["steps", "trends", "table"]),
    **_NARROWED,
)
RETENTIONS = st.builds(
    RetentionQuery,
    TEXT | RETENTION_EVENTS,
    TEXT | RETENTION_EVENTS,
    bucket_sizes=st.none() | st.just([1, 3, 7]),
    retention_cumulative=st.booleans(),
    **_NARROWED,
)
FLOWS = st.builds(
    FlowQuery,
    _some(TEXT | FLOW_STEPS),
    where=st.none() | _some(SELECTORS),
    segments=st.none() | _some(TEXT | GROUPS),
    mode=st.sampled_from(["sankey", "paths", "tree"]),
)
USERS = st.builds(UserQuery, where=st.none() | _some(SELECTORS), cohort=st.none() | COHORTS)
QUESTIONS = st.one_of(INSIGHTS, FUNNELS, RETENTIONS, FLOWS, USERS)
