"""Words for questions, at random but valid."""

from __future__ import annotations

from hypothesis import strategies as st

from mixpanel_async import (
    CohortBreakdown,
    CohortMetric,
    CustomPropertyRef,
    Filter,
    FrequencyBreakdown,
    FrequencyFilter,
    GroupBy,
    InlineCustomProperty,
    Metric,
    PropertyInput,
    RetentionEvent,
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
FILTERS = PLAIN_FILTERS | st.builds(
    lambda name, items, quantifier: Filter.list_contains(name, *items, quantifier=quantifier),
    TEXT,
    st.lists(PLAIN_FILTERS, min_size=1, max_size=2),
    st.sampled_from(["any", "all"]),
)
METRICS = st.builds(
    Metric,
    TEXT | st.lists(TEXT, min_size=1, max_size=3),
    math=st.sampled_from(["total", "unique", "sessions"]),
    filters=st.none() | st.lists(FILTERS, max_size=2),
    filters_combinator=st.sampled_from(["all", "any"]),
    segment_method=st.sampled_from([None, "first"]),
) | st.builds(Metric, TEXT, math=st.sampled_from(["average", "p90"]), property=PROPERTIES)
MEASURES = METRICS | st.builds(CohortMetric, IDS, st.none() | TEXT)
GROUPS = st.one_of(
    st.builds(GroupBy, PROPERTIES, st.sampled_from(["string", "boolean"])),
    st.builds(GroupBy, TEXT, st.just("number"), st.integers(1, 9), st.integers(-9, 0), st.integers(1, 99)),
    st.builds(GroupBy.list_item, TEXT, TEXT, sub_type=st.sampled_from(["string", "number"])),
)
BREAKDOWNS = st.one_of(
    GROUPS,
    st.builds(CohortBreakdown, IDS, st.none() | TEXT, st.booleans()),
    st.builds(FrequencyBreakdown, TEXT, st.integers(1, 9), label=st.none() | TEXT),
)
CONDITIONS = FILTERS | st.builds(FrequencyFilter, TEXT, st.integers(0, 9), event_filters=st.lists(FILTERS, max_size=2))
COMPARISONS = st.builds(TimeComparison.relative, st.sampled_from(["day", "year"])) | st.builds(
    TimeComparison.absolute_start, st.dates()
)
RETENTION_EVENTS = st.builds(
    RetentionEvent, TEXT, st.none() | st.lists(FILTERS, max_size=2), st.sampled_from(["all", "any"])
)
SPECS = st.one_of(FILTERS, MEASURES, BREAKDOWNS, CONDITIONS, COMPARISONS, PROPERTIES, RETENTION_EVENTS)
