"""Answers about what a project holds, kept for a while: such questions are asked often and answered alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any, TypeVar, cast
from weakref import WeakValueDictionary

from attrs import frozen

from mixpanel_async.call import Call, Operations
from mixpanel_async.codec import encode
from mixpanel_async.errors import ConfigError
from mixpanel_transports.runtime import Runtime

T = TypeVar("T")

DEFAULT_TTL = 300.0
"""Seconds an answer is kept."""


@frozen
class _Kept:
    value: Any
    until: float


@frozen
class _Flight:
    """Held by whoever asks one question, and awaited by whoever wants to know the same."""

    lock: AbstractAsyncContextManager[None]


class Cache:
    """What was answered in the last *ttl* seconds; 0 keeps nothing.

    Who asks for what is being asked waits for that one answer. Failures are not kept.
    """

    def __init__(self, runtime: Runtime, ttl: float) -> None:
        if isinstance(ttl, bool) or not isinstance(ttl, int | float) or not ttl >= 0:
            raise ConfigError(f"discovery_ttl is {ttl!r}; give seconds, 0 to keep nothing")
        self._runtime = runtime
        self._ttl = ttl
        self._kept: dict[Hashable, _Kept] = {}
        self._flights: WeakValueDictionary[Hashable, _Flight] = WeakValueDictionary()

    async def get(self, key: Hashable, ask: Callable[[], Awaitable[T]], *, refresh: bool = False) -> T:
        """The answer kept under *key*, else, and with *refresh* in any case, what *ask* gives."""
        if not self._ttl:
            return await ask()
        flight = self._flights.setdefault(key, _Flight(self._runtime.lock()))
        async with flight.lock:
            found = None if refresh else self._fresh(key)
            return _own(cast("T", (found or await self._asked(key, ask)).value))

    def clear(self) -> None:
        """Keep nothing of what was answered or asked so far."""
        self._kept = {}

    def _fresh(self, key: Hashable) -> _Kept | None:
        found = self._kept.get(key)
        return found if found and self._runtime.now() < found.until else None

    async def _asked(self, key: Hashable, ask: Callable[[], Awaitable[Any]]) -> _Kept:
        # An answer is as old as its question, and one that was asked before a clear() is not kept after it.
        kept, now = self._kept, self._runtime.now()
        answered = _Kept(await ask(), now + self._ttl)
        for stale in [other for other, each in list(kept.items()) if each.until <= now]:
            kept.pop(stale, None)
        kept[key] = answered
        return answered


def _own(value: T) -> T:
    """The value as the asker may change it: of a list a copy, all else is frozen."""
    return cast("T", value.copy()) if isinstance(value, list) else value


class CachedOperations(Operations):
    """Operations whose answers are kept, for one account, project and data view."""

    async def _cached(self, name: str, call: Call[T], *, refresh: bool = False) -> T:
        """What *call*, made by the operation *name*, answered a while ago, else, or with *refresh*, answers now."""
        request = encode(call, self._session, deadline=None)
        key = (name, request.method, request.url, request.body)
        return await self._kept(key, partial(self._call, call), refresh=refresh)

    async def _kept(self, key: Hashable, ask: Callable[[], Awaitable[T]], *, refresh: bool = False) -> T:
        """The same for what takes several calls; *key* names the operation and all its arguments."""
        return await self._connection.cache.get((self._session, key), ask, refresh=refresh)
