from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import BookmarkValidationError, FlowQuery, FunnelQuery, InsightsQuery, RetentionQuery
from mixpanel_async.entities.bookmarks.reports import BookmarkTypeLiteral
from mixpanel_async.entities.bookmarks.shape import refuse_misshapen, refuse_misshapen_parts

CLAUSE = {"behavior": {"type": "event", "name": "A"}}
LINE = {"chartType": "line"}


def sections(*show: Any, **others: Any) -> dict[str, Any]:
    return {"sections": {"show": [*show], "time": [], **others}, "displayOptions": LINE}


def found(params: dict[str, Any], kind: BookmarkTypeLiteral = "insights") -> list[tuple[str, str]]:
    with pytest.raises(BookmarkValidationError) as caught:
        refuse_misshapen(params, kind)
    return [(problem.path, problem.code) for problem in caught.value.errors]


@pytest.mark.parametrize(
    ("params", "kind"),
    [
        (InsightsQuery("Login").params(), "insights"),
        (FunnelQuery(["Login", "Buy"]).params(), "funnels"),
        (RetentionQuery("Login", "Buy").params(), "retention"),
        (FlowQuery("Login").params(), "flows"),
        (sections(CLAUSE, filter=None, group=None), "insights"),
        ({"where": "x", "action": "count()"}, "user"),
    ],
)
def test_what_our_questions_make_can_be_saved(params: dict[str, Any], kind: BookmarkTypeLiteral) -> None:
    refuse_misshapen(params, kind)
    refuse_misshapen_parts(params)


@pytest.mark.parametrize(
    ("params", "problems"),
    [
        ({}, [("sections", "B0_MISSING_FIELD"), ("displayOptions", "B0_MISSING_FIELD")]),
        (sections() | {"sections": None}, [("sections", "B0_WRONG_TYPE")]),
        (sections() | {"displayOptions": {}}, [("displayOptions.chartType", "B0_MISSING_FIELD")]),
        (sections() | {"displayOptions": {"chartType": 5}}, [("displayOptions.chartType", "B0_WRONG_TYPE")]),
        (sections() | {"displayOptions": {"chartType": "lines"}}, [("displayOptions.chartType", "B0_INVALID_LITERAL")]),
        (sections(5), [("sections.show[0]", "B0_WRONG_TYPE")]),
        (sections(CLAUSE, filter="x"), [("sections.filter", "B0_WRONG_TYPE")]),
        (sections(CLAUSE, {"type": "warehouse"}), [("sections.show[1]", "B0_VALIDATOR_ERROR")]),
        (
            sections({"behavior": {"type": "retention", "retentionUnit": []}}),
            [("sections.show[0].behavior.retentionUnit", "B0_INVALID_LITERAL")],
        ),
    ],
)
def test_what_has_another_shape_cannot(params: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    assert found(params) == problems


def test_what_has_the_shape_is_asked_for_the_rules_of_reports() -> None:
    assert found(sections({"behavior": {"type": "event"}})) == [("sections.show[0].behavior", "B8_MISSING_EVENT_NAME")]


def test_a_warning_alone_refuses_nothing() -> None:
    refuse_misshapen(sections({"behavior": {"type": "unheard of", "name": "A"}}), "insights")


def test_an_unknown_word_is_met_with_those_that_come_close() -> None:
    with pytest.raises(BookmarkValidationError, match="chartType is 'lines'; did you mean 'line'"):
        refuse_misshapen(sections(CLAUSE) | {"displayOptions": {"chartType": "lines"}}, "insights")


@pytest.mark.parametrize(
    ("params", "problems"),
    [
        ({"steps": [{"event": "A"}]}, [("date_range", "B0_MISSING_FIELD")]),
        ({"date_range": {}, "steps": {}}, [("steps", "B0_WRONG_TYPE")]),
        (
            {"date_range": {}, "steps": [{"event": 5}, 5]},
            [("steps[1]", "B0_WRONG_TYPE"), ("steps[0].event", "B0_WRONG_TYPE")],
        ),
    ],
)
def test_a_flow_has_steps_of_events(params: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    assert found(params, "flows") == problems


@pytest.mark.parametrize("params", [{}, {"custom": 1}, {"sections": {"show": []}}, {"sorting": {}}, {"steps": 5}])
def test_of_a_change_only_what_every_report_has_is_asked(params: dict[str, Any]) -> None:
    refuse_misshapen_parts(params)


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"sections": {}}, "B0_MISSING_FIELD"),
        ({"displayOptions": {"chartType": "lines"}}, "B0_INVALID_LITERAL"),
        ({"sorting": {"bar": {"sortBy": "value"}}}, "S2_MISSING_COL_SORT_ATTRS"),
    ],
)
def test_of_a_change_what_is_there_has_its_shape(params: dict[str, Any], code: str) -> None:
    with pytest.raises(BookmarkValidationError, match=code):
        refuse_misshapen_parts(params)
