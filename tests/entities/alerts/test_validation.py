from __future__ import annotations

import json
from typing import Any

import pytest

from mixpanel_async import (
    AlertValidation,
    ParamValidationError,
    ValidateAlertsForBookmarkParams,
    ValidateAlertsForBookmarkResponse,
)
from mixpanel_transports.fake import json_reply, text_reply
from tests.faces import both

PARAMS: dict[str, Any] = {"alert_ids": [1, 2], "bookmark_type": "insights", "bookmark_params": {"sections": {}}}
REPLY = json_reply(
    {
        "results": {
            "alert_validations": [{"alert_id": 1, "valid": False, "reason": "no such metric"}],
            "invalid_count": 1,
        }
    }
)


def ask(ws: Any) -> Any:
    return ws.validate_alerts_for_bookmark(ValidateAlertsForBookmarkParams(**PARAMS))


def test_alerts_that_would_no_longer_fit_say_why() -> None:
    found, (request,) = both(ask, REPLY)

    assert found == ValidateAlertsForBookmarkResponse(
        alert_validations=(AlertValidation(alert_id=1, valid=False, reason="no such metric"),), invalid_count=1
    )
    assert json.loads(request.body) == PARAMS


def test_what_changes_nothing_is_asked_again() -> None:
    found, requests = both(ask, text_reply("busy", 503, {"retry-after": "1"}), REPLY)

    assert (found.invalid_count, len(requests)) == (1, 2)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [({"alert_ids": []}, "alert_ids is empty"), ({"bookmark_type": "flows"}, "it is one of insights, funnels")],
)
def test_no_alerts_and_reports_without_alerts_are_refused(wrong: dict[str, Any], problem: str) -> None:
    with pytest.raises(ParamValidationError, match=problem):
        ValidateAlertsForBookmarkParams(**PARAMS | wrong)
