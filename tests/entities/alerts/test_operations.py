from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from mixpanel_async import (
    AlertBookmark,
    AlertCount,
    AlertFrequencyPreset,
    AlertScreenshotResponse,
    CreateAlertParams,
    CustomAlert,
    ParamValidationError,
    UpdateAlertParams,
)
from mixpanel_transports.fake import json_reply, text_reply
from tests.faces import both, raised

# As the app shows one: every nested object, and a field that nobody declared.
ALERT = {
    "id": 5005,
    "name": "Logins drop",
    "bookmark": {"id": 2002, "name": "Logins", "type": "insights"},
    "condition": {"keys": [{"header": "Login", "value": "Login"}], "type": "absolute", "op": "<", "value": 100},
    "frequency": 86400,
    "paused": False,
    "subscriptions": [{"type": "email", "value": "team@example.com"}],
    "creator": {"id": 9, "email": "ann@example.com"},
    "created": "2026-01-31T10:00:00Z",
    "last_fired": None,
    "valid": True,
    "results": {"value": 40},
    "severity": "high",
}
CREATE: dict[str, Any] = {
    "bookmark_id": 2002,
    "name": "Logins drop",
    "condition": {"op": "<", "value": 100},
    "frequency": AlertFrequencyPreset.DAILY,
    "paused": False,
    "subscriptions": [{"type": "email", "value": "team@example.com"}],
}


def create(**changed: Any) -> CreateAlertParams:
    return CreateAlertParams(**{**CREATE, **changed})


def listed(*alerts: Any) -> Any:
    return both(lambda ws: ws.list_alerts(), json_reply({"status": "ok", "results": [*alerts]}))[0]


def test_an_alert_says_what_it_looks_at_and_keeps_what_is_undeclared() -> None:
    (alert,) = listed(ALERT)

    assert alert.bookmark == AlertBookmark(id=2002, name="Logins", type="insights")
    assert alert.frequency == AlertFrequencyPreset.DAILY
    assert alert.created == datetime(2026, 1, 31, 10, tzinfo=UTC)
    assert alert.results == {"value": 40}
    assert (alert.extra, alert.to_dict()) == ({"severity": "high"}, ALERT)


def test_defect_14_nulls_do_not_lose_the_list() -> None:
    alerts = listed({**ALERT, "condition": None, "subscriptions": None, "frequency": None}, {"id": 1, "name": "bare"})

    assert [(alert.condition, alert.subscriptions, alert.frequency) for alert in alerts] == [
        (None, None, None),
        ({}, (), 0),
    ]


@pytest.mark.parametrize(
    ("said", "sent"), [(True, "?skip_user_filter=true"), (False, "?skip_user_filter=false"), (None, "")]
)
def test_whose_alerts_are_meant_is_said_in_words(said: bool | None, sent: str) -> None:
    _, (request,) = both(lambda ws: ws.list_alerts(skip_user_filter=said), json_reply({"results": []}))

    assert request.url.partition("/alerts/custom/")[2] == sent


def test_an_alert_is_made_with_its_frequency_in_seconds() -> None:
    made, (request,) = both(lambda ws: ws.create_alert(create()), json_reply({"results": ALERT}))

    assert isinstance(made, CustomAlert)
    assert json.loads(request.body) == {**CREATE, "frequency": 86400}


def test_a_name_has_50_characters() -> None:
    create(name="x" * 50)
    for make in (lambda name: create(name=name), lambda name: UpdateAlertParams(name=name)):
        with pytest.raises(ParamValidationError, match="name has 51 characters; give it 0 to 50"):
            make("x" * 51)


@pytest.mark.parametrize("nothing", [text_reply("", 204), json_reply({"status": "ok"})])
def test_defect_19_a_change_that_answers_nothing_is_looked_at(nothing: Any) -> None:
    change = UpdateAlertParams(paused=True, notification_windows=None)
    found, requests = both(lambda ws: ws.update_alert(5005, change), nothing, json_reply({"results": ALERT}))

    assert found.name == "Logins drop"
    assert [request.method for request in requests] == ["PATCH", "GET"]
    assert json.loads(requests[0].body) == {"paused": True, "notification_windows": None}


def test_a_test_is_sent_once() -> None:
    error, requests = raised(lambda ws: ws.test_alert(create()), text_reply("", 503))

    assert (type(error).__name__, len(requests)) == ("ServerError", 1)


def test_a_test_that_says_nothing_is_done() -> None:
    assert both(lambda ws: ws.test_alert(create()), text_reply("", 204))[0] == {}


def test_alerts_are_removed_one_by_one_or_several_at_once() -> None:
    _, (one,) = both(lambda ws: ws.delete_alert(5005), text_reply("", 204))
    _, (many,) = both(lambda ws: ws.bulk_delete_alerts((5005, 5006)), json_reply({"status": "ok", "results": {}}))

    assert (one.method, one.url.rpartition("/custom/")[2]) == ("DELETE", "5005/")
    assert json.loads(many.body) == {"alert_ids": [5005, 5006]}


def test_how_many_alerts_there_may_be() -> None:
    counts = {"anomaly_alerts_count": 5, "alert_limit": 5, "is_below_limit": False}
    found, (request,) = both(lambda ws: ws.get_alert_count(alert_type="anomaly"), json_reply({"results": counts}))

    assert found == AlertCount(**counts)
    assert request.url.endswith("/alert-count/?type=anomaly")


def test_a_picture_is_asked_for_by_its_whole_name() -> None:
    found, (request,) = both(
        lambda ws: ws.get_alert_screenshot_url("a/b c.png"), json_reply({"results": {"signed_url": "https://x"}})
    )

    assert found == AlertScreenshotResponse(signed_url="https://x")
    assert request.url.endswith("/screenshot/?gcs_key=a%2Fb+c.png")
