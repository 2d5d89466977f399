"""Waiting for work that goes on at Mixpanel: how often to ask, and for how long."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_transports.runtime import Runtime


def _seconds(_: object, each: Any, value: float) -> None:
    if not isinstance(value, int | float):
        raise ParamTypeError(f"{each.name} is {value!r}; give seconds as a number")
    if not 0 < value < float("inf"):
        raise ParamValidationError(f"{each.name} is {value!r}; give seconds, more than 0")


class Wait:
    """The time that *patience* leaves for work to end; it begins now."""

    def __init__(self, runtime: Runtime, patience: Patience) -> None:
        self._runtime = runtime
        self._patience = patience
        self._stop = runtime.now() + patience.max_poll_seconds

    async def again(self) -> bool:
        """Wait until it is time to ask once more; at once False where no time is left."""
        if (left := self._stop - self._runtime.now()) <= 0:
            return False
        await self._runtime.sleep(min(self._patience.poll_interval, left))
        return True


@frozen
class Patience:
    """Ask every *poll_interval* seconds, for *max_poll_seconds* at most."""

    poll_interval: float = field(default=2.0, validator=_seconds)
    max_poll_seconds: float = field(default=300.0, validator=_seconds)
