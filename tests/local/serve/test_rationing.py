"""A quota like Mixpanel's: so many calls an hour, so many at once."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import anyio
import pytest
from attrs import frozen

from mixpanel_local.serving.rationing import Rationing
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.transport import Layer
from tests.virtual import VirtualRuntime

QUERY = Request("GET", "http://h/api/query/events/names?x=/api/2.0/export")
EXPORT = Request("GET", "http://h/api/2.0/export?from_date=x", stream=True)


@frozen(kw_only=True)
class Yes(Layer):
    """Answers everything, an export as a stream."""

    async def send(self, request: Request) -> Reply:
        return Reply(200, chunks=_stream()) if request.stream else Reply(200)


async def _stream() -> AsyncGenerator[bytes, None]:
    yield b"line"


@pytest.fixture
def runtime() -> VirtualRuntime:
    return VirtualRuntime()


@pytest.fixture
def rationing(runtime: VirtualRuntime) -> Rationing:
    return Rationing(runtime=runtime, inner=Yes())


@pytest.mark.anyio
async def test_sixty_questions_an_hour(rationing: Rationing, runtime: VirtualRuntime) -> None:
    replies = [await rationing.send(QUERY) for _ in range(61)]
    assert [reply.status for reply in replies] == [200] * 60 + [429]
    assert replies[-1].headers["retry-after"] == "3600"
    await runtime.sleep(3600)
    assert (await rationing.send(QUERY)).status == 200


@pytest.mark.anyio
async def test_families_have_budgets_of_their_own(rationing: Rationing) -> None:
    for _ in range(61):
        await rationing.send(QUERY)
    others = ["http://h/api/query/jql", "http://h/api/app/me", "http://h/track"]
    assert [(await rationing.send(Request("POST", url))).status for url in others] == [200] * 3
    profiles = Request("POST", "http://h/api/query/engage/")
    assert (await rationing.send(profiles)).status == 429


@pytest.mark.anyio
async def test_three_exports_a_second(rationing: Rationing, runtime: VirtualRuntime) -> None:
    replies = [await rationing.send(EXPORT) for _ in range(4)]
    assert [reply.status for reply in replies] == [200, 200, 200, 429]
    assert replies[-1].headers["retry-after"] == "1"
    await runtime.sleep(1)
    assert (await rationing.send(EXPORT)).status == 200


@frozen(kw_only=True)
class Waiting(Layer):
    """Answers when it may."""

    gate: anyio.Event

    async def send(self, request: Request) -> Reply:
        await self.gate.wait()
        return Reply(200)


@pytest.mark.anyio
async def test_five_at_once(runtime: VirtualRuntime) -> None:
    gate = anyio.Event()
    rationing = Rationing(runtime=runtime, inner=Waiting(gate=gate))
    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(rationing.send, QUERY)
        await anyio.wait_all_tasks_blocked()
        assert (await rationing.send(QUERY)).status == 429
        gate.set()
    assert (await rationing.send(QUERY)).status == 200


@pytest.mark.anyio
async def test_whoever_leaves_makes_room(runtime: VirtualRuntime) -> None:
    rationing = Rationing(runtime=runtime, inner=Waiting(gate=anyio.Event()))
    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(rationing.send, QUERY)
        await anyio.wait_all_tasks_blocked()
        tasks.cancel_scope.cancel()
    free = Rationing(runtime=runtime, inner=Yes())
    object.__setattr__(free, "_accounts", rationing._accounts)
    assert (await free.send(QUERY)).status == 200
