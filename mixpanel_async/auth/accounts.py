"""Credentials: who asks, and the Authorization header that proves it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any

from attrs import field, frozen

from mixpanel_async.errors import ConfigError
from mixpanel_async.surrogates import half_in

TokenSource = Callable[[], str | Awaitable[str]]


def _not_blank(_: Any, attribute: Any, value: Any) -> None:
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"{attribute.name} is empty or no text; a service account has a username and a secret")
    if half_in(value, attribute.name):
        raise ConfigError(
            f"{attribute.name} is no valid text (half of a surrogate pair is in it); look at its encoding"
        )


def _no_colon(_: Any, __: Any, value: str) -> None:
    if ":" in value:
        raise ConfigError("a service account's username holds no ':'; was username:secret pasted into username?")


@frozen
class ServiceAccount:
    """A service account: HTTP Basic on every request. Made under Organization settings, Service accounts."""

    username: str = field(validator=[_not_blank, _no_colon])
    secret: str = field(validator=_not_blank, repr=False)

    async def authorization(self) -> str:
        """The header's value."""
        return "Basic " + b64encode(f"{self.username}:{self.secret}".encode()).decode("ascii")


def _token_or_source(_: Any, __: Any, value: Any) -> None:
    if not callable(value):
        _usable(value)


def _usable(token: object) -> str:
    """The token without the blanks around it; its text never enters a message."""
    text = token.strip() if isinstance(token, str) else ""
    if not text or not text.isascii() or any(sign.isspace() for sign in text):
        raise ConfigError("the bearer token is empty, or holds blanks or characters no header may have")
    return text


@frozen
class BearerToken:
    """An OAuth bearer token, literal or from a callable (plain or async) that is asked before every attempt."""

    token: str | TokenSource = field(validator=_token_or_source, repr=False, hash=False)

    async def authorization(self) -> str:
        """The header's value."""
        return f"Bearer {_usable(await self._current())}"

    async def _current(self) -> str:
        given = self.token() if callable(self.token) else self.token
        return await given if isawaitable(given) else given


Account = ServiceAccount | BearerToken
