"""Credentials give headers and keep secrets."""

from __future__ import annotations

import pickle
from base64 import b64decode

import pytest

from mixpanel_async.auth.accounts import BearerToken, ServiceAccount
from mixpanel_async.errors import ConfigError

pytestmark = pytest.mark.anyio


async def test_service_account_is_http_basic():
    kind, _, text = (await ServiceAccount("bot", "päss:word").authorization()).partition(" ")
    assert (kind, b64decode(text).decode()) == ("Basic", "bot:päss:word")


async def _later():
    return "later"


@pytest.mark.parametrize(("token", "expected"), [("now", "now"), (lambda: " called\n", "called"), (_later, "later")])
async def test_bearer_token_may_be_text_or_a_callable_of_either_kind(token, expected):
    assert await BearerToken(token).authorization() == f"Bearer {expected}"


async def test_a_callable_is_asked_before_every_attempt():
    tokens = iter(["one", "two"])
    account = BearerToken(lambda: next(tokens))
    assert [await account.authorization(), await account.authorization()] == ["Bearer one", "Bearer two"]


@pytest.mark.parametrize("bad", ["", "  ", "a b", "a\r\nx-evil: 1", "tökén"])
async def test_a_token_no_header_may_carry_is_refused_without_showing_it(bad):
    with pytest.raises(ConfigError) as literal:
        BearerToken(bad)
    with pytest.raises(ConfigError) as called:
        await BearerToken(lambda: bad).authorization()
    assert {str(literal.value), str(called.value)} == {
        "the bearer token is empty, or holds blanks or characters no header may have"
    }


@pytest.mark.parametrize(("username", "secret"), [("", "x"), ("x", " "), ("user:pass", "x")])
def test_a_service_account_needs_both_parts(username, secret):
    with pytest.raises(ConfigError):
        ServiceAccount(username, secret)


@pytest.mark.parametrize("account", [ServiceAccount("bot", "hunter2"), BearerToken("hunter2")])
def test_secrets_do_not_show(account):
    assert "hunter2" not in repr(account)
    assert pickle.loads(pickle.dumps(account)) == account
