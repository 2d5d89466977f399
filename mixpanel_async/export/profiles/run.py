"""An export of profiles from its first page to its report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from attrs import Factory, field, frozen

from mixpanel_async.connection import Connection
from mixpanel_async.errors import (
    ConnectionFailed,
    DeadlineExceeded,
    ExportError,
    MixpanelError,
    RateLimitError,
    ResponseValidationError,
    ServerError,
)
from mixpanel_async.export.extras import own_paths
from mixpanel_async.export.gate import Gate
from mixpanel_async.export.journal import Journal
from mixpanel_async.export.place import Place
from mixpanel_async.export.profiles.finishing import SINCE, Finisher, is_whole
from mixpanel_async.export.profiles.pages import Pages
from mixpanel_async.export.profiles.progress import Meter, OnProfilesProgress
from mixpanel_async.export.profiles.question import ProfilesExport
from mixpanel_async.export.profiles.report import ProfilesReport
from mixpanel_async.export.profiles.seen import usable
from mixpanel_async.export.troubles import told
from mixpanel_async.export.workshop import Workshop
from mixpanel_async.profiles.left import SESSION_EXPIRED, Left
from mixpanel_async.profiles.pages import Page, check_page, fetch

_ATTEMPTS: Final = 5
_RESTARTS: Final = 3
_PAUSE: Final = 2.0
_PASSING: Final = (ConnectionFailed, DeadlineExceeded, ServerError, ResponseValidationError)


@frozen
class ProfilesRun:
    """An export whose profiles go to *place*, over *connection*; *listener* is told how far it is."""

    connection: Connection
    place: Place
    question: ProfilesExport
    listener: OnProfilesProgress | None = None
    _meter: Meter = field(
        init=False, default=Factory(lambda self: Meter.of(self.connection, self.listener), takes_self=True)
    )

    async def run(self) -> ProfilesReport:
        """Fetch what is missing, put all of it in force, say what is there now."""
        with told(self.place):
            return await self._run()

    async def _run(self) -> ProfilesReport:
        runtime = self.connection.runtime
        now = self.connection.wall_clock()
        shop = await runtime.offload(lambda: self._open(now))
        try:
            since = await runtime.offload(lambda: self._since(shop.journal, now))
            pages = Pages(self.place.work / self.question.kind, shop.journal, now)
            await self._fetch(pages, self.question.asked(since))
            finisher = Finisher(self.place, shop.journal, shop.run, self.question)
            done = await runtime.offload(lambda: finisher.finish(pages, since, self.connection.wall_clock()))
        finally:
            await runtime.settle(shop.close)
        return ProfilesReport(
            target=str(self.place),
            path=done.path,
            rows=done.rows,
            fetched=done.fetched,
            bad_rows=done.bad_rows,
            requests=self._meter.requests,
            restarts=self._meter.restarts,
            since=since,
            seconds=runtime.now() - self._meter.began,
        )

    def _since(self, journal: Journal, now: float) -> str | None:
        """Where an increment begins; None where all profiles are to be fetched."""
        known = usable(journal.recall(SINCE), now) if self.question.incremental else None
        return known if known is not None and is_whole(self.place, journal) else None

    def _open(self, now: float) -> Workshop:
        session = self.connection.session
        spec: dict[str, Any] = {
            "kind": self.question.kind,
            "project": session.project_id,
            "region": session.region,
            **self.question.identity(),
        }
        # To the end of the number: what another kind is called may go on after this one's name.
        names = rf"{re.escape(self.question.kind)}-\d+\."
        return Workshop.open(self.place, self.question.kind, own_paths(f"profiles/{names}", names), spec, now)

    async def _fetch(self, pages: Pages, asked: Mapping[str, Any]) -> None:
        """All pages that are missing; a listing that Mixpanel no longer knows is begun again."""
        offload, size = self.connection.runtime.offload, self.question.page_size
        left = await offload(lambda: pages.left(asked, size))
        while True:
            try:
                return await self._rest(pages, left)
            except MixpanelError as error:
                if error.code != SESSION_EXPIRED or self._meter.restarts >= _RESTARTS:
                    raise
            self._meter.restarts += 1
            left = await offload(lambda: pages.begin(asked, size))

    async def _rest(self, pages: Pages, left: Left) -> None:
        offload, gate = self.connection.runtime.offload, Gate(self.connection.runtime)
        for number in left.numbers:
            page = await self._page(gate, left, number)
            left = left.after(number, len(page.rows), page.session_id)
            self._meter.came(number, page, await offload(partial(pages.add, number, page.rows, left)))
            if left.session_id is None or page.is_last:
                return

    async def _page(self, gate: Gate, left: Left, number: int) -> Page:
        """Page *number*: waited for while the hour's calls are spent, tried again where it did not come whole."""
        failures = 0
        while True:
            await gate.enter()
            self._meter.requests += 1
            try:
                page = await fetch(self.connection, left, number)
                check_page(page, number, left)
            except RateLimitError as refusal:
                gate.refused(refusal)
            except MixpanelError as error:
                if not _passes(error):
                    raise
                failures += 1
                if failures >= _ATTEMPTS:
                    raise _incomplete(number, error) from error
                await self.connection.runtime.sleep(_PAUSE * 2**failures)
            else:
                gate.passed()
                return page


def _passes(error: MixpanelError) -> bool:
    """Whether the same page may come well the next time; what is no JSON is said by somebody in between."""
    return isinstance(error, _PASSING) or error.code == "INVALID_RESPONSE"


def _incomplete(number: int, error: MixpanelError) -> ExportError:
    return ExportError(
        f"page {number} of the profiles did not come ({error.message}); nothing of this run is in force yet, the pages "
        "before it are kept: run the same again",
        "EXPORT_INCOMPLETE",
        {"page": number},
    )
