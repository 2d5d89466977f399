"""How many calls Mixpanel accepts, and the account of those made."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from types import MappingProxyType

from attrs import define, field, frozen, validators

from mixpanel_transports.errors import QUOTA_HELP, RateLimitError
from mixpanel_transports.message import Request
from mixpanel_transports.runtime import Runtime

HOUR = 3600.0
_SAME = 1.0
"""Calls that two accounts have within so many seconds of each other are the same: their clocks differ."""
_at_least_one = validators.optional(validators.ge(1))


@frozen
class Limits:
    """At most *concurrency* calls at once, *per_second* in any second, *per_hour* in any hour; None is no limit.

    Of those of an hour, *kept* are not for ``bulk`` requests, so that a long job leaves room for a question between.
    """

    concurrency: int | None = field(default=None, validator=_at_least_one)
    per_second: int | None = field(default=None, validator=_at_least_one)
    per_hour: int | None = field(default=None, validator=_at_least_one)
    kept: int = field(default=0, kw_only=True, validator=validators.ge(0))

    def hourly(self, *, bulk: bool) -> int | None:
        """How many calls, or how many ``bulk`` ones, an hour has; one at least."""
        return self.per_hour if self.per_hour is None or not bulk else max(self.per_hour - self.kept, 1)

    def windows(self, *, bulk: bool = False) -> Iterator[tuple[int, float, str]]:
        """(calls, seconds, name) of each limit over time."""
        if self.per_second is not None:
            yield self.per_second, 1.0, "a second"
        if (hourly := self.hourly(bulk=bulk)) is not None:
            yield hourly, HOUR, "an hour"


MIXPANEL_LIMITS: Mapping[str, Limits | str] = MappingProxyType(
    # docs.mixpanel.com/reference/rate-limits, per project. Calls of the app are not limited there.
    {
        "query": Limits(concurrency=5, per_hour=60),
        # Profiles are read under /api/query, and "every query endpoint together" shares one budget.
        "engage": "query",
        "jql": Limits(concurrency=5, per_hour=60),
        "export": Limits(concurrency=100, per_second=3, per_hour=60, kept=2),
    }
)


@frozen
class Quota:
    """Calls made and limits known, by API family. Share one between the transports that use the same project.

    *limits* maps a family to its ``Limits``, or to the name of the family whose budget it shares. A quota keeps to one
    kind of runtime: either one event loop, or threads.
    """

    limits: Mapping[str, Limits | str] = MIXPANEL_LIMITS
    _budgets: dict[str, Budget] = field(factory=dict, init=False, repr=False, eq=False)

    def budget(self, family: str, runtime: Runtime) -> Budget | None:
        """The account of *family*, or None if nothing limits it."""
        limits = self.limits.get(family)
        if isinstance(limits, str):
            return self.budget(limits, runtime)
        known = self._budgets.get(family)
        if known is not None or limits is None:
            return known
        # Atomic, for threads that come here at once.
        return self._budgets.setdefault(family, Budget.empty(family, limits, runtime))


@define(eq=False)
class Budget:
    """The account of one family: who is in, when calls were or will be made, and until when the server refuses."""

    family: str
    limits: Limits
    _runtime: Runtime
    _places: AbstractAsyncContextManager[None]
    _guard: AbstractAsyncContextManager[None]
    _slots: deque[float] = field(factory=deque)
    _refused_until: float = float("-inf")

    @classmethod
    def empty(cls, family: str, limits: Limits, runtime: Runtime) -> Budget:
        """An account without calls."""
        places = nullcontext() if limits.concurrency is None else runtime.limiter(limits.concurrency)
        # One thread cannot be interrupted between reading and writing the account; many can.
        guard = runtime.lock() if runtime.blocking else nullcontext()
        return cls(family, limits, runtime, places, guard)

    async def enter(self, request: Request) -> None:
        """Wait until the call may be made, within the request's deadline; ``leave`` must follow."""
        started = self._runtime.now()
        async with self._guard:
            self._next_slot(request, started)
        await self._places.__aenter__()
        try:
            await self._take_slot(request, started)
        except BaseException:
            await self.leave()
            raise

    async def leave(self) -> None:
        """The call has ended."""
        await self._places.__aexit__(None, None, None)

    def left(self, *, bulk: bool) -> int | None:
        """How many more calls this hour has; None if nothing limits them."""
        self._forget(self._runtime.now())
        hourly = self.limits.hourly(bulk=bulk)
        return None if hourly is None else max(hourly - len(self._slots), 0)

    def ages(self) -> list[float]:
        """How many seconds ago the calls of this hour were made."""
        now = self._runtime.now()
        return [now - slot for slot in self._slots if 0 <= now - slot < HOUR]

    async def recall(self, ages: Iterable[float]) -> None:
        """Count calls that were made so many seconds ago, by whichever process; those that are known count once."""
        async with self._guard:
            now = self._runtime.now()
            unmatched = list(self._slots)
            for slot in sorted(now - age for age in ages if 0 <= age < HOUR):
                known = next((each for each in unmatched if abs(each - slot) <= _SAME), None)
                if known is None:
                    self._slots.append(slot)
                else:
                    unmatched.remove(known)
            self._slots = deque(sorted(self._slots))

    def refuse_for(self, seconds: float) -> None:
        """The server wants no call of this family for so long."""
        self._refused_until = max(self._refused_until, self._runtime.now() + seconds)

    async def _take_slot(self, request: Request, started: float) -> None:
        while True:
            async with self._guard:
                slot = self._next_slot(request, started)
                # A bulk request queues without a number: whoever comes meanwhile is not behind it.
                taken = not request.bulk or slot <= self._runtime.now()
                if taken:
                    self._slots.append(slot)
            try:
                await self._wait_until(slot)
            except BaseException:
                if taken:
                    self._slots.remove(slot)
                raise
            if taken and self._refused_until <= self._runtime.now():
                return
            if taken:
                self._slots.remove(slot)

    async def _wait_until(self, slot: float) -> None:
        pause = slot - self._runtime.now()
        if pause > 0:
            await self._runtime.sleep(pause)

    def _forget(self, now: float) -> None:
        while self._slots and self._slots[0] + HOUR < now:
            self._slots.popleft()

    def _next_slot(self, request: Request, started: float) -> float:
        """When the next call may be made; ``RateLimitError`` if that is after the deadline."""
        now = self._runtime.now()
        self._forget(now)
        openings = [(now, f"{self.limits.concurrency} calls at once"), (self._refused_until, "the server's own count")]
        for calls, seconds, name in self.limits.windows(bulk=request.bulk):
            if len(self._slots) >= calls:
                openings.append((self._slots[-calls] + seconds, f"{calls} calls {name}"))
        slot, limit = max(openings)
        if slot > started + request.deadline:
            raise _spent(self.family, limit, slot - now, request)
        return slot


def _spent(family: str, limit: str, retry_after: float, request: Request) -> RateLimitError:
    return RateLimitError(
        f"the budget of {limit} for Mixpanel's {family!r} API is spent; the next call may be made in "
        f"{retry_after:.0f} seconds, later than the deadline of {request.deadline:g} seconds allows. Wait, allow a "
        f"longer deadline, or ask the embedded Mixpanel, which has no limits. {QUOTA_HELP}",
        retry_after=retry_after,
        request_method=request.method,
    )
