from __future__ import annotations

import anyio
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from mixpanel_transports import (
    MIXPANEL_LIMITS,
    BlockingRuntime,
    Fake,
    Limits,
    Quota,
    RateLimitError,
    Reply,
    Request,
    Throttle,
    Transport,
    stack,
)
from mixpanel_transports.drive import drive
from tests.virtual import Clock, VirtualBlockingRuntime, VirtualRuntime

pytestmark = pytest.mark.anyio

FOREVER = float("inf")


def ask(family: str = "query", deadline: float = FOREVER, stream: bool = False) -> Request:
    return Request("GET", "https://mixpanel.test/", family=family, deadline=deadline, stream=stream)


@pytest.fixture
def runtime() -> VirtualRuntime:
    return VirtualRuntime(clock=Clock(time=0.0))


def throttled(runtime: VirtualRuntime, times: list[float], **limits: int) -> Transport:
    def answer(_: Request) -> Reply:
        times.append(runtime.now())
        return Reply(200)

    return stack(Fake(answer), Throttle(quota=Quota({"query": Limits(**limits)}), runtime=runtime))


async def test_three_a_second(runtime: VirtualRuntime) -> None:
    times: list[float] = []
    transport = throttled(runtime, times, per_second=3)
    await runtime.gather([transport.send(ask()) for _ in range(8)])
    assert times == [0, 0, 0, 1, 1, 1, 2, 2]


async def test_sixty_an_hour(runtime: VirtualRuntime) -> None:
    times: list[float] = []
    transport = throttled(runtime, times, per_hour=60)
    for _ in range(61):
        await transport.send(ask())
    assert times == [0.0] * 60 + [3600.0]


async def test_bulk_requests_leave_the_last_calls_of_an_hour_to_others(runtime: VirtualRuntime) -> None:
    times: list[float] = []
    transport = throttled(runtime, times, per_hour=5, kept=2)
    await runtime.gather([transport.send(evolve(ask(), bulk=True)) for _ in range(3)])
    waiting = [transport.send(evolve(ask(), bulk=True)) for _ in range(3)]
    await runtime.gather([*waiting, transport.send(ask()), transport.send(ask())])
    assert times == [0.0] * 5 + [3600.0] * 3


async def test_a_budget_says_what_is_left_of_the_hour(runtime: VirtualRuntime) -> None:
    quota = Quota({"query": Limits(per_hour=5, kept=2), "app": Limits(concurrency=1)})
    transport = stack(Fake(lambda _: Reply(200)), Throttle(quota=quota, runtime=runtime))
    budget = quota.budget("query", runtime)
    unlimited = quota.budget("app", runtime)
    assert budget is not None
    assert unlimited is not None
    await transport.send(ask())
    assert (budget.left(bulk=True), budget.left(bulk=False), unlimited.left(bulk=True)) == (2, 4, None)
    await runtime.sleep(3601)
    assert budget.left(bulk=True) == 3


async def test_an_old_call_frees_its_place(runtime: VirtualRuntime) -> None:
    times: list[float] = []
    transport = throttled(runtime, times, per_hour=2)
    await transport.send(ask())
    await runtime.sleep(1000)
    await transport.send(ask())
    await transport.send(ask())
    assert times == [0, 1000, 3600]


async def test_spent_budget_raises_when_the_deadline_is_sooner(runtime: VirtualRuntime) -> None:
    transport = throttled(runtime, [], per_hour=1)
    await transport.send(ask())
    await runtime.sleep(600)
    with pytest.raises(RateLimitError, match=r"1 calls an hour for Mixpanel's 'query' API .* 3000 sec") as caught:
        await transport.send(ask(deadline=2999))
    assert caught.value.retry_after == 3000


async def test_refused_call_takes_no_place(runtime: VirtualRuntime) -> None:
    times: list[float] = []
    transport = throttled(runtime, times, per_hour=1)
    await transport.send(ask())
    for _ in range(3):
        with pytest.raises(RateLimitError):
            await transport.send(ask(deadline=1))
    await transport.send(ask())
    assert times == [0, 3600]


async def test_waiting_shortens_the_deadline_passed_on(runtime: VirtualRuntime) -> None:
    fake = Fake(Reply(200), Reply(200))
    transport = stack(fake, Throttle(quota=Quota({"query": Limits(per_second=1)}), runtime=runtime))
    await transport.send(ask(deadline=10))
    await transport.send(ask(deadline=10))
    assert [request.deadline for request in fake.requests] == [10, 9]


async def test_concurrency(runtime: VirtualRuntime) -> None:
    running, peak = 0, 0

    async def answer(_: Request) -> Reply:
        nonlocal running, peak
        running += 1
        peak = max(peak, running)
        await anyio.lowlevel.checkpoint()
        running -= 1
        return Reply(200)

    transport = stack(Fake(answer), Throttle(quota=Quota({"query": Limits(concurrency=5)}), runtime=runtime))
    await runtime.gather([transport.send(ask()) for _ in range(30)])
    assert peak == 5


async def test_deadline_spent_waiting_for_others_to_end(runtime: VirtualRuntime) -> None:
    async def answer(_: Request) -> Reply:
        await runtime.sleep(50)
        return Reply(200)

    transport = stack(Fake(answer), Throttle(quota=Quota({"query": Limits(concurrency=1)}), runtime=runtime))
    async with anyio.create_task_group() as group:
        group.start_soon(transport.send, ask())
        await anyio.lowlevel.checkpoint()
        await anyio.lowlevel.checkpoint()
        with pytest.raises(RateLimitError, match="budget of 1 calls at once"):
            await transport.send(ask(deadline=10))


