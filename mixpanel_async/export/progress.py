"""How far an export is, told while it runs."""

from __future__ import annotations

from collections.abc import Callable, Container
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Final

from attrs import define, evolve, field, frozen

from mixpanel_async.errors import MixpanelError, ParamTypeError
from mixpanel_async.export.journal import Facts
from mixpanel_async.export.plan import Allowance, ExportPlan
from mixpanel_async.export.windows import Window
from mixpanel_transports.runtime import Runtime

__all__ = ["ExportProgress"]

_TELL_EVERY: Final = 0.2


@frozen
class ExportProgress:
    """How far an export is: *windows* of *planned* are there, with *rows* events, and *received* bytes have come.

    *expected* is how many bytes are expected in all, None where nobody knows; *seconds* have passed; *eta* is how many
    more it will take, as it looks now. *failed* windows did not come whole so far.
    """

    windows: int
    planned: int
    rows: int
    received: int
    expected: int | None
    seconds: float
    eta: float | None
    failed: int = 0

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.rows / self.seconds if self.seconds > 0 else 0.0

    @property
    def share(self) -> float:
        """What is done, 0 to 1: of the bytes where their number is known, else of the windows."""
        if self.windows >= self.planned:
            return 1.0
        if self.expected:
            return min(self.received / self.expected, 0.99)
        return self.windows / self.planned


OnProgress = Callable[[ExportProgress], object]


def check_listener(listener: object, kind: type) -> None:
    """Refuse what cannot be told a *kind* of progress."""
    if listener is not None and not callable(listener):
        raise ParamTypeError(f"on_progress is {listener!r}; give a function that takes {kind.__name__}")


def remaining(seconds: float, share: float, allowance: Allowance | None, requests: int) -> float:
    """How many more seconds it takes, where a *share* has taken *seconds* and *requests* are to be made in all."""
    if share >= 1:
        return 0.0
    quota = allowance.seconds(requests) - seconds if allowance else 0.0
    return max(seconds * (1 - share) / share, quota)


@define
class Meter:
    """Counts what arrives, and tells *listener* a few times a second at most, one call after the other.

    *known* days were there before; *allowance* is the quota that is kept to, if any.
    """

    plan: ExportPlan
    allowance: Allowance | None
    known: Container[date]
    runtime: Runtime
    listener: OnProgress | None = None
    windows: int = 0
    planned: int = field(init=False)
    failed: int = 0
    rows: int = 0
    received: int = 0
    requests: int = 0
    reread: int = 0
    raised: MixpanelError | None = None
    """What the listener raised: it is no failure of a request, whatever it looks like."""
    _began: float = field(init=False)
    _told: float = field(init=False, default=float("-inf"))
    _guard: AbstractAsyncContextManager[None] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.planned = self.plan.requests
        self._began = self.runtime.now()
        self._guard = self.runtime.lock()

    async def arrived(self, received: int) -> None:
        """Bytes have come."""
        async with self._guard:
            self.received += received
            if self.runtime.now() - self._told >= _TELL_EVERY:
                self._tell()

    async def finished(self, window: Window, facts: Facts) -> None:
        """A window is there."""
        async with self._guard:
            self.windows += 1
            if window.first in self.known:
                self.reread += facts.received
            self.rows += facts.rows
            self._tell()

    async def split(self) -> None:
        """One window has become two."""
        async with self._guard:
            self.planned += 1

    async def lost(self) -> None:
        """A window does not come."""
        async with self._guard:
            self.failed += 1
            self._tell()

    async def asks(self) -> None:
        """A request is made."""
        async with self._guard:
            self.requests += 1

    def progress(self) -> ExportProgress:
        """How far it is."""
        seconds = self.runtime.now() - self._began
        far = ExportProgress(
            self.windows, self.planned, self.rows, self.received, self.plan.received, seconds, None, self.failed
        )
        if far.share <= 0:
            return far
        requests = max(self.planned, self.requests)
        return evolve(far, eta=remaining(seconds, far.share, self.allowance, requests))

    def _tell(self) -> None:
        self._told = self.runtime.now()
        if self.listener is not None:
            try:
                self.listener(self.progress())
            except MixpanelError as error:
                self.raised = error
                raise
