"""Valid questions of all five engines at random, and what belongs in none of their fields."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from hypothesis import strategies as st

from mixpanel_async import (
    BehaviorRef,
    CohortBreakdown,
    CustomEventRef,
    Exclusion,
    Filter,
    FlowQuery,
    FlowStep,
    Formula,
    FunnelQuery,
    FunnelStep,
    GroupBy,
    HoldingConstant,
    InsightsQuery,
    Metric,
    RetentionEvent,
    RetentionQuery,
    SimpleBehavior,
    TimeComparison,
    UserQuery,
)
from mixpanel_async.specs.words import (
    FlowChartType,
    FunnelMode,
    FunnelReentryMode,
    InsightsMode,
    QueryTimeUnit,
    RetentionAlignment,
    RetentionMode,
    RetentionUnboundedMode,
    TimeUnit,
)
from tests.specs.strategies import (
    BREAKDOWNS,
    COHORTS,
    COMPARISONS,
    CONDITIONS,
    FILTERS,
    GROUPS,
    IDS,
    MEASURES,
    PROPERTIES,
    RETENTION_EVENTS,
    STEP_FILTERS,
    TEXT,
)

Options = dict[str, st.SearchStrategy[Any]]


def few(items: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[Any]:
    """One of *items*, or a short list of them."""
    return items | st.lists(items, min_size=least, max_size=3)


def maybe(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value or None."""
    return st.none() | value


def word(literal: Any) -> st.SearchStrategy[Any]:
    """A word of a fixed vocabulary."""
    return st.sampled_from(get_args(literal))


