"""Words for questions, at random but valid."""

from __future__ import annotations

from hypothesis import strategies as st

from mixpanel_async import (
    BehaviorRef,
    CohortBreakdown,
    CohortCriteria,
    CohortDefinition,
    CohortMetric,
    CustomEventRef,
    CustomPropertyRef,
    Exclusion,
    Filter,
    FlowStep,
    FrequencyBreakdown,
    FrequencyFilter,
    FunnelBehavior,
    FunnelMetric,
    FunnelStep,
    GroupBy,
    HoldingConstant,
    InlineCustomProperty,
    Metric,
    MetricRef,
    PropertyInput,
    RetentionBehavior,
    RetentionEvent,
    RetentionMetric,
    SimpleBehavior,
    TimeComparison,
)

TEXT = st.text("abcXYZ $'\"é", min_size=1, max_size=6).filter(str.strip)
NUMBERS = st.integers(-100, 100) | st.floats(-100, 100)
DAYS = st.dates().map(str)
IDS = st.integers(1, 10**9)

INPUTS = st.builds(PropertyInput, TEXT, st.sampled_from(["string", "number", "list"]))
INLINE = st.builds(
    InlineCustomProperty,
    st.just("A"),
    st.dictionaries(st.sampled_from("ABC"), INPUTS, min_size=1),
    st.sampled_from([None, "string", "number", "datetime"]),
    st.sampled_from(["events", "people"]),
)
PROPERTIES = TEXT | st.builds(CustomPropertyRef, IDS) | INLINE
RESOURCES = st.sampled_from(["events", "people"])


def _on(method: str, *arguments: st.SearchStrategy[object]) -> st.SearchStrategy[Filter]:
    return st.builds(getattr(Filter, method), PROPERTIES, *arguments, resource_type=RESOURCES)


