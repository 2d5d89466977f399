"""Where all windows of an export wait together for a server that wants no calls."""

from __future__ import annotations

from typing import Final

from attrs import define

from mixpanel_async.errors import RateLimitError
from mixpanel_transports.runtime import Runtime

_FIRST_PAUSE: Final = 5.0
_LONGEST_PAUSE: Final = 600.0
PATIENCE: Final = 3 * 3600.0
"""Seconds in which the server may refuse everything before a window is given up."""


@define
class Gate:
    """Closed for as long as the server asks for after a 429.

    Where it does not say, or refuses again all the same, ever longer, up to ten minutes.
    """

    runtime: Runtime
    _until: float = float("-inf")
    _refusals: int = 0
    _refused_since: float | None = None

    async def enter(self) -> None:
        """Wait until it is open."""
        while (pause := self._until - self.runtime.now()) > 0:
            await self.runtime.sleep(pause)

    def passed(self) -> None:
        """The server has answered one of us."""
        self._refusals, self._refused_since = 0, None

    def refused(self, refusal: RateLimitError) -> None:
        """The server has refused one of us: close. Where that has gone on for too long, *refusal* is raised."""
        now = self.runtime.now()
        if self._refused_since is None:
            self._refused_since = now
        if now >= self._until:
            self._refusals += 1
        until = now + self._pause(refusal.retry_after or 0.0)
        if until - self._refused_since > PATIENCE:
            raise refusal
        self._until = max(self._until, until)

    def _pause(self, asked: float) -> float:
        if asked > 0 and self._refusals <= 1:
            return asked
        # Doubling that goes on for hours would leave the numbers there are.
        doublings = min(self._refusals - 1, 20)
        return max(asked, min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE))
