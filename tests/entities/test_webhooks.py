from __future__ import annotations

import json

import pytest

from mixpanel_async import (
    CreateWebhookParams,
    IncompleteChangeError,
    ProjectWebhook,
    QueryError,
    UpdateWebhookParams,
    WebhookAuthType,
    WebhookMutationResult,
    WebhookTestParams,
    WebhookTestResult,
)
from mixpanel_transports.fake import json_reply, text_reply
from tests.faces import both, raised

HOOK = {"id": "wh-1", "name": "Sync", "url": "https://example.com/h", "is_enabled": True, "auth_type": "basic"}
SECRET = "hunter2"
CREATE = CreateWebhookParams(
    name="Sync", url="https://example.com/h", auth_type=WebhookAuthType.BASIC, username="ann", password=SECRET
)


def test_webhooks_are_listed() -> None:
    (hook,), _ = both(lambda ws: ws.list_webhooks(), json_reply({"status": "ok", "results": [HOOK]}))

    assert isinstance(hook, ProjectWebhook)
    assert (hook.id, hook.auth_type, hook.created) == ("wh-1", WebhookAuthType.BASIC, None)


def test_defect_14_an_unknown_way_to_sign_in_and_a_null_do_not_lose_the_list() -> None:
    odd = HOOK | {"auth_type": "oauth", "is_enabled": None}
    hooks, _ = both(lambda ws: ws.list_webhooks(), json_reply({"status": "ok", "results": [odd, HOOK]}))

    assert [(hook.auth_type, hook.is_enabled) for hook in hooks] == [("oauth", None), ("basic", True)]


def test_a_webhook_is_made_with_its_password() -> None:
    made, (request,) = both(
        lambda ws: ws.create_webhook(CREATE), json_reply({"status": "ok", "results": {"id": "wh-1", "name": "Sync"}})
    )

    assert made == WebhookMutationResult(id="wh-1", name="Sync")
    assert json.loads(request.body) == {
        "name": "Sync",
        "url": "https://example.com/h",
        "auth_type": "basic",
        "username": "ann",
        "password": SECRET,
    }


@pytest.mark.parametrize(
    ("params", "ask"),
    [
        (CREATE, lambda ws: ws.create_webhook(CREATE)),
        (
            UpdateWebhookParams(password=SECRET),
            lambda ws: ws.update_webhook("wh-1", UpdateWebhookParams(password=SECRET)),
        ),
        (
            WebhookTestParams(url="https://example.com/h", password=SECRET),
            lambda ws: ws.test_webhook(WebhookTestParams(url="https://example.com/h", password=SECRET)),
        ),
    ],
    ids=["create", "update", "test"],
)
def test_a_password_stands_in_no_error_and_no_repr(params: object, ask: object) -> None:
    error, _ = raised(ask, json_reply({"status": "error", "error": "bad url"}, 400))  # type: ignore[arg-type]

    assert isinstance(error, QueryError)
    assert error.request_body["password"] == "***"
    assert SECRET not in f"{params!r} {error!r} {error} {error.to_dict()}"


def test_a_creation_that_may_have_happened_is_not_repeated() -> None:
    error, requests = raised(lambda ws: ws.create_webhook(CREATE), text_reply("bad gateway", 502))

    assert (type(error).__name__, len(requests)) == ("ServerError", 1)


def test_none_clears_what_a_webhook_signs_in_with() -> None:
    change = UpdateWebhookParams(auth_type=None, username=None, password=None)
    _, (request,) = both(
        lambda ws: ws.update_webhook("wh-1", change), json_reply({"results": {"id": "wh-1", "name": "Sync"}})
    )

    assert json.loads(request.body) == {"auth_type": None, "username": None, "password": None}


def test_defect_19_a_change_that_answers_nothing_is_looked_at_in_the_list() -> None:
    other = HOOK | {"id": "wh-2", "name": "Other"}
    changed, requests = both(
        lambda ws: ws.update_webhook("wh-2", UpdateWebhookParams(is_enabled=False)),
        text_reply("", 204),
        json_reply({"status": "ok", "results": [HOOK, other]}),
    )

    assert changed == WebhookMutationResult(id="wh-2", name="Other")
    assert [(request.method, request.url.rpartition("/webhooks/")[2]) for request in requests] == [
        ("PATCH", "wh-2/"),
        ("GET", ""),
    ]


def test_a_change_of_a_webhook_that_is_not_listed_says_that_it_is_done() -> None:
    error, _ = raised(
        lambda ws: ws.update_webhook("wh-2", UpdateWebhookParams(is_enabled=False)),
        text_reply("", 204),
        json_reply({"status": "ok", "results": [HOOK]}),
    )

    assert isinstance(error, IncompleteChangeError)
    assert "no webhook has the id 'wh-2'" in str(error)


def test_defect_16_an_id_with_a_slash_stays_one_step_of_the_path() -> None:
    _, (request,) = both(lambda ws: ws.delete_webhook("a/b?c"), text_reply("", 204))

    assert request.url.endswith("/webhooks/a%2Fb%3Fc/")


def test_an_address_that_does_not_answer_has_no_status() -> None:
    params = WebhookTestParams(url="https://example.com/h")
    result, _ = both(
        lambda ws: ws.test_webhook(params), json_reply({"results": {"success": False, "message": "timed out"}})
    )

    assert result == WebhookTestResult(success=False, message="timed out")
