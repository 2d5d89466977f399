"""Saved custom properties; what one is worth is computed by the engine."""

from __future__ import annotations

from typing import Final

from mixpanel_local.errors import BadRequest
from mixpanel_local.kept.kinds import CUSTOM_PROPERTY
from mixpanel_local.kept.things import Changing
from mixpanel_local.routes.app.crud import Crud, Row, ok
from mixpanel_local.routes.context import Context


def _defined(_: Changing, body: Row) -> Row:
    if not body.get("displayFormula") and not body.get("behavior"):
        raise BadRequest("displayFormula: this field is required, unless there is a behavior")
    return body


def _validation(context: Context) -> object:
    sent = context.call.json()
    try:
        CUSTOM_PROPERTY.check(sent)
        _defined(None, sent)  # type: ignore[arg-type]
    except BadRequest as problem:
        return ok({"valid": False, "error": problem.message})
    return ok({"valid": True})


_PROPERTIES: Final = Crud(kind=CUSTOM_PROPERTY, making=_defined, changing=_defined)

ROUTES: Final = (*_PROPERTIES.routes(), _PROPERTIES.route("POST", "/validate", _validation))
