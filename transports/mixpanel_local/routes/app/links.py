"""Links to reports: parameters kept under a short text."""

from __future__ import annotations

from typing import Final

from mixpanel_local.engine.shape import item, mapping, text
from mixpanel_local.errors import BadRequest
from mixpanel_local.kept.things import Thing
from mixpanel_local.routes.app.crud import Row, ok, project_of
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Route

_KIND: Final = "report_link"


def _make(context: Context) -> object:
    sent = context.call.json()
    slug = text(item(sent, "slug", "$"), "slug")
    text(item(sent, "type", "$"), "type")
    mapping(item(sent, "params", "$"), "params")
    with context.kept.changing() as changes:
        if changes.get(_KIND, slug) is not None:
            raise BadRequest(f"slug: {slug!r} leads to another report already")
        return ok(_row(changes.add(_KIND, sent, slug), context))


def _get(context: Context) -> object:
    return ok(_row(context.kept.need(_KIND, context.groups["slug"]), context))


def _row(link: Thing, context: Context) -> Row:
    return {**link.body, "slug": link.id, "project_id": project_of(context), "user_id": 1, "created_at": link.created}


ROUTES: Final = (
    Route("POST", "/api/app/{scope}/bookmark-urls", _make),
    Route("GET", "/api/app/{scope}/bookmark-urls/{slug:text}", _get),
)
