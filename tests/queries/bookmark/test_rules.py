from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async import validate_bookmark

KEYS = st.sampled_from(
    [
        "sections",
        "displayOptions",
        "sorting",
        "show",
        "time",
        "filter",
        "group",
        "behavior",
        "measurement",
        "type",
        "name",
        "id",
        "value",
        "filters",
        "math",
        "property",
        "chartType",
        "unit",
        "dateRangeType",
        "filterType",
        "filterOperator",
        "filterValue",
        "resourceType",
        "customPropertyId",
        "propertyType",
        "cohorts",
        "cohort",
        "referencedMetrics",
        "filtersDeterminer",
        "perUserAggregation",
        "bar",
        "sortBy",
        "sortOrder",
        "colSortAttrs",
    ]
)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["event", "cohort", "formula", "$cohorts", ""])
)
JSON = st.recursive(VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4))


def params(**sections: Any) -> dict[str, Any]:
    show = [{"behavior": {"type": "event", "name": "A"}}]
    return {"sections": {"show": show, **sections}, "displayOptions": {"chartType": "line"}}


@given(st.dictionaries(KEYS, JSON), st.lists(JSON, max_size=2), JSON)
def test_whatever_the_json_it_is_judged(loose: dict[str, Any], entries: list[Any], sorting: Any) -> None:
    built = params(show=entries, time=entries, filter=entries, group=entries) | {"sorting": sorting}

    for judged in (loose, built):
        assert all(problem.code and problem.path for problem in validate_bookmark(judged))


def test_problems_come_in_the_order_of_the_parts() -> None:
    judged = params(group=["x"], filter=[{}], time=[{"unit": "dy"}]) | {"sorting": 5}

    assert [(problem.path, problem.code) for problem in validate_bookmark(judged)] == [
        ("sections.time[0].unit", "B12_INVALID_TIME_UNIT"),
        ("sections.filter[0]", "B18_MISSING_FILTER_PROPERTY"),
        ("sections.group[0]", "B17_INVALID_PROPERTY_TYPE"),
        ("sorting", "S5_NOT_A_DICT"),
    ]


def test_a_word_that_comes_close_is_suggested() -> None:
    (problem,) = validate_bookmark(params(time=[{"unit": "days"}]))

    assert problem.suggestion == ["day"]
    assert "did you mean 'day'?" in problem.message


def test_which_math_is_known_depends_on_the_report() -> None:
    judged = params(show=[{"behavior": {"type": "event", "name": "A"}, "measurement": {"math": "conversion_rate"}}])

    assert [problem.code for problem in validate_bookmark(judged)] == ["B9_INVALID_MATH"]
    assert validate_bookmark(judged, bookmark_type="funnels") == []


def test_what_can_be_mended_says_how() -> None:
    (problem,) = validate_bookmark(params(show=[{"behavior": {"type": "event"}}]))

    assert problem.fix == {"value": {"name": "<EVENT_NAME>"}}
