"""Calls of this hour that other processes have made: the journal keeps them, and the quota is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from attrs import frozen

from mixpanel_async.connection import Connection
from mixpanel_async.export.journal import Journal
from mixpanel_transports.quota import Budget

_NOTE: Final = "calls"


@frozen
class Calls:
    """The export API's calls as this *connection* keeps account of them, if it does."""

    connection: Connection

    @property
    def budget(self) -> Budget | None:
        """The account."""
        quota = self.connection.quota
        return quota.budget("export", self.connection.runtime) if quota else None

    def keep(self, journal: Journal) -> None:
        """Note in *journal* when the calls of this hour were made, in seconds since 1970."""
        if self.budget is not None:
            now = self.connection.wall_clock()
            journal.remember(_NOTE, [now - age for age in self.budget.ages()])

    async def learn(self, moments: Sequence[float]) -> None:
        """Count calls that were made at these *moments*, where that has not been done."""
        if self.budget is not None:
            now = self.connection.wall_clock()
            await self.budget.recall(now - moment for moment in moments)


def noted(journal: Journal) -> Sequence[float]:
    """When the calls that *journal* knows of were made."""
    moments: Any = journal.recall(_NOTE)
    return moments or ()
