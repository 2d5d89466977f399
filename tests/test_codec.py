"""Requests are stamped and encoded as the server expects; refusals become errors that help."""

from __future__ import annotations

import json
import math
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async.auth.accounts import ServiceAccount
from mixpanel_async.call import Call
from mixpanel_async.codec import LARGE, decode, encode, parsed
from mixpanel_async.errors import (
    APIError,
    AuthenticationError,
    MixpanelError,
    ParamValidationError,
    QueryError,
    RateLimitError,
    ResponseValidationError,
    ServerError,
)
from mixpanel_async.session import Session
from mixpanel_transports.fake import json_reply, text_reply
from mixpanel_transports.message import Reply

SESSION = Session(account=ServiceAccount("user", "hunter2"), project_id="12345")
PINNED = Session(account=ServiceAccount("user", "hunter2"), project_id="12345", workspace_id=77)


def call(**changes):
    return Call(**{"path": "/segmentation", "read": lambda answer: answer.value} | changes)


def sent(session=SESSION, **changes):
    return encode(call(**changes), session, deadline=None)


def query_of(request):
    return parse_qsl(urlsplit(request.url).query)


def answer(reply, **changes):
    request = sent(**changes)
    return decode(call(**changes), request, reply)


def test_own_keys_come_first_then_project_data_view_and_origin():
    assert query_of(sent(PINNED, query={"event": "A", "on": None})) == [
        ("event", "A"),
        ("project_id", "12345"),
        ("workspace_id", "77"),
        ("query_origin", "mixpanel-async"),
    ]


def test_a_workspace_of_the_call_beats_the_pinned_one():
    assert dict(query_of(sent(PINNED, workspace_id=5)))["workspace_id"] == "5"


def test_a_body_that_names_the_project_leaves_it_out_of_the_query():
    assert query_of(sent(names_project=False)) == [("query_origin", "mixpanel-async")]


def test_the_export_api_is_told_the_project_alone():
    assert query_of(sent(PINNED, family="export", query={"from_date": "d"})) == [
        ("project_id", "12345"),
        ("from_date", "d"),
    ]


def test_values_are_form_encoded_and_lists_repeat_the_key():
    raw = urlsplit(sent(query={"name[]": ["a b", "é*~"], "n": 1}).url).query
    assert raw.startswith("name%5B%5D=a+b&name%5B%5D=%C3%A9%2A~&n=1&")


def test_path_arguments_cannot_change_the_path():
    request = sent(path="/schemas/{kind}", args={"kind": "a/b?c#d"})
    assert urlsplit(request.url).path == "/api/query/schemas/a%2Fb%3Fc%23d"
    assert request.template == "/schemas/{kind}"


def test_bodies_are_compact_utf8_in_the_order_given():
    request = sent(method="POST", json={"b": "é", "a": [1, None]})
    assert request.body == '{"b":"é","a":[1,null]}'.encode()
    assert request.headers["content-type"] == "application/json"


@pytest.mark.parametrize("value", [math.nan, math.inf, object()])
def test_what_json_cannot_say_is_refused_before_it_is_sent(value):
    with pytest.raises(ParamValidationError, match="JSON"):
        sent(json={"x": value})


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"query": {"event": "a\ud800"}}, "event"),
        ({"query": {"events[]": ["a", "\udfff"]}}, r"events\[\]\[1\]"),
        ({"path": "/schemas/{kind}", "args": {"kind": "\ud83d"}}, "kind"),
        ({"method": "POST", "form": {"script": "\ud800"}}, "script"),
        ({"method": "POST", "json": {"rows": [{"name": "\ud800 secret"}]}}, r"body\.rows\[0\]\.name"),
        ({"method": "POST", "json": {"\ud800": 1}}, "a name in body"),
    ],
    ids=["query", "list", "path", "form", "body", "body-name"],
)
def test_half_a_surrogate_pair_is_refused_before_it_is_sent(said, place):
    with pytest.raises(ParamValidationError, match=f"{place} holds half of a surrogate pair") as caught:
        sent(**said)
    assert "secret" not in caught.value.message
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(("family", "seconds"), [("query", 503), ("engage", 503), ("export", 600), ("app", 135)])
def test_each_family_has_its_deadline(family, seconds):
    assert sent(family=family).deadline == seconds
    assert encode(call(family=family), SESSION, deadline=7).deadline == 7


def test_the_client_names_itself():
    assert sent().headers["user-agent"].startswith("mixpanel-async/")


@pytest.mark.parametrize(
    ("status", "kind", "code", "step"),
    [
        (400, QueryError, "QUERY_FAILED", "arguments"),
        (401, AuthenticationError, "AUTH_FAILED", "username and secret"),
        (402, QueryError, "QUERY_FAILED", "plan"),
        (403, QueryError, "QUERY_FAILED", "admin"),
        (404, QueryError, "QUERY_FAILED", "project_id"),
        (412, QueryError, "QUERY_FAILED", "see"),
        (500, ServerError, "SERVER_ERROR", "later"),
        (501, ServerError, "SERVER_ERROR", "same answer"),
        (503, ServerError, "SERVER_ERROR", "later"),
        (302, APIError, "API_ERROR", "see"),
    ],
)
def test_a_refusal_has_status_text_and_next_step(status, kind, code, step):
    with pytest.raises(kind) as caught:
        answer(json_reply({"error": "the reason"}, status), query={"event": "A"})
    error = caught.value
    assert (type(error), error.status_code, error.code) == (kind, status, code)
    assert error.response_body == {"error": "the reason"}
    assert "GET /segmentation" in error.message
    assert "the reason" in error.message
    assert step in error.message
    assert error.details["request_params"] == {"event": "A"}


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (json_reply({"error": ["a", "b"]}, 400), "['a', 'b']"),
        (json_reply({"error": " ", "message": "m"}, 400), "m"),
        (json_reply({"message": "m"}, 400), "m"),
        (text_reply("plain words", 400), "plain words"),
        (json_reply([1], 400), "no reason given"),
        (text_reply("", 400), "no reason given"),
    ],
)
def test_the_servers_words_are_found_where_it_puts_them(reply, said):
    with pytest.raises(QueryError) as caught:
        answer(reply)
    assert f"HTTP 400: {said};" in caught.value.message


