"""Windows are brought home: each whole or not at all, tried again, cut smaller where that helps."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
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
    """One window on its way: its pieces, how many requests it took."""

    window: Window
    pieces: list[Piece]
    requests: int = 0

    def drop(self) -> None:
        """Remove the bodies that came."""
        for piece in self.pieces:
            piece.drop()


class Fetcher:
    """Fetches windows of a *question*, some at once, and commits each as it is whole."""

    def __init__(
        self,
        question: EventsExport,
        runtime: Runtime,
        download: Download,
        committer: Committer,
        meter: Meter,
        full: Callable[[Window], bool],
    ) -> None:
        self._question = question
        self._runtime = runtime
        self._download = download
        self._committer = committer
        self._meter = meter
        self._full = full
        self._gate = Gate(runtime)
        self._places = runtime.limiter(question.concurrency)
        self._turns = Turns(runtime)
        self._journal = runtime.lock()
        self._busy: list[Window] = []
        self._stopped = False

    async def bring(self, window: Window, *, failures: int = 0) -> list[Failure]:
        """Fetch and commit *window*; what did not come of it is the answer. Errors that are nobody's bad luck raise."""
        whole = Piece(
            Ask(window, self._question.events or (), self._question.where), self._full(window), failures=failures
        )
        trip = _Trip(window, [whole])
        try:
            while (failed := await self._attempt(trip)) is not None:
                error, piece = failed
                piece.failures += error.code != DOUBTFUL
                if len(window) > 1 and _is_too_much(piece, error):
                    return await self._bring_halves(window, piece, error)
                pause = _pause(piece.failures, error)
                if piece.failures >= self._question.attempts or pause > PATIENCE:
                    await self._meter.lost()
                    return [Failure(window, error)]
                _cut(trip, piece, error)
                await self._runtime.sleep(pause)
            return []
        finally:
            await self._runtime.settle(trip.drop)

    async def stop(self) -> None:
        """Let no window begin what it could not leave half done, and wait for those that have."""
        self._stopped = True
        while self._busy:
            await self._runtime.sleep(0.05)

    async def _attempt(self, trip: _Trip) -> tuple[MixpanelError, Piece] | None:
        """One try at what is missing of a trip's window; the error of a piece that may do better next time."""
        async with self._places:
            return await self._tried(trip)

    async def _tried(self, trip: _Trip) -> tuple[MixpanelError, Piece] | None:
        for piece in trip.pieces:
            piece.last = piece.failures + 1 >= self._question.attempts
            if piece.spool is None:
                try:
                    piece.spool = await self._fetched(trip, piece)
                except MixpanelError as error:
                    if error is self._meter.raised or not passes(error):
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
        return None

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

    async def _bring_halves(self, window: Window, piece: Piece, error: MixpanelError) -> list[Failure]:
        """The two halves of a window that was too much. One of which nothing came at all has used up its tries."""
        await self._meter.split()
        failures = 0 if error.details.get("received") else piece.failures
        several = [self.bring(half, failures=failures) for half in window.halves()]
        return [failure for failed in await self._runtime.gather(several) for failure in failed]

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


def _is_too_much(piece: Piece, error: MixpanelError) -> bool:
    """Whether to ask for less: the server says so, or has failed twice in a way that may mean it."""
    return error.code == TOO_MUCH or (piece.failures > 1 and asks_for_less(error))


def _cut(trip: _Trip, piece: Piece, error: MixpanelError) -> None:
    """A piece of a day that was too much twice is asked in halves the next time; one of these that is, at once."""
    if piece.failures > 1 and asks_for_less(error) and (halves := piece.ask.halves()):
        at = trip.pieces.index(piece)
        trip.pieces[at : at + 1] = [Piece(half, failures=1) for half in halves]


def failure_of(failures: Sequence[Failure], where: object, finished: int) -> ExportError:
    """The error of an export that lacks windows."""
    lacking = "\n".join(f"  {each.window}: {each.error.message}" for each in failures)
    return ExportError(
        f"{len(failures)} of {len(failures) + finished} windows did not come whole:\n{lacking}\n"
        f"The others are in {where}; run the same again, and only what is missing is fetched",
        "EXPORT_INCOMPLETE",
        {"windows": [{"window": str(each.window), "error": each.error.to_dict()} for each in failures]},
    )
