"""Saved metrics and behaviors, which replies hold by their ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mixpanel_local.engine.shape import entries, item
from mixpanel_local.kept.kinds import BEHAVIOR, METRIC, Kind
from mixpanel_local.kept.things import Reading, Thing
from mixpanel_local.routes.app.crud import Crud, Row, ok, read_id
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Route


def _by_id(rows: Sequence[Row]) -> Mapping[str, Any]:
    return {str(row["id"]): row for row in rows}


class _Saved:
    """The calls on things of one kind."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._crud = Crud(kind=kind, wrapped=_by_id)

    def routes(self) -> tuple[Route, ...]:
        """All of them."""
        crud = self._crud
        return (
            crud.route("GET", "", crud.all),
            crud.route("POST", "", self._make),
            crud.route("PATCH", "", self._change_several),
            crud.route("DELETE", "", self._remove),
            crud.route("GET", "/{id}", self._get),
            crud.route("PATCH", "/{id}", self._change),
        )

    def _make(self, context: Context) -> object:
        with context.kept.changing() as changes:
            return self._reply(context, changes, [self._crud.made(changes, context.call.json())])

    def _get(self, context: Context) -> object:
        with context.kept.reading() as reading:
            return self._reply(context, reading, [reading.need(self._kind.name, context.groups["id"])])

    def _change(self, context: Context) -> object:
        with context.kept.changing() as changes:
            changed = self._crud.changed(changes, context.groups["id"], context.call.json())
            return self._reply(context, changes, [changed])

    def _change_several(self, context: Context) -> object:
        sent = self._sent(context)
        with context.kept.changing() as changes:
            changed = [self._crud.changed(changes, read_id(one["id"], "id"), one) for one in sent]
            return self._reply(context, changes, changed)

    def _remove(self, context: Context) -> object:
        sent = self._sent(context)
        with context.kept.changing() as changes:
            for thing in [changes.need(self._kind.name, read_id(one["id"], "id")) for one in sent]:
                changes.remove(thing)
        return ok({})

    def _sent(self, context: Context) -> Sequence[Row]:
        sent = entries(item(context.call.json(), self._kind.plural, "$"), self._kind.plural)
        for one in sent:
            item(one, "id", self._kind.plural)
        return sent

    def _reply(self, context: Context, reading: Reading, things: Sequence[Thing]) -> object:
        return ok(_by_id([self._crud.row(reading, thing, context) for thing in things]))


ROUTES: Final = (*_Saved(METRIC).routes(), *_Saved(BEHAVIOR).routes())
