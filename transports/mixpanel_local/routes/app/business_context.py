"""The business context of the project and of its organization: a text each."""

from __future__ import annotations

from typing import Final

from mixpanel_local.engine.shape import item, text
from mixpanel_local.errors import BadRequest
from mixpanel_local.kept.things import Reading
from mixpanel_local.routes.app.crud import ok
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Answer, Route

_KIND: Final = "business_context"
_LONGEST: Final = 50_000
_PROJECT: Final = "/api/app/{scope}/business-context"
_ORGANIZATION: Final = "/api/app/organizations/{organization}/business-context"


def _getting(owner: str) -> Answer:
    def answer(context: Context) -> object:
        with context.kept.reading() as reading:
            return ok({"content": _content(reading, owner)})

    return answer


def _putting(owner: str) -> Answer:
    def answer(context: Context) -> object:
        content = text(item(context.call.json(), "content", "$"), "content")
        if len(content) > _LONGEST:
            raise BadRequest(f"content: {len(content)} characters are more than {_LONGEST}")
        with context.kept.changing() as changes:
            changes.put(_KIND, owner, {"content": content})
        return ok({"content": content})

    return answer


def _chain(context: Context) -> object:
    with context.kept.reading() as reading:
        return ok({"org_context": _content(reading, "organization"), "project_context": _content(reading, "project")})


def _content(reading: Reading, owner: str) -> str:
    found = reading.get(_KIND, owner)
    return "" if found is None else str(found.body["content"])


ROUTES: Final = (
    Route("GET", _PROJECT, _getting("project")),
    Route("PUT", _PROJECT, _putting("project")),
    Route("GET", f"{_PROJECT}/chain", _chain),
    Route("GET", _ORGANIZATION, _getting("organization")),
    Route("PUT", _ORGANIZATION, _putting("organization")),
)
