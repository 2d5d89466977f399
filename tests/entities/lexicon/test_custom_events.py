from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import pytest

from mixpanel_async import (
    CreateCustomEventParams,
    CustomEvent,
    CustomEventAlternative,
    MixpanelError,
    ParamTypeError,
    ParamValidationError,
    UpdateEventDefinitionParams,
)
from mixpanel_transports.errors import ConnectionFailed
from mixpanel_transports.fake import json_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised

MADE = {"id": 31, "name": "Any login", "alternatives": [{"event": "Login"}]}
DEFINED = {"id": 1, "name": "Any login", "customEventId": 31}
PARAMS = CreateCustomEventParams(name="Any login", alternatives=["Login", "Sign in é"])
CHANGE = UpdateEventDefinitionParams(hidden=True)


@pytest.mark.parametrize(
    "answer",
    [{"custom_event": MADE}, {"status": "ok", "results": {"custom_event": MADE}}, {"results": MADE}],
    ids=["bare", "in an envelope", "without a key of its own"],
)
def test_a_custom_event_is_made_of_a_form(answer: Any) -> None:
    made, (request,) = both(lambda ws: ws.create_custom_event(PARAMS), json_reply(answer))

    form = parse_qs(request.body.decode())
    assert made == CustomEvent(id=31, name="Any login", alternatives=(CustomEventAlternative(event="Login"),))
    assert form["name"] == ["Any login"]
    assert json.loads(form["alternatives"][0]) == [{"event": "Login"}, {"event": "Sign in é"}]


def test_it_is_not_made_twice() -> None:
    error, requests = raised(lambda ws: ws.create_custom_event(PARAMS), ConnectionFailed("cut"))

    assert (type(error), len(requests)) == (ConnectionFailed, 1)


@pytest.mark.parametrize(
    ("name", "alternatives", "kind", "hint"),
    [
        (" ", ["Login"], ParamValidationError, "name is ' '"),
        ("Any", [], ParamValidationError, "alternatives is empty"),
        ("Any", ["Login", "\t"], ParamValidationError, r"alternatives\[1\] is"),
        ("Any", ["Login", "SSO", "Login"], ParamValidationError, "says 'Login' twice"),
        ("Any", "Login", ParamTypeError, "alternatives is 'Login'; give a list"),
    ],
)
def test_what_is_no_custom_event_is_refused(name: str, alternatives: Any, kind: type[Exception], hint: str) -> None:
    with pytest.raises(kind, match=hint):
        CreateCustomEventParams(name=name, alternatives=alternatives)


def test_an_answer_about_another_event_is_an_error_that_shows_it() -> None:
    other = DEFINED | {"customEventId": 32}
    error, _ = raised(lambda ws: ws.update_custom_event(31, CHANGE), json_reply({"results": other}))

    assert isinstance(error, MixpanelError)
    assert error.code == "UPDATE_TARGET_MISMATCH"
    assert error.details == {"custom_event_id": 31, "answered": other}


@pytest.mark.parametrize(
    ("answer", "is_it"),
    [(DEFINED, True), ({"id": 1, "name": "Login"}, True), ({"id": 1, "name": "Login", "customEventId": None}, False)],
    ids=["it", "an answer that does not say", "an event that is no custom one"],
)
def test_an_answer_is_about_the_event_unless_it_says_otherwise(answer: Any, is_it: bool) -> None:
    found, _ = both(lambda ws: ws.update_custom_event(31, CHANGE), json_reply({"results": answer}))

    assert isinstance(found, MixpanelError) is not is_it


def test_defect_19_a_change_that_answers_nothing_is_looked_up_among_custom_events() -> None:
    listed = json_reply({"results": [{"id": 31, "name": "Login", "customEventId": 1}, DEFINED]})
    found, (change, look) = both(lambda ws: ws.update_custom_event(31, CHANGE), Reply(204, {}, b""), listed)

    assert json.loads(change.body) == {"hidden": True, "customEventId": 31}
    assert (found.name, look.url.endswith("?custom_event=true")) == ("Any login", True)
