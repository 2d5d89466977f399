"""Drop filters: events that are not taken as they arrive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from mixpanel_local.engine.shape import integer, item
from mixpanel_local.errors import BadRequest
from mixpanel_local.kept.kinds import DROP_FILTER
from mixpanel_local.kept.things import Changing, Reading, Thing
from mixpanel_local.routes.app.crud import Crud, Row, ok
from mixpanel_local.routes.context import Context

_LIMIT: Final = 15  # docs/data-governance/data-clean-up
_WORDS: Final = {"event_name": "eventName"}
"""What bodies say and what replies say."""
_NOT_APPLIED: Final = (
    "events with these filters are taken: the form of drop filters' conditions is not documented, and only filters "
    "without conditions keep events out here"
)


def dropped_events(filters: Iterable[Thing]) -> set[str]:
    """The events that none is taken of."""
    return {each.body["eventName"] for each in filters if _applies(each.body)}


def _applies(body: Mapping[str, Any]) -> bool:
    return body.get("active", True) is not False and not body.get("filters")


def _make(context: Context) -> object:
    with context.kept.changing() as changes:
        if len(changes.all(DROP_FILTER.name)) >= _LIMIT:
            raise BadRequest(f"there are {_LIMIT} drop filters already, as many as there may be; delete one first")
        _FILTERS.made(changes, context.call.json())
    return _FILTERS.all(context)


def _change(context: Context) -> object:
    sent = context.call.json()
    with context.kept.changing() as changes:
        _FILTERS.changed(changes, _number(sent), sent)
    return _FILTERS.all(context)


def _remove(context: Context) -> object:
    with context.kept.changing() as changes:
        changes.remove(changes.need(DROP_FILTER.name, _number(context.call.json())))
    return _FILTERS.all(context)


def _number(sent: Row) -> int:
    return integer(item(sent, "id", "$"), "id")


def _limits(_: Context) -> object:
    return ok({"filterLimit": _LIMIT})


def _respelled(_: Changing, body: Row) -> Row:
    return {_WORDS.get(key, key): value for key, value in body.items()}


def _told(_: Reading, row: Row) -> Row:
    return {**row, "notApplied": _NOT_APPLIED} if row["active"] and row["filters"] else row


_FILTERS: Final = Crud(kind=DROP_FILTER, making=_respelled, changing=_respelled, showing=_told)

ROUTES: Final = (
    _FILTERS.route("GET", "", _FILTERS.all),
    _FILTERS.route("POST", "", _make),
    _FILTERS.route("PATCH", "", _change),
    _FILTERS.route("DELETE", "", _remove),
    _FILTERS.route("GET", "/limits", _limits),
)
