"""The layer that tries again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from mixpanel_transports.errors import ConnectionFailed, DeadlineExceeded, TransportError
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.runtime import Runtime
from mixpanel_transports.transport import Layer
from mixpanel_transports.waiting import retry_after

if TYPE_CHECKING:
    from tenacity import RetryCallState

TOO_MANY = 429
PASSING = frozenset({408, TOO_MANY, 500, 502, 503, 504})
"""Statuses that may be gone at the next attempt."""
ATTEMPTS = 4
LONGEST_WAIT = 60.0

Outcome = Reply | TransportError


@frozen(kw_only=True)
class Retry(Layer):
    """Up to four attempts, about 1, 2 and 4 seconds apart; *stop*, *wait* and *retry* take tenacity's objects instead.

    Without a *retry* of yours: broken connections, attempts that ran out of time and statuses 408, 429, 500, 502, 503
    and 504 of ``safe`` requests; of others only 429, for then the server did nothing. A ``retry-after`` of the server
    replaces the wait. No attempt begins after the request's deadline: if the wait would last longer, or the attempts
    are used up, you get the last reply, or the last error is raised. A stream is retried until its head has come,
    never after; a ``bulk`` request is not retried at all. *wall_clock* (seconds since the epoch) reads ``retry-after``
    dates.
    """

    runtime: Runtime
    stop: Callable[[RetryCallState], bool] | None = None
    wait: Callable[[RetryCallState], float] | None = None
    retry: Callable[[RetryCallState], bool] | None = None
    wall_clock: Callable[[], float] = field(default=time.time, repr=False)

    async def send(self, request: Request) -> Reply:
        """Pass on until the outcome is final."""
        started = self.runtime.now()
        outcome = await self._attempt(request)
        if request.bulk or (self.retry is None and not worth_retrying(request, outcome)):
            return _given(outcome, 1)
        return await self._again(request, outcome, started)

    async def _again(self, request: Request, outcome: Outcome, started: float) -> Reply:
        state = _first_state(request, started)
        while (pause := self._pause(state, request, outcome)) is not None:
            if isinstance(outcome, Reply):
                await outcome.aclose()
            await self.runtime.sleep(pause)
            state.idle_for += pause
            state.attempt_number += 1
            left = request.deadline - (self.runtime.now() - started)
            outcome = await self._attempt(evolve(request, deadline=left, attempt=state.attempt_number))
        return _given(outcome, state.attempt_number)

    async def _attempt(self, request: Request) -> Outcome:
        try:
            return await self.inner.send(request)
        except TransportError as error:
            return error

    def _pause(self, state: RetryCallState, request: Request, outcome: Outcome) -> float | None:
        """Seconds until the next attempt, or None if *outcome* is final."""
        import tenacity

        now = self.runtime.now()
        _record(state, outcome, now)
        if not (self.retry(state) if self.retry else worth_retrying(request, outcome)):
            return None
        pause = self._asked_for(outcome)
        if pause is None:
            pause = (self.wait or tenacity.wait_exponential_jitter(max=LONGEST_WAIT, jitter=0.5))(state)
        state.upcoming_sleep = pause
        if (self.stop or tenacity.stop_after_attempt(ATTEMPTS))(state):
            return None
        return pause if now + pause < state.start_time + request.deadline else None

    def _asked_for(self, outcome: Outcome) -> float | None:
        return retry_after(outcome.headers, self.wall_clock) if isinstance(outcome, Reply) else None


def worth_retrying(request: Request, outcome: Outcome) -> bool:
    """Whether another attempt may turn out better, and does no harm."""
    if isinstance(outcome, Reply):
        return outcome.status == TOO_MANY or (request.safe and outcome.status in PASSING)
    return request.safe and isinstance(outcome, (ConnectionFailed, DeadlineExceeded))


def _given(outcome: Outcome, attempts: int) -> Reply:
    if isinstance(outcome, Reply):
        return outcome if outcome.attempt == attempts else evolve(outcome, attempt=attempts)
    raise outcome


def _first_state(request: Request, started: float) -> RetryCallState:
    """What tenacity's objects look at, on the runtime's clock."""
    import tenacity

    state = tenacity.RetryCallState(tenacity.AsyncRetrying(), fn=None, args=(request,), kwargs={})
    state.start_time = started
    return state


def _record(state: RetryCallState, outcome: Outcome, now: float) -> None:
    if isinstance(outcome, Reply):
        state.set_result(outcome)
    else:
        state.set_exception((type(outcome), outcome, outcome.__traceback__))
    state.outcome_timestamp = now
