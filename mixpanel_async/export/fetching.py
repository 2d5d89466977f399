"""Windows are brought home: each whole or not at all, tried again, cut smaller where that helps."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from attrs import define, frozen

from mixpanel_async.errors import ExportError, MixpanelError, RateLimitError
from mixpanel_async.export.asks import Ask
from mixpanel_async.export.blocks import Spool
from mixpanel_async.export.broken import DOUBTFUL, TOO_MUCH, asks_for_less, passes
from mixpanel_async.export.committing import Committer
from mixpanel_async.export.decoding import Decoding, Piece, PieceBroken, Turns
from mixpanel_async.export.download import Download
from mixpanel_async.export.gate import PATIENCE, Gate
from mixpanel_async.export.progress import Meter
from mixpanel_async.export.question import EventsExport
from mixpanel_async.export.windows import Window
from mixpanel_transports.runtime import Runtime

_LONGEST_PAUSE: Final = 60.0


@frozen
class Failure:
    """A window that did not come, and why at last."""

    window: Window
    error: MixpanelError


class Stopped(Exception):  # noqa: N818 - not to be seen outside
    """The export has ended without this window."""


@define
class _Trip:
    """One window on its way: its pieces, how often it failed, how many requests it took."""

    window: Window
    pieces: list[Piece]
    failures: int = 0
    requests: int = 0

    def drop(self) -> None:
        """Remove the bodies that came."""
        for piece in self.pieces:
            piece.drop()


class Fetcher:
    """Fetches windows of a *question*, some at once, and commits each as it is whole."""

    def __init__(
        self, question: EventsExport, runtime: Runtime, download: Download, committer: Committer, meter: Meter
    ) -> None:
        self._question = question
        self._runtime = runtime
        self._download = download
        self._committer = committer
        self._meter = meter
        self._gate = Gate(runtime)
        self._places = runtime.limiter(question.concurrency)
        self._turns = Turns(runtime)
        self._journal = runtime.lock()
        self._busy: list[Window] = []
        self._stopped = False

    async def bring(self, window: Window, *, full: bool = False, failures: int = 0) -> list[Failure]:
        """Fetch and commit *window*; what did not come of it is the answer. Errors that are nobody's bad luck raise.

        It is *full* where there are known to be events.
        """
        whole = Piece(Ask(window, self._question.events or (), self._question.where), full)
        trip = _Trip(window, [whole], failures)
        try:
            while True:
                async with self._places:
                    error, piece = await self._attempt(trip)
                if error is None:
                    return []
                if error.code != DOUBTFUL:
                    trip.failures += 1
                if len(window) > 1 and self._is_too_much(trip, error):
                    return await self._bring_halves(trip, error)
                pause = _pause(trip.failures, error)
                if trip.failures >= self._question.attempts or pause > PATIENCE:
                    await self._meter.lost()
                    return [Failure(window, error)]
                self._cut(trip, piece, error)
                await self._runtime.sleep(pause)
        finally:
            await self._runtime.settle(trip.drop)

    async def stop(self) -> None:
        """Let no window begin what it could not leave half done, and wait for those that have."""
        self._stopped = True
        while self._busy:
            await self._runtime.sleep(0.05)

    async def _attempt(self, trip: _Trip) -> tuple[MixpanelError | None, Piece | None]:
        """One try at what is missing of a trip's window; the error of a piece that may do better next time."""
        for piece in trip.pieces:
            if piece.spool is None:
                try:
                    piece.spool = await self._fetched(trip, piece)
                except MixpanelError as error:
                    if not passes(error):
                        raise
                    return error, piece
        try:
            await self._settled(trip)
        except PieceBroken as broken:
            cause = broken.__cause__
            if not isinstance(cause, MixpanelError) or not passes(cause):
                raise cause or broken from None
            await self._runtime.offload(broken.piece.drop)
            return cause, broken.piece
        return None, None

    async def _fetched(self, trip: _Trip, piece: Piece) -> Spool:
        """The body of *piece*; a server that wants no calls is waited for."""
        file = self._committer.place.staging / f"{self._committer.name(trip.window)}.{id(piece):x}.body"
        while True:
            await self._gate.enter()
            trip.requests += 1
            await self._meter.asks()
            try:
                spool = await self._download.fetch(piece.ask.call(silence=self._question.silence), file)
            except RateLimitError as refusal:
                self._gate.refused(refusal)
            else:
                self._gate.passed()
                return spool

    async def _settled(self, trip: _Trip) -> None:
        """Decode and commit a window whose bodies are all there."""
        name = self._committer.name(trip.window)
        asked = self._question
        staging = self._committer.place.staging
        decoding = Decoding(self._runtime, self._turns, staging, name, asked.deduplicate, asked.clock)
        spools = [piece.spool for piece in trip.pieces if piece.spool is not None]
        with self._at_work(trip.window):
            decoded = await decoding.run(trip.pieces)
            async with self._journal:
                facts = await self._runtime.offload(
                    lambda: self._committer.commit(trip.window, spools, decoded, requests=trip.requests)
                )
        await self._meter.finished(trip.window, facts)

    async def _bring_halves(self, trip: _Trip, error: MixpanelError) -> list[Failure]:
        """The two halves of a window that was too much. One of which nothing came at all has used up its tries."""
        await self._meter.split()
        failures = 0 if error.details.get("received") else trip.failures
        several = [self.bring(half, failures=failures) for half in trip.window.halves()]
        return [failure for failed in await self._runtime.gather(several) for failure in failed]

    def _is_too_much(self, trip: _Trip, error: MixpanelError) -> bool:
        """Whether to ask for less: the server says so, or has failed twice in a way that may mean it."""
        return error.code == TOO_MUCH or (trip.failures > 1 and asks_for_less(error))

    def _cut(self, trip: _Trip, piece: Piece | None, error: MixpanelError) -> None:
        """A piece of a day that was too much twice is asked in halves the next time."""
        if piece is not None and trip.failures > 1 and asks_for_less(error) and (halves := piece.ask.halves()):
            at = trip.pieces.index(piece)
            trip.pieces[at : at + 1] = [Piece(half) for half in halves]

    @contextmanager
    def _at_work(self, window: Window) -> Iterator[None]:
        self._busy.append(window)
        try:
            if self._stopped:
                raise Stopped
            yield
        finally:
            self._busy.remove(window)


def _pause(failures: int, error: MixpanelError) -> float:
    """Seconds until the next try: what the server asks for, else ever longer; for one that refuses calls, no end."""
    if isinstance(error, RateLimitError):
        return math.inf
    import tenacity

    state = tenacity.RetryCallState(tenacity.AsyncRetrying(), fn=None, args=(), kwargs={})
    state.attempt_number = failures
    usual = tenacity.wait_exponential_jitter(initial=1, max=_LONGEST_PAUSE, jitter=0.5)(state)
    asked = error.details.get("retry_after")
    return float(asked) if isinstance(asked, int | float) else float(usual)


def failure_of(failures: Sequence[Failure], where: object, finished: int) -> ExportError:
    """The error of an export that lacks windows."""
    lacking = "\n".join(f"  {each.window}: {each.error.message}" for each in failures)
    return ExportError(
        f"{len(failures)} of {len(failures) + finished} windows did not come whole:\n{lacking}\n"
        f"The others are in {where}; run the same again, and only what is missing is fetched",
        "EXPORT_INCOMPLETE",
        {"windows": [{"window": str(each.window), "error": each.error.to_dict()} for each in failures]},
    )
