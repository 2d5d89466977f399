"""Experiments: kept, and taken from draft to decision; nothing is computed of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from mixpanel_local.engine.shape import text
from mixpanel_local.errors import BadRequest
from mixpanel_local.kept.kinds import EXPERIMENT
from mixpanel_local.kept.things import Reading
from mixpanel_local.routes.app.archiving import archiving, with_archived, without_memory
from mixpanel_local.routes.app.crud import Crud, Row, ok
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Said

Step = Callable[[Context], Row]


def _timed(_: object, body: Row) -> Row:
    """The body with a start and an end that are times."""
    for key in ("start_date", "end_date"):
        if body.get(key) is not None:
            _check_time(body[key], key)
    return body


def _check_time(value: object, where: str) -> None:
    try:
        datetime.fromisoformat(text(value, where))
    except ValueError:
        raise BadRequest(f"{where}: {value!r} is no time like 2026-01-31T10:00:00Z") from None


def _shown(_: Reading, row: Row) -> Row:
    return without_memory(row)


def _now(context: Context) -> str:
    return context.now.isoformat(timespec="seconds").replace("+00:00", "Z")


def _launched(context: Context) -> Row:
    return {"status": "active", "start_date": _now(context)}


def _concluded(context: Context) -> Row:
    end = context.call.json().get("end_date") if context.call.body else None
    return {"status": "concluded", "end_date": end or _now(context)}


def _decided(context: Context) -> Row:
    sent = context.call.json()
    if not isinstance(sent.get("success"), bool):
        raise BadRequest("success: needs true or false")
    return {"status": "success" if sent["success"] else "fail", "results_cache": {**sent}}


def _step(step: Step) -> Callable[[Context], object]:
    """Gives an experiment what *step* says."""

    def answer(context: Context) -> object:
        with context.kept.changing() as changes:
            thing = _EXPERIMENTS.changed(changes, context.groups["id"], step(context))
            return ok(_EXPERIMENTS.row(changes, thing, context))

    return answer


def _duplicate(context: Context) -> object:
    with context.kept.changing() as changes:
        original = changes.need(EXPERIMENT.name, context.groups["id"]).body
        ran = ("status", "start_date", "end_date", "exposures_cache", "results_cache", "deleted")
        copy = {key: value for key, value in original.items() if key not in ran}
        sent = context.call.json() if context.call.body else {}
        name = sent.get("name") or f"{original['name']} (copy)"
        return Said(ok(_EXPERIMENTS.row(changes, _EXPERIMENTS.made(changes, {**copy, "name": name}), context)), 200)


_EXPERIMENTS: Final = Crud(kind=EXPERIMENT, making=_timed, changing=_timed, showing=_shown, listing=with_archived)

ROUTES: Final = (
    _EXPERIMENTS.route("GET", "/erf", _EXPERIMENTS.all),
    *_EXPERIMENTS.routes(),
    *archiving(_EXPERIMENTS),
    _EXPERIMENTS.route("PUT", "/{id:text}/launch", _step(_launched)),
    _EXPERIMENTS.route("PUT", "/{id:text}/force_conclude", _step(_concluded)),
    _EXPERIMENTS.route("PATCH", "/{id:text}/decide", _step(_decided)),
    _EXPERIMENTS.route("POST", "/{id:text}/duplicate", _duplicate),
)
