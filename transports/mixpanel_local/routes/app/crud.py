"""Making, reading, changing and removing things of any kind, as the app API words it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias
from uuid import uuid4

from attrs import frozen

from mixpanel_local.engine.shape import entries, item, sequence
from mixpanel_local.errors import BadRequest
from mixpanel_local.kept.kinds import Kind
from mixpanel_local.kept.things import Changing, Reading, Thing
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Answer, Route, Said

Row: TypeAlias = Mapping[str, Any]
Steps: TypeAlias = Callable[[Changing, Row], Row]
"""Gives the body that is kept for one that was sent; may change other things too, and refuse."""

_PROJECT: Final = 1
"""The project of a data view that is named without one."""


def as_sent(_: Changing, body: Row) -> Row:
    """The body itself."""
    return body


def as_kept(_: Reading, row: Row) -> Row:
    """The row itself."""
    return row


def as_listed(_: Context, row: Row) -> Row:
    """The row itself."""
    return row


def everything(_: Context, row: Row) -> bool:
    """All but what was hidden."""
    return not row.get("deleted")


@frozen(kw_only=True)
class Crud:
    """The calls on things of one *kind*.

    *making* and *changing* turn what is sent into what is kept, *showing* adds to a row what follows from other things,
    *listing* says which rows a list has, *answering* adds to it what events say, *wrapped* is how a reply
    holds its rows.
    """

    kind: Kind
    making: Steps = as_sent
    changing: Steps = as_sent
    removing: Callable[[Changing, Thing], None] = Changing.remove
    showing: Callable[[Reading, Row], Row] = as_kept
    listing: Callable[[Context, Row], bool] = everything
    answering: Callable[[Context, Row], Row] = as_listed
    wrapped: Callable[[Sequence[Row]], Any] = list

    def routes(self) -> tuple[Route, ...]:
        """The calls on all of them and on one."""
        change = "PATCH" if self.kind.replaced is None else "PUT"
        return (
            self.route("GET", "", self.all),
            self.route("POST", "", self.make),
            self.route("GET", self.one_path, self.get),
            self.route(change, self.one_path, self.change),
            self.route("DELETE", self.one_path, self.remove),
        )

    def bulk_routes(self) -> tuple[Route, Route]:
        """The calls on several."""
        return (
            self.route("POST", "/bulk-delete", self.remove_several),
            self.route("POST", "/bulk-update", self.change_several),
        )

    @property
    def one_path(self) -> str:
        """The path of one of them, after that of all."""
        return "/{id:text}" if self.kind.uuid else "/{id}"

    def route(self, method: str, path: str, answer: Answer) -> Route:
        """A call on them."""
        return Route(method, f"/api/app/{{scope}}/{self.kind.path}{path}", answer)

    def all(self, context: Context) -> object:
        """Those that are asked for."""
        with context.kept.reading() as reading:
            rows = [self.row(reading, thing, context) for thing in reading.all(self.kind.name)]
        return ok(self.wrapped([self.answering(context, row) for row in rows if self.listing(context, row)]))

    def get(self, context: Context) -> object:
        """One of them."""
        with context.kept.reading() as reading:
            row = self.row(reading, reading.need(self.kind.name, context.groups["id"]), context)
        return ok(self.answering(context, row))

    def make(self, context: Context) -> object:
        """A new one."""
        with context.kept.changing() as changes:
            row = self.row(changes, self.made(changes, context.call.json()), context)
        return Said(ok(self.answering(context, row)), self.kind.made)

    def made(self, changes: Changing, sent: Row) -> Thing:
        """A new thing of what was *sent*."""
        body = self.making(changes, self.kind.own(sent))
        self.kind.check(body)
        return changes.add(self.kind.name, body, str(uuid4()) if self.kind.uuid else None)

    def change(self, context: Context) -> object:
        """One of them, changed."""
        with context.kept.changing() as changes:
            row = self.row(changes, self.changed(changes, context.groups["id"], context.call.json()), context)
        return ok(self.answering(context, row))

    def changed(self, changes: Changing, id: str | int, sent: Row) -> Thing:
        """A thing with what was *sent*."""
        thing = changes.need(self.kind.name, id)
        replaced = self.kind.replaced or ()
        left = {key: value for key, value in thing.body.items() if key not in replaced}
        body = {**left, **self.changing(changes, self.kind.own(sent))}
        self.kind.check(body)
        return changes.change(thing, body)

    def remove(self, context: Context) -> object:
        """One of them, gone."""
        with context.kept.changing() as changes:
            self.removing(changes, changes.need(self.kind.name, context.groups["id"]))
        return ok({})

    def remove_several(self, context: Context) -> object:
        """Several of them, gone; those that are not there do not matter."""
        key = f"{self.kind.noun}_ids"
        ids = sequence(item(context.call.json(), key, "$"), key, read_id)
        with context.kept.changing() as changes:
            for thing in (changes.get(self.kind.name, each) for each in ids):
                if thing is not None:
                    self.removing(changes, thing)
        return ok({})

    def change_several(self, context: Context) -> object:
        """Several of them, each changed as it says, or none."""
        key = self.kind.plural
        with context.kept.changing() as changes:
            for sent in entries(item(context.call.json(), key, "$"), key):
                self.changed(changes, read_id(item(sent, "id", key), key), sent)
        return ok({})

    def row(self, reading: Reading, thing: Thing, context: Context) -> Row:
        """What a reply says of *thing*."""
        return self.showing(reading, self.kind.show(thing, project_of(context)))


def ok(results: object) -> dict[str, Any]:
    """The envelope of the app API."""
    return {"status": "ok", "results": results}


def project_of(context: Context) -> int:
    """The project that is asked."""
    return int(context.groups.get("project") or _PROJECT)


def read_id(value: object, where: str) -> str:
    """An id, of whatever kind."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise BadRequest(f"{where}: needs an id, not {value!r}")
    return str(value)


def asked_ids(context: Context, row: Row) -> bool:
    """Whether *row* is among ``ids``, where these are given."""
    said = [each for value in (*context.call.every("ids"), *context.call.every("ids[]")) for each in _ids(value)]
    return everything(context, row) and (not said or str(row["id"]) in said)


def _ids(value: str) -> Iterable[str]:
    return (each.strip() for each in value.strip("[]").split(",") if each.strip())
