"""Feature flags: kept, and served to nobody."""

from __future__ import annotations

import secrets
from typing import Final

from mixpanel_local.engine.shape import mapping, one_of
from mixpanel_local.errors import BadRequest
from mixpanel_local.kept.kinds import FLAG
from mixpanel_local.kept.things import Changing, Reading
from mixpanel_local.routes.app.archiving import archiving, with_archived, without_memory
from mixpanel_local.routes.app.crud import Crud, Row, ok
from mixpanel_local.routes.app.history import entry
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Route

# feature-flags-management.openapi.yaml
_STATUSES: Final = ("disabled", "enabled", "archived")
_SERVING: Final = ("client", "server", "remote_or_local", "remote_only")
_LIMIT: Final = 1_000
_PAGE: Final = 100


def _sound(_: Changing, body: Row) -> Row:
    if "status" in body:
        one_of(body["status"], _STATUSES, "status")
    if "serving_method" in body:
        one_of(body["serving_method"], _SERVING, "serving_method")
    return {key: value for key, value in body.items() if key != "reset_hash_salt"}


def _made(changes: Changing, body: Row) -> Row:
    if any(flag.body["key"] == body.get("key") for flag in changes.all(FLAG.name)):
        raise BadRequest(f"key: there is a flag with the key {body['key']!r} already")
    return {"hash_salt": secrets.token_hex(16), **_sound(changes, body)}


def _shown(_: Reading, row: Row) -> Row:
    return without_memory(row)


def _duplicate(context: Context) -> object:
    with context.kept.changing() as changes:
        flag = changes.need(FLAG.name, context.groups["id"]).body
        names = {other.body["key"] for other in changes.all(FLAG.name)}
        at = next(at for at in range(1, len(names) + 2) if f"{flag['key']}_copy{at}" not in names)
        copy = {**flag, "name": f"{flag['name']} (copy)", "key": f"{flag['key']}_copy{at}", "status": "disabled"}
        return ok(_FLAGS.row(changes, _FLAGS.made(changes, copy), context))


def _test_users(context: Context) -> object:
    users = mapping(context.call.json().get("users"), "users")
    with context.kept.changing() as changes:
        flag = changes.need(FLAG.name, context.groups["id"])
        changes.change(flag, {**flag.body, "ruleset": {**flag.body["ruleset"], "test": {"users": users}}})
    return ok({})


def _history(context: Context) -> object:
    with context.kept.reading() as reading:
        reading.need(FLAG.name, context.groups["id"])
        changes = reading.changes(FLAG.name, context.groups["id"])
    size, page = context.call.number("page_size", _PAGE, _LIMIT), context.call.number("page", 1, _LIMIT)
    shown = changes[(page - 1) * size : page * size]
    return ok({"events": [list(entry(change).values()) for change in shown], "count": len(changes)})


def _limits(context: Context) -> object:
    used = len(context.kept.all(FLAG.name))
    return ok({"limit": _LIMIT, "is_trial": False, "current_usage": used, "contract_status": "active"})


_FLAGS: Final = Crud(kind=FLAG, making=_made, changing=_sound, showing=_shown, listing=with_archived)

ROUTES: Final = (
    Route("GET", "/api/app/{scope}/feature-flags/limits", _limits),
    *_FLAGS.routes(),
    *archiving(_FLAGS, status="archived"),
    _FLAGS.route("POST", "/{id:text}/duplicate", _duplicate),
    _FLAGS.route("PUT", "/{id:text}/test-users", _test_users),
    _FLAGS.route("GET", "/{id:text}/history", _history),
)
