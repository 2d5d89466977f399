"""A client that leaves ends its question."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from typing import Any

import anyio
import pytest
from attrs import field, frozen

from mixpanel_local.serving.asgi import application
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.transport import Layer
from tests.waiting import LONGEST

SCOPE = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}


@frozen(kw_only=True)
class Endless(Layer):
    """Never answers, or answers without end; knows when it is over."""

    answering: Callable[[Endless], Any]
    begun: anyio.Event = field(factory=anyio.Event)
    over: anyio.Event = field(factory=anyio.Event)

    async def send(self, request: Request) -> Reply:
        reply: Reply = await self.answering(self)
        return reply

    async def lines(self) -> AsyncGenerator[bytes, None]:
        try:
            while True:
                yield b"line\n"
                await anyio.lowlevel.checkpoint()
        finally:
            self.over.set()


async def silent(leaf: Endless) -> Reply:
    leaf.begun.set()
    try:
        await anyio.sleep_forever()
    finally:
        leaf.over.set()
    raise AssertionError


async def streaming(leaf: Endless) -> Reply:
    return Reply(200, chunks=leaf.lines())


@pytest.mark.anyio
@pytest.mark.parametrize("answering", [silent, streaming])
async def test_before_or_amid_the_answer(answering: Callable[[Endless], Any]) -> None:
    leaf, sent = Endless(answering=answering), []
    messages = [{"type": "http.request", "body": b""}]

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop()
        await leaf.begun.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)
        if len(sent) == 3:
            leaf.begun.set()

    with anyio.fail_after(LONGEST):
        await application(leaf)(SCOPE, receive, send)
        await leaf.over.wait()


@pytest.mark.anyio
async def test_before_the_question_is_asked() -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(_: Any) -> None:
        raise AssertionError

    await application(Endless(answering=silent))(SCOPE, receive, send)
