"""The embedded engine gives the answers of the plain reference, whatever the events and the question."""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mixpanel_sync import (
    Exclusion,
    FlowQuery,
    FlowStep,
    FunnelQuery,
    FunnelStep,
    InsightsQuery,
    Metric,
    RetentionEvent,
    RetentionQuery,
)
from tests import reference_engine as reference
from tests.reference_cases import CONDITIONS, NAMES, days_of, filter_of, filters_of, ranges, rows, steps, workspace
from tests.reference_engine import DAY, HOUR, MINUTE, Flow, Funnel, Insights, Retention, Row


def examples(test: Any) -> Any:
    """75 questions of each of the four reports; ``make test-long`` asks 750 of each."""
    return settings(
        max_examples=max(75, settings().max_examples // 4),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )(test)


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


@st.composite
def funnel_cases(draw: st.DrawFn) -> Funnel:
    chosen = draw(st.lists(st.sampled_from(NAMES[:3]), min_size=2, max_size=3))
    window, counting = draw(
        st.sampled_from(
            [(HOUR, "unique"), (DAY, "unique"), (30 * MINUTE, "total"), (7 * DAY, "total"), (None, "session")]
        )
    )
    excluded = draw(st.booleans())
    held = draw(st.booleans())
    return Funnel(
        steps=tuple(draw(steps([name])) for name in chosen),
        days=draw(ranges()),
        window=window,
        counting=counting,
        optimized=counting == "unique" and draw(st.booleans()),
        exclusions=(("Help", 0, len(chosen) - 1),) if excluded else (),
        hold=("plan",) if held else (),
    )


WINDOWS = {HOUR: (1, "hour"), DAY: (1, "day"), 30 * MINUTE: (30, "minute"), 7 * DAY: (7, "day"), None: (1, "session")}
FUNNEL_MATHS = {
    "unique": "conversion_rate_unique",
    "total": "conversion_rate_total",
    "session": "conversion_rate_session",
}


@examples
@given(rows(), funnel_cases())
def test_funnels(events: list[Row], case: Funnel) -> None:
    expected = reference.funnel(events, case).get("", [0] * len(case.steps))
    length, unit = WINDOWS[case.window]
    question = FunnelQuery(
        [FunnelStep(step.name, filters=filters_of(step)) for step in case.steps],
        conversion_window=length,
        conversion_window_unit=unit,
        math=FUNNEL_MATHS[case.counting],
        reentry_mode="optimized" if case.optimized else "default",
        exclusions=[Exclusion(name, low, high) for name, low, high in case.exclusions] or None,
        holding_constant=list(case.hold) or None,
        **days_of(case.days),
    )
    with workspace(events, case.days.zone, {"funnel_grace_seconds": 0}) as ws:
        answer = ws.query_funnel(question)
    assert [step["count"] for step in answer.steps_data] == expected


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


FLOWS = st.builds(
    Flow,
    anchor=steps(),
    days=ranges(),
    forward=st.integers(1, 4),
    reverse=st.integers(0, 3),
    counting=st.sampled_from(["unique", "total"]),
    hidden=st.sampled_from([(), (), ("Help",)]),
)


@examples
@given(rows(), FLOWS)
def test_flows(events: list[Row], case: Flow) -> None:
    question = FlowQuery(
        FlowStep(case.anchor.name, filters=filters_of(case.anchor)),
        forward=case.forward,
        reverse=case.reverse,
        count_type=case.counting,
        hidden_events=list(case.hidden) or None,
        cardinality=50,
        **days_of(case.days),
    )
    expected: Counter[tuple[int, str]] = Counter()
    for path, times in reference.flow_paths(events, case).items():
        for step, name in enumerate(path):
            if name is not None:
                expected[step, name] += times
    with workspace(events, case.days.zone, {}) as ws:
        nodes = ws.query_flow(question).nodes_df
    shown = nodes.filter(~pl.col("type").is_in(["DROPOFF", "PRUNED"]) & (pl.col("count") > 0))
    assert {(step, name): count for step, name, count in shown.select("step", "event", "count").rows()} == expected


def same(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-12)
