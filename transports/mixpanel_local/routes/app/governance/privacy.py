"""Requests under privacy laws: users are deleted at once, with their events and profiles."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from mixpanel_local.engine.shape import item, one_of, sequence, text
from mixpanel_local.errors import BadRequest, StoreError, Unsupported
from mixpanel_local.kept.kinds import ME
from mixpanel_local.kept.things import Thing
from mixpanel_local.routes.app.crud import Row, ok
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Route, Said
from mixpanel_local.store.removing import remove_users

_KIND: Final = "data_deletion"
_MOST: Final = 2_000  # reference/gdpr-api; openapi/gdpr says 1,999
_LAWS: Final = ("GDPR", "CCPA")
_DELETIONS: Final = "/api/app/data-deletions/v3.0"
_RETRIEVALS: Final = "/api/app/data-retrievals/v3.0"
_NOT_ALLOWED: Final = 405


def _delete(context: Context) -> object:
    sent = context.call.json()
    users = sequence(item(sent, "distinct_ids", "$"), "distinct_ids", text)
    if not 0 < len(users) <= _MOST:
        raise BadRequest(f"distinct_ids: there are {len(users)}, not 1 to {_MOST}")
    law = one_of(sent.get("compliance_type") or _LAWS[0], _LAWS, "compliance_type")
    body = {"distinct_ids": users, "compliance_type": law, "status": "STARTED"}
    with context.kept.changing() as changes:
        request = changes.add(_KIND, body, str(uuid4()))
    try:
        removed = remove_users(context.store.root, users)
    except StoreError:
        _ended(context, request, status="FAILURE")
        raise
    ended = _ended(context, request, status="SUCCESS", deleted_events=removed.events, deleted_profiles=removed.profiles)
    return ok([_row(ended)])


def _ended(context: Context, request: Thing, **said: Any) -> Thing:
    with context.kept.changing() as changes:
        return changes.change(request, {**request.body, **said})


def _row(request: Thing) -> Row:
    own = {"tracking_id": request.id, "date_requested": request.created, "requesting_user": ME["email"]}
    return {**own, "project_id": 1, **request.body}


def _look(context: Context) -> object:
    return ok(_row(context.kept.need(_KIND, context.groups["id"])))


def _withdraw(context: Context) -> object:
    request = context.kept.need(_KIND, context.groups["id"])
    error = f"the request {request.id} is {request.body['status']}: it can no longer be withdrawn"
    return Said({"status": "error", "error": error}, _NOT_ALLOWED)


def _retrieve(_: Context) -> object:
    raise Unsupported(
        "the embedded Mixpanel makes no exports of users' data; ask for their events (the raw export, or the activity "
        "feed) and their profiles (engage) instead"
    )


ROUTES: Final = (
    Route("POST", _DELETIONS, _delete, holds=False),
    Route("GET", f"{_DELETIONS}/{{id:text}}", _look),
    Route("DELETE", f"{_DELETIONS}/{{id:text}}", _withdraw),
    Route("POST", _RETRIEVALS, _retrieve),
    Route("GET", f"{_RETRIEVALS}/{{id:text}}", _retrieve),
)
