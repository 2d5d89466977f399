"""Schema enforcement, kept as far as it changes nothing: no event is kept out or hidden for its schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from mixpanel_local.engine.shape import item, one_of
from mixpanel_local.errors import NotFound, Unsupported
from mixpanel_local.kept.kinds import ME
from mixpanel_local.kept.things import Reading, Thing
from mixpanel_local.routes.app.crud import Row, ok
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Route

_KIND: Final = "schema_enforcement"
_ONE: Final = "1"
_PATH: Final = "/api/app/{scope}/data-definitions/schema"
_ACCEPT: Final = "Warn and Accept"
_RULES: Final = (_ACCEPT, "Warn and Hide", "Warn and Drop")
_EMPTY: Final[dict[str, Any]] = {"events": [], "commonProperties": [], "userProperties": [], "notificationEmails": []}


def _get(context: Context) -> object:
    fields = [field for field in context.call.arguments.get("fields", "").split(",") if field]
    found = context.kept.get(_KIND, _ONE)
    row = {} if found is None else _row(found)
    return ok({key: value for key, value in row.items() if not fields or key in fields})


def _row(enforcement: Thing) -> Row:
    made = {"id": int(enforcement.id), "lastModified": enforcement.modified, "lastModifiedBy": ME, "state": "planned"}
    return {**_EMPTY, **made, "initializedBy": ME, **enforcement.body}


def _with(merge: Callable[[Reading, Row], Row]) -> Callable[[Context], object]:
    """Keeps what *merge* makes of what there is and what is sent."""

    def answer(context: Context) -> object:
        sent = context.call.json()
        with context.kept.changing() as changes:
            body = merge(changes, sent)
            if one_of(item(body, "ruleEvent", "$"), _RULES, "ruleEvent") != _ACCEPT:
                raise Unsupported(
                    f"the embedded Mixpanel keeps no event out by its schema; the rule may be {_ACCEPT!r}"
                )
            return ok(_row(changes.put(_KIND, _ONE, body)))

    return answer


def _replaced(_: Reading, sent: Row) -> Row:
    return sent


def _changed(reading: Reading, sent: Row) -> Row:
    return {**_needed(reading).body, **sent}


def _needed(reading: Reading) -> Thing:
    if (found := reading.get(_KIND, _ONE)) is None:
        raise NotFound("no schemas are enforced; POST here with a ruleEvent begins it")
    return found


def _remove(context: Context) -> object:
    with context.kept.changing() as changes:
        changes.remove(_needed(changes))
    return ok({})


ROUTES: Final = (
    Route("GET", _PATH, _get),
    Route("POST", _PATH, _with(_replaced)),
    Route("PUT", _PATH, _with(_replaced)),
    Route("PATCH", _PATH, _with(_changed)),
    Route("DELETE", _PATH, _remove),
)
