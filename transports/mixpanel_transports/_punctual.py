"""Sockets of blocking code, which stop waiting when their exchange must end.

The library bounds each wait for bytes; a server that sends one now and then is waited for without end.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore
from attrs import field, frozen
from httpcore import SOCKET_OPTION

_PIECE = 65_536
"""How many bytes are handed to a socket at once."""

_ends: ContextVar[float] = ContextVar("mixpanel_transports.ends", default=float("inf"))
"""When the exchange of this thread must have ended, on the monotonic clock."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give what happens in this thread so many *seconds*; a wait beyond them is the library's timeout."""
    token = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(token)


def _left(bound: float | None, late: type[httpcore.TimeoutException]) -> float | None:
    left = _ends.get() - time.monotonic()
    if left <= 0:
        raise late
    shortest = left if bound is None else min(left, bound)
    return None if shortest == float("inf") else shortest


@frozen
class PunctualSockets(httpcore.NetworkBackend):
    """Opens sockets as the library does."""

    _backend: httpcore.NetworkBackend = field(factory=httpcore.SyncBackend, repr=False)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A socket that is punctual."""
        bound = _left(timeout, httpcore.ConnectTimeout)
        return _Punctual(self._backend.connect_tcp(host, port, bound, local_address, socket_options))

    def sleep(self, seconds: float) -> None:
        """Between the library's own attempts."""
        self._backend.sleep(seconds)


@frozen
class _Punctual(httpcore.NetworkStream):
    """A socket whose waits end with the exchange."""

    _stream: httpcore.NetworkStream = field(repr=False)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            self._stream.write(buffer[start : start + _PIECE], _left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        bound = _left(timeout, httpcore.ConnectTimeout)
        return _Punctual(self._stream.start_tls(ssl_context, server_hostname, bound))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