def test_long_texts_are_cut():
    with pytest.raises(QueryError) as caught:
        answer(text_reply("x" * 9999, 400))
    assert len(caught.value.response_body) == 500


@pytest.mark.parametrize("body", [{"status": "error", "error": "bad"}, {"error": "bad"}, {"status": "error"}])
def test_an_error_under_http_200_is_an_error(body):
    with pytest.raises(QueryError) as caught:
        answer(json_reply(body))
    assert caught.value.status_code == 200


def test_a_property_called_error_is_not_an_error():
    assert answer(json_reply({"error": {"count": 3}, "status": {"count": 1}})) == {
        "error": {"count": 3},
        "status": {"count": 1},
    }


def test_a_reply_that_is_no_json_says_so():
    with pytest.raises(MixpanelError, match="no JSON") as caught:
        answer(text_reply("<html>login</html>"))
    assert caught.value.code == "INVALID_RESPONSE"


def test_a_reply_of_unknown_shape_keeps_its_text():
    with pytest.raises(ResponseValidationError, match=r".*\$\.data\.name: 5 is no text") as caught:
        answer(json_reply({"data": {"name": 5}}), read=lambda found: found.get("data").get("name").text())
    assert caught.value.details == {"path": "$.data.name", "response_body": {"data": {"name": 5}}}


def test_what_may_have_been_done_is_not_asked_for_again_blindly():
    made = {"method": "POST", "family": "app", "path": "{scope}/things/", "safe": False}
    for reply in (json_reply({"id": "x"}), text_reply("<html>")):
        with pytest.raises(MixpanelError, match=r"^POST /things/ answered .*may be done, so look before you ask again"):
            answer(reply, read=lambda found: found.get("id").whole(), **made)


def test_a_reader_that_trips_says_where_it_began():
    with pytest.raises(ResponseValidationError, match=r"\$: its shape is unknown \(KeyError"):
        answer(json_reply({}), read=lambda found: found.value["data"])


@pytest.mark.parametrize("text", [r'["\ud800"]', r'{"\uDC00": 1}', r'["\ud83d\ude00 \udfff"]'])
def test_half_a_surrogate_pair_becomes_a_replacement_character(text):
    found = answer(text_reply(text), read=lambda found: json.dumps(found.value, ensure_ascii=False))
    assert "\ufffd" in found
    assert found.encode()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters()),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
    ),
    st.booleans(),
)
def test_a_large_reply_is_read_as_a_small_one(value, escaped):
    text = json.dumps(value, ensure_ascii=escaped).encode("utf-8", "surrogatepass")

    assert repr(parsed(text + b" " * LARGE)) == repr(parsed(text))


@pytest.mark.parametrize(
    "text", [b"[NaN, -Infinity]", b"[1e999]", b"\xef\xbb\xbf[1]", rb'["\ud800"]', b"[1,]", b'["\xff"]']
)
def test_what_json_does_not_know_is_read_alike_in_large_replies(text):
    assert repr(parsed(text + b" " * LARGE)) == repr(parsed(text))


def test_json_nested_too_deep_is_no_json():
    with pytest.raises(MixpanelError, match="no JSON"):
        answer(text_reply("[" * 200_000))


def test_a_reply_without_content_is_nothing():
    assert answer(text_reply("", 204)) is None


def test_too_many_calls_says_when_the_next_may_be_made():
    with pytest.raises(RateLimitError) as caught:
        answer(json_reply({"error": "slow down"}, 429, {"retry-after": "17"}))
    assert caught.value.retry_after == 17


@pytest.mark.parametrize("status", [400, 401, 429, 500])
def test_no_error_shows_the_secret(status):
    with pytest.raises(APIError) as caught:
        answer(json_reply({}, status))
    assert "hunter2" not in f"{caught.value!r} {caught.value} {caught.value.to_dict()}"


def test_an_app_reply_without_a_body_is_nothing():
    assert answer(Reply(200, {}, b""), family="app", path="{project}/things") is None
    with pytest.raises(MixpanelError, match="no JSON"):
        answer(Reply(200, {}, b""))


def test_a_raw_answer_is_its_bytes():
    assert answer(text_reply("id,name\n"), raw=True) == b"id,name\n"
    assert answer(Reply(200, {}, b""), raw=True) == b""
    assert answer(text_reply("{id},name\n"), raw=True) == b"{id},name\n"


def test_a_refusal_in_place_of_a_raw_answer_is_raised():
    with pytest.raises(QueryError, match="no such table"):
        answer(json_reply({"status": "error", "error": "no such table"}), raw=True)


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_path_does_not_lead_elsewhere(value):
    with pytest.raises(ParamValidationError, match=r"GET /things/\{id\}: the id is"):
        sent(path="/things/{id}", args={"id": value})