def options(*fixed: Options) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the keywords."""
    known = {name: value for each in fixed for name, value in each.items()}
    return st.fixed_dictionaries({}, optional=known)


FUNNEL_STEPS = TEXT | st.builds(
    FunnelStep,
    TEXT,
    maybe(TEXT),
    maybe(st.lists(FILTERS, max_size=2)),
    st.sampled_from(["all", "any"]),
    st.sampled_from([None, "loose", "any"]),
)
STEPS = st.lists(FUNNEL_STEPS, min_size=2, max_size=4)
EXCLUSIONS = TEXT | st.builds(Exclusion, TEXT) | st.builds(Exclusion, TEXT, st.just(0), st.just(1))
HELD = TEXT | st.builds(HoldingConstant, TEXT, st.sampled_from(["events", "people"]))
MEMBERS = st.lists(TEXT | st.builds(CustomEventRef, IDS) | FUNNEL_STEPS, min_size=1, max_size=3)
BEHAVIORS = st.builds(SimpleBehavior, MEMBERS, maybe(TEXT)) | st.builds(BehaviorRef, IDS, st.just("simple"))
METRICS = MEASURES | st.builds(Metric, BEHAVIORS)
OPERANDS = st.builds(Metric, TEXT, filters=maybe(st.lists(FILTERS, max_size=1))) | st.builds(Metric, BEHAVIORS)
EVENTS = st.one_of(
    few(TEXT | METRICS, least=1),
    st.tuples(TEXT | METRICS, TEXT | METRICS, st.builds(Formula, st.sampled_from(["A / B", "(B - A)*100"]))).map(list),
    st.builds(lambda metrics: Formula("A", metrics=metrics), st.lists(OPERANDS, min_size=1, max_size=2)),
)
COMPARING: Options = {"time_comparison": maybe(COMPARISONS)}
GROUPED: Options = {"data_group_id": maybe(IDS)}
ROWS: Options = {"limit": maybe(st.integers(1, 50_000))}
SPANS = st.one_of(
    st.just({}),
    st.builds(lambda days: {"last": days}, st.integers(1, 3650)),
    st.builds(lambda day: {"from_date": day}, st.sampled_from(["2026-01-01", date(2026, 1, 1)])),
    st.just({"from_date": "2026-01-01", "to_date": date(2026, 1, 31)}),
)
NARROWED: Options = {"where": maybe(few(CONDITIONS))}
SPLIT: Options = {"group_by": maybe(few(TEXT | BREAKDOWNS))}
# A retention is split by cohorts or by properties.
SPLIT_ONE_WAY: Options = {"group_by": maybe(few(TEXT | GROUPS) | few(st.builds(CohortBreakdown, COHORTS)))}
MEASUREMENTS = st.one_of(
    st.builds(lambda math: {"math": math}, st.sampled_from(["total", "unique", "dau", "sessions"])),
    st.builds(
        lambda math, prop: {"math": math, "math_property": prop}, st.sampled_from(["average", "p90", "max"]), PROPERTIES
    ),
    st.builds(lambda prop: {"math": "percentile", "math_property": prop, "percentile_value": 95}, PROPERTIES),
)
SMOOTHED = st.sampled_from([{}, {"rolling": 7}, {"cumulative": True}])


def question(kind: type, *positional: st.SearchStrategy[Any], **options: st.SearchStrategy[Any]) -> Any:
    """Questions of a *kind*; each option gives keywords."""
    return st.builds(
        lambda given, keywords: kind(*given, **{name: value for each in keywords for name, value in each.items()}),
        st.tuples(*positional),
        st.tuples(*options.values()),
    )


INSIGHTS_OF_ALL_KINDS = question(
    InsightsQuery,
    EVENTS,
    span=SPANS,
    smoothed=SMOOTHED,
    rest=options({"unit": word(QueryTimeUnit), "mode": word(InsightsMode)}, NARROWED, SPLIT, COMPARING, GROUPED, ROWS),
)
INSIGHTS_MEASURED_ALIKE = question(InsightsQuery, few(TEXT, least=1), measured=MEASUREMENTS, span=SPANS)
INSIGHTS_WITH_A_FORMULA = question(
    InsightsQuery,
    st.tuples(TEXT, TEXT | METRICS).map(list),
    formula=st.builds(lambda label: {"formula": "A / B", "formula_label": label}, maybe(TEXT)),
    measured=MEASUREMENTS,
)
INSIGHTS = INSIGHTS_OF_ALL_KINDS | INSIGHTS_MEASURED_ALIKE | INSIGHTS_WITH_A_FORMULA
FUNNEL_WINDOWS = st.sampled_from(
    [
        {},
        {"conversion_window": 2, "conversion_window_unit": "second"},
        {"conversion_window": 367},
        {"conversion_window": 1, "conversion_window_unit": "session"},
        {"conversion_window": 12, "conversion_window_unit": "session", "math": "conversion_rate_session"},
    ]
)
FUNNEL_QUESTIONS = question(
    FunnelQuery,
    STEPS,
    span=SPANS,
    window=FUNNEL_WINDOWS,
    rest=options(
        {
            "order": st.sampled_from(["loose", "any"]),
            "mode": word(FunnelMode),
            "unit": word(QueryTimeUnit),
            "exclusions": maybe(st.lists(EXCLUSIONS, max_size=2)),
            "holding_constant": maybe(few(HELD)),
            "reentry_mode": maybe(word(FunnelReentryMode)),
        },
        NARROWED,
        SPLIT,
        COMPARING,
        GROUPED,
        ROWS,
    ),
) | question(FunnelQuery, st.builds(BehaviorRef, IDS, st.just("funnel")), span=SPANS, rest=options(NARROWED))
RETENTION_QUESTIONS = question(
    RetentionQuery,
    TEXT | RETENTION_EVENTS,
    TEXT | RETENTION_EVENTS,
    span=SPANS,
    rest=options(
        {
            "retention_unit": word(TimeUnit),
            "alignment": word(RetentionAlignment),
            "bucket_sizes": maybe(st.sets(st.integers(1, 99), max_size=4).map(sorted)),
            "unit": word(TimeUnit),
            "mode": word(RetentionMode),
            "math": st.sampled_from(["retention_rate", "unique", "total"]),
            "unbounded_mode": maybe(word(RetentionUnboundedMode)),
            "retention_cumulative": st.booleans(),
        },
        NARROWED,
        SPLIT_ONE_WAY,
        COMPARING,
        GROUPED,
        ROWS,
    ),
)
FLOW_STEPS = st.builds(
    FlowStep,
    TEXT,
    forward=maybe(st.integers(1, 5)),
    reverse=maybe(st.integers(0, 5)),
    label=maybe(TEXT),
    filters=maybe(st.lists(STEP_FILTERS, max_size=2)),
    filters_combinator=st.sampled_from(["all", "any"]),
) | st.builds(FlowStep, st.just("$session_start"), session_event=st.just("start"))
MEMBERSHIP = st.builds(Filter.in_cohort, COHORTS, maybe(TEXT))
AMONG_MEMBERS = st.tuples(STEP_FILTERS, MEMBERSHIP).map(list) | MEMBERSHIP
IN_A_SESSION = {"count_type": "session", "conversion_window": 1, "conversion_window_unit": "session"}
FLOW_QUESTIONS = question(
    FlowQuery,
    few(TEXT | FLOW_STEPS, least=1),
    span=SPANS,
    window=st.sampled_from([{}, {"conversion_window": 12, "conversion_window_unit": "month"}, IN_A_SESSION]),
    rest=options(
        {
            "forward": st.integers(1, 5),
            "reverse": st.integers(0, 5),
            "cardinality": st.integers(1, 50),
            "collapse_repeated": st.booleans(),
            "hidden_events": maybe(st.lists(TEXT, max_size=2)),
            "exclusions": maybe(st.lists(TEXT, max_size=2)),
            "mode": word(FlowChartType),
            "where": maybe(few(STEP_FILTERS) | AMONG_MEMBERS),
            "segments": maybe(few(TEXT | GROUPS)),
        },
        GROUPED,
    ),
)
PICKED: Options = {
    "where": maybe(few(STEP_FILTERS) | st.just('properties["plan"] == "pro"')),
    "group_id": maybe(TEXT),
    "as_of": st.sampled_from([None, "2026-01-01", date(2026, 1, 1), 1_700_000_000]),
}
PROFILES: Options = {
    "properties": maybe(st.lists(TEXT, min_size=1, max_size=3)),
    "sort_by": maybe(TEXT),
    "sort_order": st.sampled_from(["ascending", "descending"]),
    "limit": maybe(st.integers(1, 5000)),
    "search": maybe(TEXT),
    "distinct_ids": maybe(st.lists(TEXT, min_size=1, max_size=3)),
    "parallel": st.booleans(),
    "workers": st.integers(1, 5),
    "page_size": maybe(st.integers(1, 5000)),
}
NUMBERS_OF_USERS = st.sampled_from(
    [
        {},
        {"aggregate": "extremes", "aggregate_property": "age"},
        {"aggregate": "percentile", "aggregate_property": "age", "percentile": 95},
    ]
)
COHORT_OF_USERS = st.one_of(
    st.just({}),
    st.builds(lambda cohort, everyone: {"cohort": cohort, "include_all_users": everyone}, COHORTS, st.booleans()),
    st.builds(lambda where: {"where": where}, AMONG_MEMBERS),
)
USER_QUESTIONS = question(
    UserQuery, mode=st.just({"mode": "profiles"}), rest=options(PICKED, PROFILES), members=COHORT_OF_USERS
) | question(
    UserQuery,
    of=NUMBERS_OF_USERS,
    rest=options(PICKED, {"segment_by": maybe(st.lists(IDS, min_size=1, max_size=3))}),
    members=COHORT_OF_USERS,
)
QUESTIONS = st.one_of(INSIGHTS, FUNNEL_QUESTIONS, RETENTION_QUESTIONS, FLOW_QUESTIONS, USER_QUESTIONS)

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 5000),
    st.sampled_from([1.5, float("nan"), float("inf"), -0.5, 10**30]),
    st.sampled_from(["", " ", "A", "day", "2026-13-40", "\x00", "total", "custom", b"A", object(), date(2026, 1, 1)]),
)
JUNK = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=2),
    st.lists(SCALARS, max_size=2).map(tuple),
    st.dictionaries(st.sampled_from(["A", "id"]), SCALARS, max_size=1),
    st.sampled_from(
        [
            {1},
            range(3),
            Filter.is_set("p"),
            GroupBy("p"),
            Metric("A"),
            Formula("A / B"),
            TimeComparison.relative("day"),
            FunnelStep("A"),
            RetentionEvent("A"),
            FlowStep("A"),
            BehaviorRef(1, "simple"),
            InsightsQuery("A"),
            Filter,
        ]
    ),
)
WORDS = st.one_of(
    TEXT, IDS, FILTERS, st.lists(TEXT, max_size=2), st.sampled_from(["total", "number", "day", "2026-01-01"])
)
