"""A server that repeats what is secret does not bring it into an error."""

from __future__ import annotations

import json
import pickle
import traceback
from base64 import b64encode
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

import mixpanel_sync
from mixpanel_async import BearerToken, CreateWebhookParams, MixpanelError, WebhookAuthType
from mixpanel_transports.fake import Fake, json_reply, text_reply
from tests.faces import both, raised

SECRET = 'pa/ss "wörd" & Co?'
BASIC = b64encode(f"user:{SECRET}".encode()).decode()
WRITTEN = {
    "plain": SECRET,
    "header": f"Basic {BASIC}",
    "unpadded": BASIC.rstrip("="),
    "address": f"https://user:{quote(SECRET, safe='')}@host",
    "form": f"secret={quote_plus(SECRET)}",
    "json": json.dumps(SECRET),
    "json-utf8": json.dumps(SECRET, ensure_ascii=False),
    "json-slashes": json.dumps(SECRET).replace("/", "\\/"),
}


def everything(error: BaseException) -> str:
    """All that a program can show of *error*, and of what lies behind it."""
    shown = [str(error), repr(error), "".join(traceback.format_exception(error)), repr(vars(error))]
    if isinstance(error, MixpanelError):
        shown += [json.dumps(error.to_dict(), default=str, ensure_ascii=False), repr(pickle.dumps(error))]
    return "\n".join(shown)


def leaks(error: BaseException, *secrets: str) -> list[str]:
    said = everything(error)
    return [secret for secret in secrets if secret in said]


def events(ws: Any) -> Any:
    return ws.events()


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 429, 500])
@pytest.mark.parametrize("written", WRITTEN.values(), ids=list(WRITTEN))
def test_a_secret_in_a_reply_is_not_in_the_error(written: str, status: int) -> None:
    replies = [json_reply({"error": f"not {written}"}, status), text_reply(f"<p>{written}</p>", status)]
    for reply in replies:
        error, _ = raised(events, lambda _, reply=reply: reply, secret=SECRET, timeout=0.1)

        assert leaks(error, SECRET, BASIC[:20], quote(SECRET, safe=""), quote_plus(SECRET), "rd") == []
        assert "***" in str(error)


@pytest.mark.parametrize("body", [{"event": SECRET}, [{"x": f"Basic {BASIC}"}], [[[SECRET]]]])
def test_nor_where_the_reply_cannot_be_read(body: Any) -> None:
    error, _ = raised(events, json_reply(body), secret=SECRET)

    assert leaks(error, SECRET, BASIC) == []
    assert "***" in everything(error)


def test_nor_where_a_stream_is_refused() -> None:
    days = {"from_date": "2026-01-01", "to_date": "2026-01-02"}
    error, _ = raised(lambda ws: ws.stream_events(**days), json_reply({"error": SECRET}, 403), secret=SECRET)

    assert leaks(error, SECRET) == []


def test_nor_where_a_stream_breaks_off() -> None:
    days = {"from_date": "2026-01-01", "to_date": "2026-01-02"}
    error, _ = raised(
        lambda ws: ws.stream_events(**days), lambda _: text_reply(f"denied: Basic {BASIC} {SECRET}"), secret=SECRET
    )

    assert leaks(error, SECRET, BASIC) == []
    assert "'denied: Basic *** ***'" in str(error)


def test_nor_a_part_of_it_where_a_long_text_is_cut() -> None:
    error, _ = raised(events, text_reply("x" * 495 + SECRET, 400), secret=SECRET)

    assert "x" * 495 + "***" in str(error)


def test_what_the_server_answers_is_left_alone() -> None:
    found, _ = both(events, json_reply([f"Bought {SECRET}"]), secret=SECRET)

    assert found == [f"Bought {SECRET}"]


def test_a_token_is_known_by_its_use() -> None:
    tokens = iter(["token-one", "token-two"])
    fake = Fake(json_reply(["a"]), text_reply("neither token-one nor token-two", 400))
    account = BearerToken(lambda: next(tokens))
    with mixpanel_sync.Workspace(transport=fake, account=account, project_id=1) as ws:
        ws.events(refresh=True)
        with pytest.raises(MixpanelError) as caught:
            ws.events(refresh=True)

    assert leaks(caught.value, "token-one", "token-two") == []
    assert "neither *** nor ***" in str(caught.value)


def test_a_password_in_params_is_not_repeated_either() -> None:
    params = CreateWebhookParams(
        name="hook", url="https://example.com", auth_type=WebhookAuthType.BASIC, username="u", password="hunter2!"
    )
    refusal = json_reply({"error": "password 'hunter2!' is too short"}, 400)

    error, _ = raised(lambda ws: ws.create_webhook(params), refusal)

    assert leaks(error, "hunter2!") == []
    assert "password '***' is too short" in str(error)


def test_a_secret_of_three_letters_does_not_mask_words() -> None:
    error, _ = raised(events, json_reply({"error": "the cause"}, 400), secret="the")

    assert "the cause" in str(error)
