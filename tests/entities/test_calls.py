"""What calls of the app API have in common."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from attrs import field, frozen

import mixpanel_sync
from mixpanel_async.answer import Answer
from mixpanel_async.auth.accounts import ServiceAccount
from mixpanel_async.codec import decode, encode
from mixpanel_async.entities._calls import PartialReply, app_call, done, many, one
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.errors import QueryError, ResponseValidationError
from mixpanel_async.session import Session
from mixpanel_transports.fake import Fake, json_reply


@frozen(kw_only=True, eq=False, repr=False)
class Thing(Entity):
    id: int


@frozen(kw_only=True, eq=False, repr=False)
class Inner(Params):
    size: int


@frozen(kw_only=True, eq=False, repr=False)
class Change(Params):
    camel = True

    display_name: str | Unset | None = UNSET
    parts: tuple[Inner, ...] | Unset = UNSET


@pytest.mark.parametrize(
    ("change", "body"),
    [
        (Change(), {}),
        (Change(display_name=None), {"displayName": None}),
        (Change(display_name="a", parts=(Inner(size=1),)), {"displayName": "a", "parts": [{"size": 1}]}),
    ],
)
def test_unset_is_not_sent_and_none_is(change: Change, body: dict[str, Any]) -> None:
    assert app_call("PATCH", "{scope}/things", done, body=change).json == body


@pytest.mark.parametrize(("method", "safe"), [("GET", True), ("PATCH", True), ("DELETE", True), ("POST", False)])
def test_what_creates_is_not_sent_twice(method: str, safe: bool) -> None:
    assert app_call(method, "{scope}/things", done).safe is safe


@frozen(kw_only=True, eq=False, repr=False)
class SignIn(Params):
    camel = True

    user_name: str
    pass_word: str = field(repr=False)


def test_a_secret_of_params_is_sent_and_stands_in_no_error_and_no_repr() -> None:
    params = SignIn(user_name="ann", pass_word="hunter2")
    call = app_call("POST", "{scope}/things", done, body=params)
    request = encode(call, Session(account=ServiceAccount("u", "s"), project_id="1"), deadline=None)
    with pytest.raises(QueryError) as caught:
        decode(call, request, json_reply({"error": "no"}, 400))

    assert b'"passWord":"hunter2"' in request.body
    assert caught.value.request_body == {"userName": "ann", "passWord": "***"}
    assert "hunter2" not in f"{params!r} {call!r} {caught.value!r} {caught.value.to_dict()}"


@pytest.mark.parametrize("reply", [{"status": "ok", "results": {"id": 7}}, {"id": 7}])
def test_one_is_read_from_its_envelope_or_bare(reply: Any) -> None:
    assert one(Thing)(Answer(reply)).id == 7


def test_one_that_cannot_be_read_says_where() -> None:
    with pytest.raises(ResponseValidationError, match=r"^\$\.results\.id: 'x' is no number$"):
        one(Thing)(Answer({"results": {"id": "x"}}))


ROWS = {"results": [{"id": 1}, {"id": "x"}, 5, {"id": 4}]}


def test_a_row_that_cannot_be_read_does_not_lose_the_others() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = many(Thing)(Answer(ROWS))

    said = [each.message for each in caught]
    assert [thing.id for thing in found] == [1, 4]
    assert [(each.row, each.path) for each in said if isinstance(each, PartialReply)] == [
        ({"id": "x"}, "$.results[1].id"),
        (5, "$.results[2]"),
    ]


def test_strictly_it_is_an_error() -> None:
    with pytest.raises(ResponseValidationError, match=r"^\$\.results\[1\]\.id: "):
        many(Thing)(Answer(ROWS, strict=True))


def test_a_list_that_is_none_is_no_empty_list() -> None:
    with pytest.raises(ResponseValidationError, match=r"^\$\.results: "):
        many(Thing)(Answer({"results": None}))


def test_what_is_left_out_is_said_at_the_callers_line() -> None:
    with (
        mixpanel_sync.Workspace(transport=Fake(json_reply(ROWS)), project_id=1) as ws,
        pytest.warns(PartialReply) as said,
    ):
        ws.list_annotations()

    assert {each.filename for each in said} == {__file__}
