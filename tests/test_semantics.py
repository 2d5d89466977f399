"""The rules of questions and answers that are easy to miss, one test for each, in their documented order."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from mixpanel_async import (
    BookmarkValidationError,
    CohortBreakdown,
    CohortCriteria,
    CohortDefinition,
    CohortMetric,
    CustomPropertyRef,
    Exclusion,
    Filter,
    FlowQuery,
    FlowQueryResult,
    FlowStep,
    FlowTreeNode,
    Formula,
    FrequencyFilter,
    FunnelQuery,
    FunnelStep,
    GroupBy,
    InlineCustomProperty,
    InsightsQuery,
    Metric,
    ParamTypeError,
    QueryError,
    RateLimitError,
    RetentionQuery,
    ServerError,
    UserQuery,
    UserQueryResult,
)
from mixpanel_async.answer import Answer
from mixpanel_transports.fake import json_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised

TODAY = date(2026, 2, 1)
DEFINITION = CohortDefinition(CohortCriteria.did_event("Buy", at_least=1, within_days=30))


def params(question: Any) -> dict[str, Any]:
    return question.params(today=lambda: TODAY)


def show(question: InsightsQuery) -> list[dict[str, Any]]:
    return params(question)["sections"]["show"]


def codes(question: Any) -> list[str | None]:
    with pytest.raises(BookmarkValidationError) as caught:
        params(question)
    return [error.code for error in caught.value.errors]


def answered(ask: Any, reply: Any) -> Any:
    result, _ = both(ask, json_reply(reply))
    return result


def test_01_last_means_days_and_from_date_alone_ends_today() -> None:
    time = params(InsightsQuery("A", last=3, unit="month"))["sections"]["time"][0]
    assert time["window"] == {"unit": "day", "value": 3}
    assert params(InsightsQuery("A", from_date="2026-01-01"))["sections"]["time"][0]["value"][1] == "2026-02-01"
    assert params(FlowQuery("A", from_date="2026-01-01"))["date_range"]["to_date"] == "2026-02-01"


def test_02_percentile_is_a_custom_one_and_top_level_math_is_for_names_only() -> None:
    question = InsightsQuery(["A", Metric("B")], math="percentile", math_property="p", percentile_value=95)
    named, metric = (clause["measurement"] for clause in show(question))
    assert (named["math"], named["percentile"]) == ("custom_percentile", 95)
    assert metric["math"] == "total"
    assert "percentile" not in metric


def test_03_a_formula_hides_every_event_and_an_empty_label_is_dropped() -> None:
    clauses = show(InsightsQuery(["A", "B", Formula("A / B", "")]))
    assert [clause.get("isHidden") for clause in clauses] == [True, True, None]
    assert clauses[2] == {"type": "formula", "definition": "A / B", "measurement": {}, "referencedMetrics": []}
    assert "isHidden" in show(InsightsQuery(CohortMetric(7)))[0]


def test_04_a_data_group_is_text_in_sections_and_a_number_in_flows() -> None:
    assert params(InsightsQuery("A", data_group_id=5))["sections"]["globalDataGroupId"] == "5"
    flow = params(FlowQuery("A", data_group_id=5, segments=CohortBreakdown(7)))
    assert flow["data_group_id"] == 5
    asked = InsightsQuery("A", data_group_id=5, where=FrequencyFilter("A", 1))
    assert params(asked)["sections"]["filter"][0]["dataGroupId"] is None


def test_05_an_inline_property_overrides_type_and_resource_of_its_filter() -> None:
    prop = InlineCustomProperty.numeric("A", A="price")
    entry = params(InsightsQuery("A", where=Filter.equals(prop, "x", resource_type="people")))["sections"]["filter"][0]
    assert (entry["filterType"], entry["resourceType"]) == ("number", "events")
    assert "value" not in entry
    funnel = FunnelQuery(["A", FunnelStep("B", filters=[Filter.is_set(prop)])], where=Filter.is_set(prop))
    assert params(funnel)["sections"]["filter"][0]["value"] is None
    step = params(funnel)["sections"]["show"][0]["behavior"]["behaviors"][1]["filters"][0]
    assert "value" not in step


def test_06_one_text_is_sent_as_a_list_and_a_number_bare() -> None:
    assert Filter.equals("p", "x").clause()["filterValue"] == ["x"]
    assert Filter.equals("p", 5).clause()["filterValue"] == 5  # type: ignore[arg-type]


def test_07_a_definition_keeps_its_empty_selector_alone_and_drops_it_in_a_question() -> None:
    nested = CohortDefinition.all_of(
        CohortDefinition(CohortCriteria.did_event("A", at_least=1, within_days=1)), DEFINITION
    )
    alone = nested.to_dict()
    assert list(alone["behaviors"]) == ["bhvr_0", "bhvr_1"]
    assert alone["behaviors"]["bhvr_0"]["count"]["event_selector"]["selector"] is None
    cohort = Filter.in_cohort(nested).clause()["filterValue"][0]["cohort"]["raw_cohort"]
    assert "selector" not in cohort["behaviors"]["bhvr_0"]["count"]["event_selector"]


def test_08_not_in_a_cohort_is_said_twice_and_saved_cohorts_carry_groups() -> None:
    entry = Filter.not_in_cohort(7).clause()
    assert entry["filterOperator"] == "does not contain"
    assert entry["filterValue"][0]["cohort"]["negated"] is True
    saved, described = (CohortBreakdown(cohort).clause() for cohort in (7, DEFINITION))
    assert saved["value"] == ["", "Not In "]
    assert [cohort["groups"] for cohort in saved["cohorts"]] == [[], []]
    assert not any("groups" in cohort for cohort in described["cohorts"])


def test_09_exclusions_count_from_one_and_an_empty_label_stays_in_funnels_only() -> None:
    asked = params(FunnelQuery(["A", FunnelStep("B", "")], exclusions=["X", Exclusion("Y", 0, 1)]))
    behavior = asked["sections"]["show"][0]["behavior"]
    assert [each["steps"] for each in behavior["exclusions"]] == [{"from": 1, "to": 2}] * 2
    assert behavior["behaviors"][1]["renamed"] == ""
    assert params(FlowQuery(FlowStep("A", label="")))["steps"][0]["step_label"] == "A"


def test_10_a_retention_always_sends_sorting_and_widths() -> None:
    asked = params(RetentionQuery("A", "B"))
    assert {"sorting", "columnWidths"} <= asked.keys()


def test_11_filters_of_flow_steps_have_a_format_of_their_own() -> None:
    days = [Filter.before("d", "2026-01-31"), Filter.since("d", "2026-01-31"), Filter.not_in_the_last("d", 3, "day")]
    step = FlowStep("A", filters=[Filter.at_least("n", 5), *days, Filter.is_true("b")])
    number, before, since, last, truth = params(FlowQuery(step))["steps"][0]["property_filter_params_list"]
    assert number["filter"]["operand"] == "5"
    assert (before["filter"]["operator"], before["filter"]["operand"]) == (">", "01/31/2026")
    assert since["filter"]["operator"] == "<"
    assert last["filter"]["operator"] == ">"
    assert "operator" not in truth["filter"]
    with pytest.raises(ParamTypeError, match="custom property"):
        params(FlowQuery(FlowStep("A", filters=[Filter.is_set(CustomPropertyRef(5))])))


def test_12_a_flow_has_one_cohort_filter_and_a_tree_is_drawn_as_a_sankey() -> None:
    asked = params(FlowQuery("A", mode="tree", where=[Filter.in_cohort(7), Filter.equals("plan", "pro")]))
    assert asked["chartType"] == "sankey"
    assert "filter_by_cohort" in asked
    entry = asked["filter_by_event"]["children"][0]
    assert entry["propertyName"] == "plan"
    assert not {"value", "defaultType"} & entry.keys()


def test_13_profiles_are_picked_by_an_expression() -> None:
    where = [Filter.equals("a", ["x", "y"]), Filter.not_equals("b", ["x", "y"]), Filter.on("d", "2026-01-31")]
    asked = params(UserQuery(where=where, mode="profiles", limit=1))
    either, neither, day = (
        '(properties["a"] == "x" or properties["a"] == "y")',
        'properties["b"] != "x" and properties["b"] != "y"',
        'datetime(properties["d"]) >= datetime("2026-01-31T00:00:00") '
        'and datetime(properties["d"]) <= datetime("2026-01-31T23:59:59")',
    )
    assert asked["where"] == f"{either} and {neither} and {day}"
    month = params(UserQuery(where=Filter.in_the_last("d", 1, "month"), mode="profiles"))
    assert "2592000" in month["where"]
    truths = Filter("p", "equals", [True, False])
    assert params(UserQuery(where=truths))["where"] == '(properties["p"] == true or properties["p"] == false)'
    assert {"include_all_users", "sort_order"}.isdisjoint(params(UserQuery(mode="profiles", sort_order="ascending")))
    assert "include_all_users" in params(UserQuery(cohort=7))
    assert "sort_order" in params(UserQuery(mode="profiles", sort_by="age"))


def test_14_a_question_reports_every_broken_rule_and_a_constructor_stops_at_the_first() -> None:
    assert not issubclass(BookmarkValidationError, ValueError)
    assert len(codes(InsightsQuery([], last=0, rolling=-1))) == 3
    with pytest.raises(ValueError, match="event"):
        Metric("", math="average")


def test_15_constructors_accept_what_questions_refuse() -> None:
    assert codes(InsightsQuery("A", group_by=GroupBy(CustomPropertyRef(0)))) == ["CP1_INVALID_ID"]
    assert "V14_METRIC_REJECTS_PROPERTY" in codes(InsightsQuery(Metric("A", math="unique", property="p")))
    assert "F4_EXCLUSION_STEP_ORDER" in codes(FunnelQuery(["A", "B"], exclusions=[Exclusion("X", 1, 1)]))


def test_16_a_flow_without_events_breaks_the_rule_that_says_so() -> None:
    with pytest.raises(ValueError, match="at least one event") as caught:
        FlowQuery([])
    assert caught.value.code == "FL1_EMPTY_STEPS"  # type: ignore[attr-defined]


def test_17_filters_of_steps_skip_the_checks_of_params() -> None:
    empty = Filter("p", "equals", [])
    assert params(FunnelQuery([FunnelStep("A", filters=[empty]), "B"]))
    assert codes(FunnelQuery(["A", "B"], where=empty)) == ["B20_EMPTY_FILTER_VALUE"]
    assert codes(InsightsQuery(Metric("A", filters=[empty]))) == ["B20_EMPTY_FILTER_VALUE"]


def test_18_a_tuple_is_as_good_as_a_list_everywhere() -> None:
    where, splits = [Filter.is_set("p")], ["a", CohortBreakdown(7)]
    assert params(InsightsQuery("A", where=tuple(where))) == params(InsightsQuery("A", where=where))
    assert params(UserQuery(where=tuple(where))) == params(UserQuery(where=where))
    assert "CB3_RETENTION_MIXED_BREAKDOWN" in codes(RetentionQuery("A", "B", group_by=splits))


def test_19_an_unknown_mode_passes_in_insights_and_funnels_only() -> None:
    odd: Any = "odd"
    assert params(InsightsQuery("A", mode=odd))
    assert params(FunnelQuery(["A", "B"], mode=odd))
    assert codes(RetentionQuery("A", "B", mode=odd)) == ["R10_INVALID_MODE"]
    assert codes(FlowQuery("A", mode=odd)) == ["FL_INVALID_MODE"]


def insights(series: Any, headers: list[str] | None = None, chart: str = "line") -> Any:
    reply = {"computed_at": "now", "headers": headers or ["$event"], "series": series}
    return answered(lambda ws: ws.run_params({"displayOptions": {"chartType": chart}}), reply).df


def test_20_dates_and_segments_of_insights_are_columns() -> None:
    dated = insights({"A": {"2026-01-01T00:00:00+01:00": 1}})
    assert dated.rows() == [(datetime(2026, 1, 1), "A", 1)]
    assert "date" not in insights({"A": {"all": 1}}).columns
    assert "segment" in insights({"A": {"x": {"all": 1}}}).columns
    deep = {"A": {"x": {"y": {"all": 1}}, "z": {"all": 2}}}
    assert {"country", "plan"} <= set(insights(deep, ["$event", "country", "plan"]).columns)
    plain = insights(deep)
    assert {"segment_1", "segment_2"} <= set(plain.columns)
    assert "$overall" in plain["segment_2"].to_list()


def test_21_no_numbers_still_have_the_columns_of_their_chart() -> None:
    assert insights({}, ["$event", "plan"]).columns == ["date", "event", "segment", "count"]
    assert insights({}, ["$event", "plan"], "bar").columns == ["event", "segment", "count"]


def test_22_steps_are_sorted_by_number_and_only_the_first_block_counts() -> None:
    first = {"count": {"10. C": 1, "Z": 5, "2. B": 2, "1. A": 3}}
    reply = {"series": {"2026-01-01": first, "2026-01-02": {"count": {"1. X": 9}}}}
    result = answered(lambda ws: ws.run_funnel_params({}), reply)
    assert [step["event"] for step in result.steps_data] == ["A", "B", "C", "Z"]


def test_23_a_saved_funnel_sums_its_dates_and_begins_with_a_rate_of_one() -> None:
    days = {"2026-01-01": [("A", 0), ("B", 3)], "2026-01-02": [("A", 0), ("B", 1), ("C", 1)]}
    data = {day: {"steps": [{"event": name, "count": count} for name, count in steps]} for day, steps in days.items()}
    result = answered(lambda ws: ws.funnel(7, from_date="2026-01-01", to_date="2026-01-02"), {"data": data})
    assert [(step.event, step.count, step.conversion_rate) for step in result.steps] == [
        ("A", 0, 1.0),
        ("B", 4, 0.0),
        ("C", 1, 0.25),
    ]
    assert result.conversion_rate == 0.0


def retention(series: Any) -> Any:
    return answered(lambda ws: ws.run_retention_params({}), {"series": series})


def test_24_cohorts_are_sorted_and_missing_rates_are_zero() -> None:
    cohort = {"first": 2, "counts": [2, 1], "rates": [1.0]}
    result = retention({"A": {"2026-01-08T00:00:00": cohort, "2026-01-01T00:00:00": cohort}})
    assert [str(day) for day in result.df["cohort_date"]] == ["2026-01-01"] * 2 + ["2026-01-08"] * 2
    assert result.df["rate"].to_list() == [1.0, 0.0] * 2
    assert isinstance(retention({"A": {}, "B": {}}), QueryError)


def test_25_bad_counts_of_flows_are_zero_and_a_nameless_root_gives_way_to_its_children() -> None:
    drop = {"event": "DROPOFF", "type": "DROPOFF", "step": 1, "totalCount": "7"}
    nodes = [{"event": name, "type": "NORMAL", "totalCount": "many", "edges": [drop]} for name in "AB"]
    result = FlowQueryResult("now", [{"nodes": nodes}])
    with pytest.warns(UserWarning, match="many"):
        assert result.nodes_df["count"].to_list() == [0, 0]
    child = {"step": {"event": "A", "stepNumber": 0}, "totalCount": "5"}
    assert [root.event for root in FlowTreeNode.roots(Answer([{"root": {"children": [child]}}]))] == ["A"]


def test_26_top_transitions_are_the_largest_first() -> None:
    counts = {"B": "1", "C": "9"}
    edges = [{"event": name, "type": "NORMAL", "step": 1, "totalCount": count} for name, count in counts.items()]
    result = FlowQueryResult("now", [{"nodes": [{"event": "A", "type": "ANCHOR", "totalCount": "10", "edges": edges}]}])
    assert [transition[-1] for transition in result.top_transitions(2)] == [9, 1]


def test_27_columns_of_users_lose_one_dollar_and_are_sorted() -> None:
    properties = {"$email": "old", "zeta": 1, "$$x": 2, "email": "new"}
    profile = {"distinct_id": "u", "last_seen": None, "properties": properties}
    frame = UserQueryResult("now", 1, [profile], mode="profiles").df
    assert frame.columns == ["distinct_id", "last_seen", "$x", "email", "zeta"]
    assert frame["email"].to_list() == ["new"]


def test_28_property_values_are_text() -> None:
    assert answered(lambda ws: ws.property_values("p"), ["a", 1, True]) == ["a", "1", "True"]


@pytest.mark.parametrize("header", ["$retention", "$funnel", "$flows"])
def test_29_a_saved_report_other_than_insights_is_one_cell_of_its_whole_series(header: str) -> None:
    series = {"2026-01-01": {"counts": [2, 1]}}
    result = answered(lambda ws: ws.query_saved_report(7), {"headers": [header], "series": series})
    assert result.df.to_dicts() == [{"series": series}]
    plain = answered(lambda ws: ws.query_saved_report(7), {"series": {"A": {"2026-01-01": 3}}})
    assert plain.df.rows() == [(date(2026, 1, 1), "A", 3)]


@pytest.mark.parametrize(("status", "kind"), [(429, RateLimitError), (503, ServerError)])
def test_30_what_may_pass_is_asked_again_three_times(status: int, kind: type[Exception]) -> None:
    """A server's failure too, where the peer gives up: questions do no harm when they are sent twice."""
    error, requests = raised(lambda ws: ws.query("A"), *[Reply(status, {"retry-after": "1"}, b"{}")] * 4)
    assert (type(error), len(requests)) == (kind, 4)
