"""A transport for tests, ours and yours: answers from a script or a function, and remembers what was asked."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from inspect import isawaitable
from itertools import repeat
from typing import ClassVar

from attrs import evolve

from mixpanel_transports.message import NO_HEADERS, Reply, Request

Answer = Reply | BaseException
Responder = Callable[[Request], Reply | Awaitable[Reply]]


class Fake:
    """A transport that never touches a network: ``Workspace(..., transport=Fake(...))``.

    Script the answers, one for each request; an exception is raised in its turn::

        fake = Fake(ConnectionFailed("cut"), json_reply({"series": {}}), text_reply("too many", 429))

    or compute every answer with one function, plain or async::

        fake = Fake(lambda request: json_reply({"asked": request.url}))

    Afterwards ``fake.requests`` holds what was asked, in order. Asking more often than the script answers is an
    ``AssertionError`` that names the request. A request with ``stream=True`` gets the body as chunks; ``chunked``
    says where to cut it.
    """

    offline: ClassVar[bool] = True

    def __init__(self, *answers: Answer | Responder) -> None:
        self.requests: list[Request] = []
        self.closed = False
        always = len(answers) == 1 and callable(answers[0])
        self._script: Iterator[Answer | Responder] = repeat(answers[0]) if always else iter(answers)

    async def send(self, request: Request) -> Reply:
        """The next answer of the script, or what the function says."""
        self.requests.append(request)
        reply = await self._answer(request)
        return _streamed(reply) if request.stream else reply

    async def aclose(self) -> None:
        """Remember that it was closed, as ``closed``."""
        self.closed = True

    def __repr__(self) -> str:
        return f"<Fake: {len(self.requests)} requests>"

    async def _answer(self, request: Request) -> Reply:
        answer = next(self._script, None)
        if answer is None:
            raise AssertionError(
                f"request {len(self.requests)}, {request.method} {_place(request.url)}, "
                "came after the last answer of the script; give Fake one more Reply"
            )
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, Reply):
            return answer
        reply = answer(request)
        return await reply if isawaitable(reply) else reply


def json_reply(value: object, status: int = 200, headers: Mapping[str, str] = NO_HEADERS) -> Reply:
    """A reply whose body is *value* as JSON."""
    return Reply(status, {"content-type": "application/json", **headers}, json.dumps(value).encode())


def text_reply(text: str, status: int = 200, headers: Mapping[str, str] = NO_HEADERS) -> Reply:
    """A reply whose body is *text* in UTF-8."""
    return Reply(status, {"content-type": "text/plain; charset=utf-8", **headers}, text.encode())


async def chunked(body: bytes, size: int) -> AsyncGenerator[bytes, None]:
    """*body* in pieces of *size* bytes, for ``Reply(200, chunks=chunked(body, 7))``."""
    for start in range(0, len(body), size):
        yield body[start : start + size]


def _streamed(reply: Reply) -> Reply:
    if reply.chunks is not None:
        return reply
    return evolve(reply, body=b"", chunks=chunked(reply.body, max(len(reply.body), 1)))


def _place(url: str) -> str:
    return url.partition("?")[0]