PLAIN_FILTERS = st.one_of(
    _on("equals", TEXT | st.lists(TEXT, min_size=1, max_size=3)),
    _on("not_equals", TEXT),
    _on("contains", TEXT),
    _on("starts_with", TEXT),
    _on("at_least", NUMBERS),
    _on("less_than", NUMBERS),
    _on("between", NUMBERS, NUMBERS),
    _on("is_set"),
    _on("is_true"),
    _on("is_false"),
    _on("before", DAYS),
    _on("not_on", DAYS),
    _on("in_the_last", st.integers(1, 90), st.sampled_from(["hour", "day"])),
    st.builds(Filter.in_cohort, IDS, st.none() | TEXT),
    st.builds(Filter.not_in_cohort, IDS, st.none() | TEXT),
)
SELECTORS = st.one_of(
    _on("equals", TEXT | st.lists(TEXT, min_size=1, max_size=3)), _on("contains", TEXT), _on("less_than", NUMBERS)
)
CRITERIA = st.one_of(
    st.builds(CohortCriteria.did_event, TEXT, at_least=st.integers(0, 9), within_days=st.integers(1, 90)),
    st.builds(
        CohortCriteria.did_event,
        TEXT,
        exactly=st.integers(0, 9),
        within_weeks=st.integers(1, 9),
        where=st.none() | SELECTORS | st.lists(SELECTORS, max_size=2),
        aggregation=st.sampled_from(["total", "median"]),
        aggregation_property=TEXT,
    ),
    st.builds(CohortCriteria.did_not_do_event, TEXT, from_date=st.just("2026-01-01"), to_date=st.just("2026-01-31")),
    st.builds(
        CohortCriteria.has_property,
        TEXT,
        TEXT | NUMBERS | st.booleans() | st.lists(TEXT, max_size=2),
        operator=st.sampled_from(["equals", "not_contains", "less_than"]),
        property_type=st.sampled_from(["string", "number", "list"]),
    ),
    st.builds(CohortCriteria.property_is_not_set, TEXT),
    st.builds(CohortCriteria.in_cohort, IDS),
    st.builds(CohortCriteria.not_in_cohort, IDS),
)
DEFINITIONS = st.recursive(
    st.builds(CohortDefinition, CRITERIA),
    lambda inner: st.lists(CRITERIA | inner, min_size=1, max_size=3).flatmap(
        lambda parts: st.sampled_from([CohortDefinition.all_of(*parts), CohortDefinition.any_of(*parts)])
    ),
    max_leaves=6,
)
COHORTS = IDS | DEFINITIONS
FILTERS = (
    PLAIN_FILTERS
    | st.builds(Filter.in_cohort, COHORTS, st.none() | TEXT)
    | st.builds(
        lambda name, items, quantifier: Filter.list_contains(name, *items, quantifier=quantifier),
        TEXT,
        st.lists(PLAIN_FILTERS, min_size=1, max_size=2),
        st.sampled_from(["any", "all"]),
    )
)
CUSTOM_EVENTS = st.builds(CustomEventRef, IDS)
FUNNEL_STEPS = st.builds(
    FunnelStep,
    TEXT,
    st.none() | TEXT,
    st.none() | st.lists(FILTERS, max_size=2),
    st.sampled_from(["all", "any"]),
    st.sampled_from([None, "loose", "any"]),
)
EXCLUSIONS = TEXT | st.builds(Exclusion, TEXT, st.just(0), st.sampled_from([None, 1]))
HELD = TEXT | st.builds(HoldingConstant, TEXT, RESOURCES)
RETENTION_EVENTS = st.builds(
    RetentionEvent, TEXT, st.none() | st.lists(FILTERS, max_size=2), st.sampled_from(["all", "any"])
)
SIMPLE_BEHAVIORS = st.builds(
    SimpleBehavior, st.lists(TEXT | CUSTOM_EVENTS | FUNNEL_STEPS, min_size=1, max_size=3), st.none() | TEXT
)
FUNNELS = st.builds(
    FunnelBehavior,
    st.lists(TEXT | FUNNEL_STEPS, min_size=2, max_size=3),
    st.integers(2, 12),
    st.sampled_from(["second", "day", "month"]),
    st.sampled_from(["loose", "any"]),
    st.none() | st.lists(EXCLUSIONS, max_size=2),
    st.none() | HELD | st.lists(HELD, max_size=3),
    st.sampled_from([None, "basic"]),
)
BUCKETS = st.none() | st.sets(st.integers(1, 730), max_size=9).map(sorted)
RETENTIONS = st.builds(
    RetentionBehavior,
    TEXT | RETENTION_EVENTS,
    TEXT | RETENTION_EVENTS,
    st.sampled_from(["day", "week"]),
    st.sampled_from(["birth", "interval_start"]),
    BUCKETS,
    st.sampled_from([None, "carry_back"]),
)
COUNTING = st.sampled_from(["total", "unique", "sessions"])
METRICS = st.one_of(
    st.builds(
        Metric,
        TEXT | CUSTOM_EVENTS | st.lists(TEXT | CUSTOM_EVENTS, min_size=1, max_size=3),
        math=COUNTING,
        filters=st.none() | st.lists(FILTERS, max_size=2),
        filters_combinator=st.sampled_from(["all", "any"]),
        segment_method=st.sampled_from([None, "first"]),
    ),
    st.builds(Metric, TEXT, math=st.sampled_from(["average", "p90"]), property=PROPERTIES),
    st.builds(Metric, SIMPLE_BEHAVIORS | st.builds(BehaviorRef, IDS, st.just("simple")), math=COUNTING),
)
METRIC_REFS = st.builds(
    MetricRef,
    IDS,
    label=st.none() | TEXT,
    math=st.none() | st.sampled_from(["total", "average", "retention_rate"]),
    step_index=st.none() | st.integers(0, 9),
    hidden=st.none() | st.booleans(),
    overrides=st.none() | st.dictionaries(st.sampled_from(["display", "measurement"]), st.dictionaries(TEXT, TEXT)),
) | st.builds(MetricRef, IDS, type=st.just("formula"), label=st.none() | TEXT)
MEASURES = st.one_of(
    METRICS,
    METRIC_REFS,
    st.builds(CohortMetric, IDS, st.none() | TEXT),
    st.builds(
        FunnelMetric,
        FUNNELS | st.builds(BehaviorRef, IDS, st.just("funnel")),
        step_index=st.none() | st.integers(0, 9),
        label=st.none() | TEXT,
    ),
    st.builds(
        RetentionMetric,
        RETENTIONS | st.builds(BehaviorRef, IDS, st.just("retention")),
        st.sampled_from(["retention_rate", "unique"]),
        st.none() | st.integers(0, 9),
        st.booleans(),
        label=st.none() | TEXT,
    ),
)
GROUPS = st.one_of(
    st.builds(GroupBy, PROPERTIES, st.sampled_from(["string", "boolean"])),
    st.builds(GroupBy, TEXT, st.just("number"), st.integers(1, 9), st.integers(-9, 0), st.integers(1, 99)),
    st.builds(GroupBy.list_item, TEXT, TEXT, sub_type=st.sampled_from(["string", "number"])),
)
BREAKDOWNS = st.one_of(
    GROUPS,
    st.builds(CohortBreakdown, COHORTS, st.none() | TEXT, st.booleans()),
    st.builds(FrequencyBreakdown, TEXT, st.integers(1, 9), label=st.none() | TEXT),
)
CONDITIONS = FILTERS | st.builds(FrequencyFilter, TEXT, st.integers(0, 9), event_filters=st.lists(FILTERS, max_size=2))
COMPARISONS = st.builds(TimeComparison.relative, st.sampled_from(["day", "year"])) | st.builds(
    TimeComparison.absolute_start, st.dates()
)
# Filters a step of a flow can have: on plain properties, by the operators flows know.
STEP_FILTERS = st.one_of(
    st.builds(Filter.equals, TEXT, TEXT | st.lists(TEXT, min_size=1, max_size=3), resource_type=RESOURCES),
    st.builds(Filter.not_contains, TEXT, TEXT),
    st.builds(Filter.between, TEXT, NUMBERS, NUMBERS, resource_type=RESOURCES),
    st.builds(Filter.at_most, TEXT, NUMBERS),
    st.builds(Filter.is_not_set, TEXT),
    st.builds(Filter.is_false, TEXT),
    st.builds(Filter.before, TEXT, DAYS),
    st.builds(Filter.in_the_last, TEXT, st.integers(1, 90), st.sampled_from(["hour", "day"])),
    st.builds(Filter.not_in_the_last, TEXT, st.integers(1, 90), st.sampled_from(["week", "month"])),
)
FLOW_STEPS = st.builds(
    FlowStep,
    TEXT,
    st.none() | st.integers(1, 5),
    st.none() | st.integers(0, 5),
    st.none() | TEXT,
    st.none() | st.lists(STEP_FILTERS, max_size=2),
    st.sampled_from(["all", "any"]),
)
SPECS = st.one_of(
    FILTERS,
    MEASURES,
    BREAKDOWNS,
    CONDITIONS,
    COMPARISONS,
    PROPERTIES,
    RETENTION_EVENTS,
    RETENTIONS,
    FUNNEL_STEPS,
    FUNNELS,
    SIMPLE_BEHAVIORS,
    DEFINITIONS,
    FLOW_STEPS,
)
