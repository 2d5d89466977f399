"""Webhooks. They are kept, and never called: nothing here reaches the network."""

from __future__ import annotations

from typing import Final

from mixpanel_local.engine.shape import refuse
from mixpanel_local.kept.kinds import WEBHOOK
from mixpanel_local.kept.things import Reading
from mixpanel_local.routes.app.crud import Crud, Row
from mixpanel_local.routes.context import Context

_SECRETS: Final = ("username", "password")


def _without_secrets(_: Reading, row: Row) -> Row:
    return {key: value for key, value in row.items() if key not in _SECRETS}


def _test(_: Context) -> object:
    raise refuse("a request to their addresses, since it reaches no network,", "tests of webhooks")


_HOOKS: Final = Crud(kind=WEBHOOK, showing=_without_secrets)

ROUTES: Final = (_HOOKS.route("POST", "/test", _test), *_HOOKS.routes())
