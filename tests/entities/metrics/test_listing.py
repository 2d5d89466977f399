"""Which saved metrics a list holds."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from mixpanel_async import ParamTypeError, ParamValidationError, PartialReply
from mixpanel_transports.fake import json_reply
from tests.entities.metrics.data import LOGINS, RATIO, WAREHOUSE, rows
from tests.faces import both, raised

ALL = rows(LOGINS, RATIO, WAREHOUSE)


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({}, [901, 902, 903]),
        ({"metric_type": "formula"}, [902]),
        ({"verified": True}, [902]),
        ({"verified": False}, [901, 903]),
        ({"name_contains": "OS"}, [903]),
        ({"name_contains": ""}, [901, 902, 903]),
        ({"viewable_only": True}, [901, 903]),
        ({"verified": False, "name_contains": "log"}, [901]),
    ],
)
def test_a_list_is_narrowed_by_what_is_said(options: dict[str, Any], ids: list[int]) -> None:
    found, _ = both(lambda ws: ws.list_metrics(**options), ALL)

    assert [metric.id for metric in found] == ids


def test_they_are_the_projects_whatever_view_is_pinned() -> None:
    _, (request,) = both(lambda ws: ws.list_metrics(), ALL, workspace_id=678)

    assert request.url == "https://mixpanel.com/api/app/projects/12345/metrics"


def test_a_type_that_there_is_not_is_refused_rather_than_not_found() -> None:
    error, _ = raised(lambda ws: ws.list_metrics(metric_type="funnel"), ALL)

    assert isinstance(error, ParamValidationError)
    assert error.message == "the type is 'funnel'; it is one of metric, formula, warehouse"


def test_a_text_that_is_none_is_refused() -> None:
    error, _ = raised(lambda ws: ws.list_metrics(name_contains=5), ALL)

    assert isinstance(error, ParamTypeError)


def test_a_metric_that_cannot_be_read_is_left_out_and_told() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        found, _ = both(lambda ws: ws.list_metrics(), json_reply({"results": {"901": LOGINS, "5": {"id": 5}}}))

    assert [metric.id for metric in found] == [901]
    assert {str(each.message) for each in told if each.category is PartialReply} == {
        "a row of the answer is left out, $.results.5: there is no 'name'"
    }
