"""Runtimes whose clock jumps: nothing really waits, and every wait asked for is on record."""

from __future__ import annotations

import anyio.lowlevel
from attrs import define, field, frozen

from mixpanel_transports.anyio_runtime import AnyioRuntime
from mixpanel_transports.blocking_runtime import BlockingRuntime

PATIENCE = 30
"""How many turns the other tasks get before the clock jumps to the earliest sleeper."""


@define
class Clock:
    """The time, who sleeps until when, and every wait that was asked for, in seconds."""

    time: float = 1000.0
    waits: list[float] = field(factory=list)
    sleepers: list[float] = field(factory=list)


@frozen
class VirtualRuntime(AnyioRuntime):
    """Async, asyncio and trio: sleepers wake in the order of their times, each once the others had their turns."""

    clock: Clock = field(factory=Clock)

    @property
    def waits(self) -> list[float]:
        return self.clock.waits

    def now(self) -> float:
        return self.clock.time

    async def sleep(self, seconds: float) -> None:
        self.clock.waits.append(seconds)
        wake = self.clock.time + seconds
        self.clock.sleepers.append(wake)
        try:
            while await self._somebody_is_before(wake):
                pass
            self.clock.time = max(self.clock.time, wake)
        finally:
            self.clock.sleepers.remove(wake)

    async def _somebody_is_before(self, wake: float) -> bool:
        """Give the other tasks their turns; whether one of them sleeps less long, or has just woken."""
        before = self.clock.time
        for _ in range(PATIENCE):
            await anyio.lowlevel.checkpoint()
        return min(self.clock.sleepers) < wake or self.clock.time != before


@frozen
class VirtualBlockingRuntime(BlockingRuntime):
    """Blocking: a sleep moves the clock on and returns."""

    clock: Clock = field(factory=Clock)

    @property
    def waits(self) -> list[float]:
        return self.clock.waits

    def now(self) -> float:
        return self.clock.time

    async def sleep(self, seconds: float) -> None:
        self.clock.waits.append(seconds)
        self.clock.time += seconds