async def test_stream_holds_its_place_until_closed(runtime: VirtualRuntime) -> None:
    transport = throttled(runtime, [], concurrency=1)
    first = await transport.send(ask(stream=True))
    with anyio.move_on_after(0.01) as scope:
        await transport.send(ask())
    assert scope.cancelled_caught
    await first.aclose()
    assert (await transport.send(ask())).status == 200


async def test_stream_read_to_its_end_frees_its_place(runtime: VirtualRuntime) -> None:
    transport = throttled(runtime, [], concurrency=1)
    for _ in range(3):
        await (await transport.send(ask(stream=True))).read()


async def test_failed_call_frees_its_place(runtime: VirtualRuntime) -> None:
    transport = stack(
        Fake(OSError("cut"), Reply(200)), Throttle(quota=Quota({"query": Limits(concurrency=1)}), runtime=runtime)
    )
    with pytest.raises(OSError, match="cut"):
        await transport.send(ask())
    assert (await transport.send(ask())).status == 200


async def test_cancelled_wait_gives_its_turn_back(runtime: VirtualRuntime) -> None:
    times: list[float] = []
    transport = throttled(runtime, times, per_second=1, concurrency=2)
    await transport.send(ask())
    with anyio.CancelScope() as scope:
        scope.cancel()
        await transport.send(ask())
    await runtime.gather([transport.send(ask()), transport.send(ask())])
    assert times == [0, 1, 2]


async def test_429_holds_back_the_family(runtime: VirtualRuntime) -> None:
    times: list[float] = []

    def answer(_: Request) -> Reply:
        times.append(runtime.now())
        return Reply(429, {"retry-after": "30"}) if len(times) == 1 else Reply(200)

    quota = Quota({"query": Limits(per_hour=60), "export": Limits()})
    transport = stack(Fake(answer), Throttle(quota=quota, runtime=runtime))
    for family in ("query", "export", "query"):
        await transport.send(ask(family))
    assert times == [0, 0, 30]


async def test_429_moves_those_already_waiting(runtime: VirtualRuntime) -> None:
    times: list[float] = []

    async def answer(_: Request) -> Reply:
        times.append(runtime.now())
        return Reply(429, {"retry-after": "30"}) if len(times) == 1 else Reply(200)

    transport = stack(Fake(answer), Throttle(quota=Quota({"query": Limits(per_second=1)}), runtime=runtime))
    await runtime.gather([transport.send(ask()) for _ in range(4)])
    assert times == [0, 30, 31, 32]


async def test_quota_is_shared_by_transports(runtime: VirtualRuntime) -> None:
    quota = Quota({"query": Limits(per_hour=1)})
    layer = Throttle(quota=quota, runtime=runtime)
    await stack(Fake(Reply(200)), layer).send(ask())
    with pytest.raises(RateLimitError):
        await stack(Fake(Reply(200)), layer).send(ask(deadline=1))


async def test_engage_spends_the_query_budget(runtime: VirtualRuntime) -> None:
    transport = stack(Fake(lambda _: Reply(200)), Throttle(quota=Quota(), runtime=runtime))
    for number in range(60):
        await transport.send(ask("engage" if number % 2 else "query"))
    for family in ("query", "engage"):
        with pytest.raises(RateLimitError, match="60 calls an hour for Mixpanel's 'query' API"):
            await transport.send(ask(family, deadline=1))


async def test_app_calls_are_not_limited(runtime: VirtualRuntime) -> None:
    transport = stack(Fake(lambda _: Reply(200)), Throttle(quota=Quota(MIXPANEL_LIMITS), runtime=runtime))
    for _ in range(200):
        await transport.send(ask("app"))
    assert runtime.waits == []


def test_threads_share_a_budget() -> None:
    runtime = BlockingRuntime(threads=8)
    quota = Quota({"query": Limits(concurrency=3, per_hour=20)})
    transport = stack(Fake(lambda _: Reply(200)), Throttle(quota=quota, runtime=runtime))

    async def one() -> int:
        try:
            return (await transport.send(ask(deadline=1))).status
        except RateLimitError as error:
            return error.status_code

    assert sorted(drive(runtime.gather([one() for _ in range(40)]))) == [200] * 20 + [429] * 20


@pytest.mark.parametrize("limits", [{"concurrency": 0}, {"per_second": -1}, {"per_hour": 0}])
def test_limits_below_one_are_refused(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be >= 1"):
        Limits(**limits)


@given(
    pauses=st.lists(st.sampled_from([0.0, 0.1, 0.5, 1.0, 40.0, 2000.0]), max_size=60),
    per_second=st.integers(1, 4),
    per_hour=st.integers(1, 12),
)
def test_no_window_ever_holds_more_than_its_limit(pauses: list[float], per_second: int, per_hour: int) -> None:
    runtime = VirtualBlockingRuntime()
    times: list[float] = []

    def answer(_: Request) -> Reply:
        times.append(runtime.now())
        return Reply(200)

    quota = Quota({"query": Limits(per_second=per_second, per_hour=per_hour)})
    transport = stack(Fake(answer), Throttle(quota=quota, runtime=runtime))
    for pause in pauses:
        drive(runtime.sleep(pause))
        drive(transport.send(ask()))
    for count, window in ((per_second, 1.0), (per_hour, 3600.0)):
        assert all(later - earlier >= window - 1e-6 for earlier, later in zip(times, times[count:], strict=False))
