"""How far an export of profiles is, told while it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from attrs import define, frozen

from mixpanel_async.connection import Connection
from mixpanel_async.export.plan import Allowance
from mixpanel_async.export.progress import remaining
from mixpanel_async.profiles.pages import Page
from mixpanel_transports.runtime import Runtime

__all__ = ["ProfilesProgress"]


@frozen
class ProfilesProgress:
    """How far an export of profiles is: *pages* of *planned* are there, None where the server does not say how many.

    Those that an earlier run brought are among them; this one brought *rows* profiles, *received* bytes of JSON.
    *seconds* have passed; *eta* is how many more it will take, as it looks now, None where nobody knows.
    """

    pages: int
    planned: int | None
    rows: int
    received: int
    seconds: float
    eta: float | None

    @property
    def rate(self) -> float:
        """Profiles a second."""
        return self.rows / self.seconds if self.seconds > 0 else 0.0

    @property
    def share(self) -> float | None:
        """What is done, 0 to 1; None where nobody knows."""
        return self.pages / self.planned if self.planned else None


OnProfilesProgress = Callable[[ProfilesProgress], object]


@define
class Meter:
    """Counts what this run does, and tells *listener* after each page; *allowance* is the quota that is kept to."""

    runtime: Runtime
    allowance: Allowance | None
    listener: OnProfilesProgress | None
    began: float
    requests: int = 0
    restarts: int = 0
    pages: int = 0
    rows: int = 0
    received: int = 0

    @classmethod
    def of(cls, connection: Connection, listener: OnProfilesProgress | None) -> Self:
        """Begin to count what goes over *connection*."""
        runtime, quota = connection.runtime, connection.quota
        budget = quota.budget("engage", runtime) if quota else None
        allowance = Allowance.of(budget.limits, budget.left(bulk=False)) if budget else None
        return cls(runtime, allowance, listener, runtime.now())

    def came(self, number: int, page: Page, received: int) -> None:
        """Page *number* is kept, in so many bytes."""
        self.pages += 1
        self.rows += len(page.rows)
        self.received += received
        if self.listener is not None:
            self.listener(self._progress(number + 1, _planned(number + 1, page)))

    def _progress(self, pages: int, planned: int | None) -> ProfilesProgress:
        seconds, eta = self.runtime.now() - self.began, None
        if planned is not None:
            left = planned - pages
            eta = remaining(seconds, self.pages / (self.pages + left), self.allowance, self.requests + left)
        return ProfilesProgress(pages, planned, self.rows, self.received, seconds, eta)


def _planned(pages: int, page: Page) -> int | None:
    """How many pages there are, as *page*, the last of so many, has it."""
    if page.is_last:
        return pages
    if page.total is None or page.page_size is None:
        return None
    # A full page never ends the list.
    return max(pages, page.total // page.page_size) + 1
