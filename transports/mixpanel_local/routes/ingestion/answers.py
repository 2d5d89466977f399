"""``/track``, ``/import``, ``/engage`` and ``/groups``: what is taken is on disk when the sender is answered."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import field, frozen

from mixpanel_local.engine.setting import EVENT_DEFINITION
from mixpanel_local.errors import BadRequest
from mixpanel_local.intake.checking import (
    Check,
    Sent,
    group_update,
    imported,
    recent,
    tracked,
    user_update,
)
from mixpanel_local.intake.record import Kind, Record
from mixpanel_local.intake.refusal import RefusedError
from mixpanel_local.kept.kinds import DROP_FILTER
from mixpanel_local.routes.app.governance.drop_filters import dropped_events
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.ingestion.payload import TooLarge, as_record, flag, records
from mixpanel_local.routes.route import Answer, Raw, Route, Said

_PIXEL: Final = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_CALLBACK: Final = re.compile(r"[\w.$]{1,100}")
_STATUSES: Final = {200: "OK", 400: "Bad Request", 413: "Request Entity Too Large"}


@frozen
class _Taken:
    """How many records of a call were taken, and what is wrong with the others."""

    count: int = 0
    failed: Sequence[Mapping[str, Any]] = field(factory=list)
    problem: str | None = None

    @property
    def error(self) -> str | None:
        """What is wrong with the call, or with the first record that was not taken."""
        return self.problem or (str(self.failed[0]["message"]) if self.failed else None)


def track(context: Context) -> object:
    """POST or GET /track: events that just happened."""
    check = recent(tracked, context.assumptions.track_days)
    return _simple(context, _tried(context, "event", check))


def engage(context: Context) -> object:
    """POST or GET /engage: updates of users' profiles."""
    return _simple(context, _tried(context, "user", user_update))


def groups(context: Context) -> object:
    """POST or GET /groups: updates of groups' profiles."""
    return _simple(context, _tried(context, "group", group_update))


def import_(context: Context) -> object:
    """POST /import: events of any time. What is right in a batch is taken, whatever else is in it."""
    if "data" in context.call.arguments:
        # The form of older SDKs has the answer of /track.
        return _simple(context, _tried(context, "event", imported))
    try:
        taken = _taken(context, "event", imported)
    except TooLarge as refusal:
        return _strict(413, {"error": refusal.message})
    except BadRequest as refusal:
        return _strict(400, {"error": refusal.message, "num_records_imported": 0, "failed_records": []})
    counted = {"num_records_imported": taken.count}
    if not taken.failed or context.call.arguments.get("strict", "1") == "0":
        return _strict(200, counted)
    return _strict(
        400, {"error": "some data points in the request failed validation", **counted, "failed_records": taken.failed}
    )


def _tried(context: Context, kind: Kind, check: Check) -> _Taken:
    try:
        return _taken(context, kind, check)
    except BadRequest as refusal:
        return _Taken(problem=refusal.message)


def _taken(context: Context, kind: Kind, check: Check) -> _Taken:
    """What became of the records of a call, those that are taken kept."""
    sent = records(context.call)
    kept: list[Sent] = []
    failed = []
    for index, entry in enumerate(map(as_record, sent)):
        try:
            taken = check(entry, context.now)
        except RefusedError as problem:
            failed.append(_failure(index, entry, problem))
        else:
            kept += [] if taken is None else [taken]
    Record(context.store.root).add(kind, _wanted(context, kept) if kind == "event" else kept)
    return _Taken(len(sent) - len(failed), failed)


def _failure(index: int, entry: Sent, problem: RefusedError) -> Mapping[str, Any]:
    insert_id = as_record(entry.get("properties")).get("$insert_id")
    return {"index": index, "insert_id": insert_id or "", "field": problem.field, "message": problem.message}


def _wanted(context: Context, events: Sequence[Sent]) -> Sequence[Sent]:
    """The events but for those that the Lexicon, or a drop filter, says to drop as they arrive."""
    with context.kept.reading() as reading:
        dropped = {definition.id for definition in reading.all(EVENT_DEFINITION) if definition.body.get("dropped")}
        dropped |= dropped_events(reading.all(DROP_FILTER.name))
    return [event for event in events if event["event"] not in dropped]


def _strict(status: int, body: Mapping[str, Any]) -> Said:
    return Said({"code": status, **body, "status": _STATUSES[status]}, status)


def _simple(context: Context, taken: _Taken) -> object:
    """``1`` where all was taken, else ``0``; with *verbose* also why not."""
    call, status = context.call, 0 if taken.error else 1
    if flag(call, "img"):
        return Raw(_PIXEL, "image/gif")
    told: Any = {"status": status, "error": taken.error} if flag(call, "verbose") else status
    if flag(call, "strict") and call.path != "/track":
        # reference/profile-set: strict tells of every record.
        told = {"num_good_events": taken.count, "failed_records": taken.failed, "status": status, "error": taken.error}
    text = json.dumps(told, ensure_ascii=False)
    if callback := call.arguments.get("callback"):
        if _CALLBACK.fullmatch(callback) is None:
            raise BadRequest(f"callback: {callback!r} is no name of a function")
        return Raw(f"{callback}({text});".encode(), "text/javascript")
    return Raw(text.encode(), "text/plain" if told == status else "application/json")


def _routes(path: str, answer: Answer, *methods: str) -> tuple[Route, ...]:
    return tuple(Route(method, path, answer, asks=False) for method in methods)


ROUTES: Final = (
    *_routes("/track", track, "POST", "GET"),
    *_routes("/engage", engage, "POST", "GET"),
    *_routes("/groups", groups, "POST", "GET"),
    *_routes("/import", import_, "POST"),
)
