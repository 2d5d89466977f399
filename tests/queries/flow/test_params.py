from __future__ import annotations

from datetime import date

import pytest

from mixpanel_async import CohortBreakdown, Filter, FlowQuery, FlowStep, FrequencyBreakdown, ParamTypeError

DAYS = {"from_date": "2026-01-01", "to_date": "2026-01-31"}


def test_a_question_with_nothing_but_an_event() -> None:
    assert FlowQuery("Login", **DAYS).params() == {
        "steps": [
            {
                "event": "Login",
                "step_label": "Login",
                "forward": 3,
                "reverse": 0,
                "bool_op": "and",
                "property_filter_params_list": [],
            }
        ],
        "date_range": {"type": "between", **DAYS},
        "chartType": "sankey",
        "flows_merge_type": "graph",
        "count_type": "unique",
        "cardinality_threshold": 3,
        "version": 2,
        "conversion_window": {"unit": "day", "value": 7},
        "anchor_position": 1,
        "collapse_repeated": False,
        "show_custom_events": True,
        "hidden_events": [],
        "exclusions": [],
    }


@pytest.mark.parametrize(
    ("mode", "chart", "merge"),
    [("sankey", "sankey", "graph"), ("paths", "top-paths", "list"), ("tree", "sankey", "tree")],
)
def test_a_tree_is_drawn_as_a_sankey(mode: str, chart: str, merge: str) -> None:
    params = FlowQuery("A", mode=mode).params()

    assert (params["chartType"], params["flows_merge_type"]) == (chart, merge)


def test_last_counts_days_up_to_now() -> None:
    assert FlowQuery("A", last=90).params()["date_range"] == {
        "type": "in the last",
        "from_date": {"unit": "day", "value": 90},
        "to_date": "$now",
    }


def test_a_span_without_an_end_ends_today() -> None:
    params = FlowQuery("A", from_date=date(2026, 2, 1)).params(today=lambda: date(2026, 3, 1))

    assert params["date_range"] == {"type": "between", "from_date": "2026-02-01", "to_date": "2026-03-01"}


@pytest.mark.parametrize(("label", "sent"), [(None, "A"), ("", "A"), ("Start", "Start")])
def test_an_empty_label_falls_back_to_the_event(label: str | None, sent: str) -> None:
    assert FlowQuery(FlowStep("A", label=label)).params()["steps"][0]["step_label"] == sent


def test_a_session_step_says_so() -> None:
    (step,) = FlowQuery(FlowStep("$session_start", session_event="start")).params()["steps"]

    assert step["session_event"] == "start"


def test_filters_of_a_step_are_joined_as_it_says() -> None:
    steps = FlowQuery([FlowStep("A", filters_combinator="any"), "B"]).params()["steps"]

    assert [step["bool_op"] for step in steps] == ["or", "and"]


def test_where_is_split_into_a_cohort_and_properties() -> None:
    params = FlowQuery("A", where=[Filter.equals("c", "US"), Filter.not_in_cohort(5, "VIP")]).params()

    assert params["filter_by_cohort"] == {"name": "VIP", "negated": True, "id": 5}
    assert params["filter_by_event"] == {
        "operator": "and",
        "children": [
            {
                "resourceType": "events",
                "filterType": "string",
                "filterValue": ["US"],
                "filterOperator": "equals",
                "propertyName": "c",
            }
        ],
    }


def test_an_empty_where_narrows_nothing() -> None:
    assert FlowQuery("A", where=[]).params() == FlowQuery("A").params()


def test_the_data_group_is_a_number_and_segments_ignore_it() -> None:
    params = FlowQuery("A", data_group_id=4, segments=[CohortBreakdown(5), FrequencyBreakdown("B")]).params()

    assert params["data_group_id"] == 4
    assert [segment["dataGroupId"] for segment in params["segments"]] == [None, None]


def test_the_params_belong_to_the_caller() -> None:
    question = FlowQuery("A", hidden_events=["B"], segments=["c"], where=Filter.equals("p", ["x"]))
    before = repr(question.params())

    spoilt = question.params()
    spoilt["hidden_events"].append("C")
    spoilt["filter_by_event"]["children"][0]["filterValue"].append("y")

    assert repr(question.params()) == before


def test_a_filter_on_cohorts_that_names_none_is_refused() -> None:
    where = Filter("$cohorts", "contains", ["x"], "list")
    with pytest.raises(ParamTypeError, match="in_cohort"):
        FlowQuery("A", where=where).params()
