"""The embedded engine gives the answers of the plain reference, whatever the events and the question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from mixpanel_sync import (
    FlowChartType,
    FlowQuery,
    FlowStep,
    FlowTreeNode,
    InsightsQuery,
    Metric,
    RetentionEvent,
    RetentionQuery,
)
from tests import reference_engine as reference
from tests import reference_flows as flows
from tests.reference_cases import (
    CONDITIONS,
    NAMES,
    days_of,
    examples,
    filter_of,
    filters_of,
    ranges,
    rows,
    same,
    steps,
    workspace,
)
from tests.reference_engine import DAY, Frequency, Insights, Retention, Row, Step
from tests.reference_flows import Anchor, Flow

MATHS = st.one_of(
    st.sampled_from([("total", None, None), ("unique", None, None), ("sessions", None, None)]),
    st.tuples(
        st.sampled_from(["total", "average", "min", "max", "median", "p25", "p90", "unique_values"]),
        st.just("amount"),
        st.sampled_from([None, None, "total", "average", "min", "max", "unique_values"]),
    ),
)


@st.composite
def insights_cases(draw: st.DrawFn) -> Insights:
    name, over, inner = draw(MATHS)
    return Insights(
        step=draw(steps()),
        days=draw(ranges()),
        unit=draw(st.sampled_from(["day", "week", "month"])),
        math=name,
        over=over,
        inner=inner,
        by=draw(st.sampled_from([None, "plan"])),
        conditions=draw(st.one_of(st.just(()), st.just(()), st.tuples(CONDITIONS))),
    )


@examples
@given(rows(), insights_cases())
def test_insights(events: list[Row], case: Insights) -> None:
    expected = reference.insights(events, case)
    metric = Metric(
        case.step.name, math=case.math, property=case.over, per_user=case.inner, filters=filters_of(case.step)
    )
    question = InsightsQuery(
        metric,
        unit=case.unit,
        group_by=case.by,
        where=[filter_of(each) for each in case.conditions] or None,
        **days_of(case.days),
    )
    with workspace(events, case.days.zone, {}) as ws:
        tree = ws.query(question).series
    (line,) = tree.values() or [{}]
    found = {name: points for name, points in line.items() if name != "$overall"} if case.by else {"": line}
    assert {name for name in expected if name} <= set(found) | {""}
    for segment, points in found.items():
        empty = 0 if case.math in ("total", "unique", "sessions", "unique_values") else None
        for moment, value in points.items():
            day = datetime.fromisoformat(moment).date()
            assert same(value, expected.get(segment, {}).get(day, empty)), (segment, day)


RETENTIONS = st.builds(
    Retention,
    born=steps(),
    returned=steps(),
    days=ranges(),
    unit=st.sampled_from(["day", "week", "month"]),
    cohort=st.sampled_from(["day", "week", "month"]),
    calendar=st.booleans(),
    mode=st.sampled_from(["none", "carry_back", "carry_forward", "consecutive_forward"]),
    sizes=st.sampled_from([(), (), (1, 2, 4)]),
)


@examples
@given(rows(), RETENTIONS)
def test_retention(events: list[Row], case: Retention) -> None:
    born, returned = (RetentionEvent(step.name, filters=filters_of(step)) for step in (case.born, case.returned))
    question = RetentionQuery(
        born,
        returned,
        retention_unit=case.unit,
        unit=case.cohort,
        alignment="interval_start" if case.calendar else "birth",
        bucket_sizes=list(case.sizes) or None,
        unbounded_mode=case.mode,
        **days_of(case.days),
    )
    with workspace(events, case.days.zone, {}) as ws:
        found = ws.query_retention(question).cohorts
    buckets = max((len(cohort["counts"]) for cohort in found.values()), default=0)
    expected = reference.retention(events, case, buckets)
    assert {day for day, cohort in found.items() if cohort["first"]} == {day.isoformat() for day in expected}
    for day, (first, counts) in expected.items():
        assert (found[day.isoformat()]["first"], found[day.isoformat()]["counts"]) == (first, counts), day


FREQUENCIES = st.builds(
    Frequency,
    step=st.builds(Step, st.sampled_from(NAMES)),
    days=ranges(),
    unit=st.sampled_from(["day", "week", "month"]),
    active=st.sampled_from(["hour", "day"]),
)


@settings(max_examples=max(25, settings().max_examples // 4), deadline=None)
@given(rows(), FREQUENCIES)
def test_frequency(events: list[Row], case: Frequency) -> None:
    with workspace(events, case.days.zone, {}) as ws:
        found = ws.frequency(
            event=case.step.name, unit=case.unit, addiction_unit=case.active, **days_of(case.days)
        ).data
    some = {date.fromisoformat(day): [users for users in counts if users] for day, counts in found.items()}
    assert {day: counts for day, counts in some.items() if counts} == reference.frequency(events, case)


FLOW_WINDOWS = {DAY: (1, "day"), 7 * DAY: (7, "day"), 30 * DAY: (1, "month"), None: (1, "session")}


@st.composite
def flow_cases(draw: st.DrawFn) -> Flow:
    """Flows through one anchor or several, in all they may say."""
    chosen = st.builds(Anchor, steps(NAMES[:3]), forward=st.integers(0, 3), reverse=st.sampled_from([0, 0, 1, 2]))
    anchors = draw(st.lists(chosen, min_size=1, max_size=3))
    if not any(anchor.forward or anchor.reverse for anchor in anchors):
        anchors[0] = replace(anchors[0], forward=2)
    window = draw(st.sampled_from([*FLOW_WINDOWS]))
    return Flow(
        anchors=tuple(anchors),
        days=draw(ranges()),
        window=window,
        counting=draw(st.sampled_from(["unique", "total", *(["session"] * 2 if window is None else [])])),
        hidden=draw(st.sampled_from([(), (), ("Help",), ("Look",)])),
        exclusions=draw(st.sampled_from([(), (), ("Help",), ("Look", "Help")])),
        collapse=draw(st.booleans()),
        most=draw(st.sampled_from([1, 2, 50])),
    )


def flow_question(case: Flow, mode: FlowChartType) -> FlowQuery:
    """The question as a client asks it."""
    length, unit = FLOW_WINDOWS[case.window]
    return FlowQuery(
        [
            FlowStep(each.step.name, forward=each.forward, reverse=each.reverse, filters=filters_of(each.step))
            for each in case.anchors
        ],
        conversion_window=length,
        conversion_window_unit=unit,
        count_type=case.counting,
        hidden_events=list(case.hidden) or None,
        exclusions=list(case.exclusions) or None,
        collapse_repeated=case.collapse,
        cardinality=case.most,
        mode=mode,
        **days_of(case.days),
    )


@examples
@given(rows(), flow_cases())
def test_flows(events: list[Row], case: Flow) -> None:
    taken = flows.paths(events, case)
    expected = flows.picture(taken, case)
    with workspace(events, case.days.zone, {}) as ws:
        graph = ws.query_flow(flow_question(case, "sankey"))
        ways = ws.query_flow(flow_question(case, "paths"))
        trees = ws.query_flow(flow_question(case, "tree"))
    nodes = graph.nodes_df.filter(pl.col("count") > 0)
    assert {
        (step, name): count for step, name, count in nodes.select("step", "event", "count").rows()
    } == expected.nodes
    edges = graph.edges_df.select("source_step", "source_event", "target_step", "target_event", "count").rows()
    assert {((at, source), (to, target)): count for at, source, to, target, count in edges} == expected.edges
    assert same(graph.overall_conversion_rate, expected.conversion)
    _compare_paths(ways.flows, flows.top_paths(taken))
    assert planted(trees.trees) == pruned_tree(flows.tree(taken, case))


def _compare_paths(found: Sequence[Mapping[str, Any]], expected: list[tuple[tuple[str, ...], int]]) -> None:
    """Which of equally common paths there is room for is not compared."""
    told = [(tuple(s["event"] for s in path["flowSteps"]), int(path["flowSteps"][-1]["totalCount"])) for path in found]
    assert [count for _, count in told] == [count for _, count in expected]
    if len(expected) < flows.MOST_PATHS:
        assert sorted(told) == sorted(expected)


Planted = dict[tuple[int, str], tuple[int, int, Any]]


def planted(nodes: Sequence[FlowTreeNode]) -> Planted:
    """The trees of a reply: total and dropped off by stop, and what is below."""
    return {
        (node.step_number, node.event): (node.total_count, node.drop_off_count, planted(node.children))
        for node in nodes
    }


def pruned_tree(node: flows.Tree) -> Planted:
    """The tree of the reference in the same form."""
    return {stop: (child.total, child.dropped, pruned_tree(child)) for stop, child in node.children.items()}
