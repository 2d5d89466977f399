"""Lets pages in a browser track, and read what they are answered, as Mixpanel does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import evolve, frozen

from mixpanel_local.routes.context import Call
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.transport import Layer

TRACKED: Final = ("/track", "/engage", "/groups")
"""Where SDKs in browsers write to."""

_ASKED: Final = "access-control-request-headers"


@frozen
class Pages(Layer):
    """Tells browsers that whatever page has sent something to be tracked may read the answer; no other call."""

    async def send(self, request: Request) -> Reply:
        """Pass on; answer what browsers ask beforehand."""
        origin = request.headers.get("origin")
        if origin is None or Call.of(request).path not in TRACKED:
            return await self.inner.send(request)
        if request.method == "OPTIONS":
            return Reply(204, {**_allowed(origin), **_beforehand(request.headers)})
        reply = await self.inner.send(request)
        return evolve(reply, headers={**reply.headers, **_allowed(origin)})


def _allowed(origin: str) -> Mapping[str, str]:
    # SDKs send with credentials, though nothing here reads any, and then browsers take no "*" for an answer.
    return {"access-control-allow-origin": origin, "access-control-allow-credentials": "true", "vary": "origin"}


def _beforehand(headers: Mapping[str, str]) -> Mapping[str, str]:
    asked = {"access-control-allow-headers": headers[_ASKED]} if _ASKED in headers else {}
    return {"access-control-allow-methods": "GET, POST", **asked}
