from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager

import anyio
import pytest

from mixpanel_transports.anyio_runtime import AnyioRuntime

pytestmark = pytest.mark.anyio

runtime = AnyioRuntime()


@pytest.fixture
def made_before_any_loop() -> list[AbstractAsyncContextManager[None]]:
    return [runtime.lock(), runtime.limiter(1)]


async def echo(value: int) -> int:
    await anyio.lowlevel.checkpoint()
    return value


async def fail(error: Exception) -> int:
    await anyio.lowlevel.checkpoint()
    raise error


async def test_results_in_the_order_given() -> None:
    async def late(turns: int) -> int:
        for _ in range(turns):
            await anyio.lowlevel.checkpoint()
        return turns

    assert await runtime.gather([late(9), late(1), late(5)]) == [9, 1, 5]


async def test_nothing_to_gather() -> None:
    assert await runtime.gather([]) == []


async def test_at_most_limit_at_once() -> None:
    running = peak = 0

    async def job() -> None:
        nonlocal running, peak
        running += 1
        peak = max(peak, running)
        await anyio.lowlevel.checkpoint()
        running -= 1

    await runtime.gather([job() for _ in range(20)], limit=3)
    assert peak == 3


async def test_jobs_are_made_only_when_there_is_room() -> None:
    made: list[int] = []
    gate = anyio.Event()

    async def job(number: int) -> None:
        assert len(made) <= 2 or gate.is_set()
        gate.set()
        await anyio.lowlevel.checkpoint()

    def jobs() -> Iterator[object]:
        for number in range(5):
            made.append(number)
            yield job(number)

    await runtime.gather(jobs(), limit=2)  # type: ignore[arg-type]
    assert made == [0, 1, 2, 3, 4]


async def test_first_failure_is_raised_bare_and_cancels_the_rest() -> None:
    ended: list[str] = []

    async def forever() -> int:
        try:
            await anyio.sleep_forever()
        finally:
            ended.append("cancelled")
        return 0

    with pytest.raises(KeyError, match="first"):
        await runtime.gather([forever(), fail(KeyError("first")), forever()])
    assert ended == ["cancelled", "cancelled"]


async def test_jobs_never_started_after_a_failure_leave_no_warning() -> None:
    with pytest.raises(KeyError):
        await runtime.gather([fail(KeyError()), echo(1), echo(2), echo(3)], limit=1)


async def test_failure_keeps_its_cause() -> None:
    error = KeyError("outer")
    error.__cause__ = ValueError("inner")
    with pytest.raises(KeyError) as caught:
        await runtime.gather([fail(error), echo(1)])
    assert isinstance(caught.value.__cause__, ValueError)
    assert caught.value.__context__ is None


async def test_cancelling_gather_cancels_its_jobs() -> None:
    started, ended = anyio.Event(), anyio.Event()

    async def forever() -> None:
        started.set()
        try:
            await anyio.sleep_forever()
        finally:
            ended.set()

    async with anyio.create_task_group() as group:
        group.start_soon(runtime.gather, [forever()])
        await started.wait()
        group.cancel_scope.cancel()
    assert ended.is_set()


async def test_lock_lets_one_in() -> None:
    lock = runtime.lock()
    inside = 0

    async def job() -> None:
        nonlocal inside
        async with lock:
            inside += 1
            assert inside == 1
            await anyio.lowlevel.checkpoint()
            inside -= 1

    await runtime.gather([job() for _ in range(5)])


async def test_limiter_lets_its_capacity_in_even_for_one_task() -> None:
    limiter = runtime.limiter(2)
    async with limiter, limiter:
        with anyio.move_on_after(0.01) as scope:
            async with limiter:
                pytest.fail("a third came in")
    assert scope.cancelled_caught


async def test_locks_made_before_any_loop_work(made_before_any_loop: list[AbstractAsyncContextManager[None]]) -> None:
    for gate in made_before_any_loop:
        async with gate:
            pass


async def test_offload_runs_in_another_thread() -> None:
    assert await runtime.offload(threading.get_ident) != threading.get_ident()


async def test_clock_goes_on_while_sleeping() -> None:
    start = runtime.now()
    await runtime.sleep(0.002)
    assert runtime.now() - start >= 0.002
