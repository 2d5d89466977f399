"""The leaf that answers requests from events on this machine."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any, ClassVar, Final

import duckdb
from attrs import frozen

from mixpanel_dataset.errors import AGAIN, DAMAGED
from mixpanel_dataset.readers import Reading
from mixpanel_dataset.store import Store
from mixpanel_local.assumptions import Assumptions
from mixpanel_local.engine.database import Database
from mixpanel_local.errors import BadRequest, NotFound, StoreError, Unsupported
from mixpanel_local.intake.folding import fold
from mixpanel_local.interrupting import interruptible
from mixpanel_local.kept.things import Kept
from mixpanel_local.packing import gzipped
from mixpanel_local.routes.context import Call, Context
from mixpanel_local.routes.route import Raw, Route, Said
from mixpanel_local.routes.table import route_of
from mixpanel_transports.errors import ClosedError
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.runtime import Runtime

# 501 and not 503: asking again gives the same answer, so nobody should retry it.
_REFUSALS: Final = {BadRequest: 400, NotFound: 404, Unsupported: 501}
_JSON: Final = {"content-type": "application/json"}
_OVERFLOW: Final = "a number in the answer would be beyond the range of doubles, which JSON cannot say"
_LINES: Final = {"content-type": "text/plain; charset=utf-8"}


def _utc_now() -> datetime:
    return datetime.now(UTC)


@frozen
class _Open:
    """A store and the database that reads it."""

    store: Store
    database: Database

    def now(self, *, folded: bool) -> _Open:
        """The same, with the store as the last import left it, and with what was sent since in it if it is *folded*."""
        store = self.store.fresh()
        return _Open(fold(store) if folded else store, self.database)


class LocalTransport:
    """Answers Mixpanel's requests from the store in *store_dir*, which is opened at the first one.

    The path of a request chooses the route (``routes.table`` has them all); host, account and project do not matter.
    What Mixpanel could answer and this cannot is replied as 501 with the reason. *assume* chooses by name what is taken
    where Mixpanel's documents are silent (``Assumptions`` has all the names). Waits only through *runtime*.
    """

    offline: ClassVar[bool] = True

    def __init__(
        self,
        store_dir: str | PathLike[str],
        *,
        runtime: Runtime,
        clock: Callable[[], datetime] = _utc_now,
        assume: Mapping[str, Any] | None = None,
    ) -> None:
        self._root = Path(store_dir)
        self._runtime = runtime
        self._clock = clock
        self._assumptions = Assumptions.of(assume or {})
        self._opening = runtime.lock()
        self._open: _Open | None = None
        self._closed = False

    def __repr__(self) -> str:
        return f"LocalTransport({str(self._root)!r})"

    async def send(self, request: Request) -> Reply:
        """Answer *request*."""
        call = Call.of(request)
        try:
            route, groups = route_of(call)
            found = await self._opened(route)
            reading = await self._runtime.offload(partial(_reading, found.store, holds=route.holds))
            now = self._clock()
            kept, query = Kept(reading.store.root, now), found.database.query()
            context = Context(call, reading.store, query, now, kept, self._assumptions, groups)
            return await self._reply(_Answer(context, route, request, reading))
        except (BadRequest, NotFound, Unsupported) as refusal:
            return _refused(refusal, call)

    async def aclose(self) -> None:
        """Close the database."""
        self._closed = True
        if self._open is not None:
            self._open.database.close()
            self._open = None

    async def _opened(self, route: Route) -> _Open:
        if self._closed:
            raise ClosedError(f"{self!r} was closed; make a new one")
        if self._open is not None and not route.asks:
            return self._open
        async with self._opening:
            self._open = await self._runtime.offload(partial(self._now, folded=route.asks))
            return self._open

    def _now(self, *, folded: bool) -> _Open:
        found = self._open
        if found is None:
            store = Store.open(self._root)
            found = _Open(store, Database(store.root))
        return found.now(folded=folded)

    async def _reply(self, answer: _Answer) -> Reply:
        chunks = self._chunks(answer)
        await anext(chunks)
        reply = Reply(answer.status, answer.headers, chunks=chunks)
        return reply if answer.request.stream else Reply(answer.status, answer.headers, await reply.read())

    async def _chunks(self, answer: _Answer) -> AsyncGenerator[bytes, None]:
        """The reply's bytes, after an empty chunk that says that there is a reply and no refusal."""
        query, deadline = answer.context.query, answer.request.deadline
        try:
            chunk = await interruptible(self._runtime, query, answer.next, deadline)
            yield b""
            while chunk:
                yield chunk
                chunk = await interruptible(self._runtime, query, answer.next, deadline)
        except duckdb.Error as error:
            raise _failed(self._root, error) from error
        finally:
            query.close()
            answer.reading.release()


class _Answer:
    """The bytes of a reply, made piece by piece in whatever thread asks for the next one."""

    def __init__(self, context: Context, route: Route, request: Request, reading: Reading) -> None:
        self.context = context
        self.reading = reading
        self.request = request
        self.status = 200
        self._kind: Mapping[str, str] = _LINES if route.lines else _JSON
        self._route = route
        self._made: Iterator[bytes] | None = None

    @property
    def headers(self) -> Mapping[str, str]:
        """Of the reply."""
        return {**self._kind, "content-encoding": "gzip"} if self._packs else self._kind

    @property
    def _packs(self) -> bool:
        return self.request.stream and "gzip" in self.request.headers.get("accept-encoding", "")

    def next(self) -> bytes:
        """The next bytes; none when there are no more."""
        if self._made is None:
            made = self._begun()
            self._made = gzipped(made) if self._packs else made
        return next(self._made, b"")

    def _begun(self) -> Iterator[bytes]:
        try:
            answer = self._route.answer(self.context)
        except OverflowError:
            raise BadRequest(_OVERFLOW) from None
        if isinstance(answer, Said):
            self.status, answer = answer.status, answer.value
        if isinstance(answer, Raw):
            self._kind, answer = {"content-type": answer.kind}, iter([answer.content])
        return answer if isinstance(answer, Iterator) else iter([_json_of(answer)])


def _failed(root: Path, error: duckdb.Error) -> StoreError:
    """What DuckDB says first; the SQL it goes on with would tell nobody more."""
    said = str(error).partition("\n")[0]
    damaged = isinstance(error, duckdb.IOException | duckdb.InvalidInputException)
    return StoreError(f"a question to {root} failed: {said}" + (f"; a file {DAMAGED}: {AGAIN}" if damaged else ""))


def _reading(store: Store, *, holds: bool) -> Reading:
    return Reading.of(store) if holds else Reading(store, None)


def _json_of(answer: object) -> bytes:
    try:
        return json.dumps(answer, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except ValueError:
        raise BadRequest(_OVERFLOW) from None


def _refused(refusal: BadRequest | NotFound | Unsupported, call: Call) -> Reply:
    status = next(status for kind, status in _REFUSALS.items() if isinstance(refusal, kind))
    body = {"status": "error", "error": refusal.message, "request": call.path}
    return Reply(status, _JSON, json.dumps(body, ensure_ascii=False).encode())
