"""Putting things away and taking them out again."""

from __future__ import annotations

from mixpanel_local.routes.app.crud import Crud, Row, everything, ok
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Route


def archiving(crud: Crud, **archived: object) -> tuple[Route, Route]:
    """The calls that archive a thing, which gives it *archived* values too, and that restore it."""

    def archive(context: Context) -> object:
        stamp = context.now.isoformat(timespec="seconds").replace("+00:00", "Z")
        with context.kept.changing() as changes:
            thing = changes.need(crud.kind.name, context.groups["id"])
            before = {key: thing.body.get(key) for key in archived}
            changes.change(thing, {**thing.body, **archived, "deleted": stamp, "before_archiving": before})
        return ok({})

    def restore(context: Context) -> object:
        with context.kept.changing() as changes:
            thing = changes.need(crud.kind.name, context.groups["id"])
            body = {**thing.body, **(thing.body.get("before_archiving") or {}), "deleted": None}
            body.pop("before_archiving", None)
            back = {key: value for key, value in body.items() if value is not None or key not in archived}
            return ok(crud.row(changes, changes.change(thing, back), context))

    return crud.route("POST", f"{crud.one_path}/archive", archive), crud.route(
        "DELETE", f"{crud.one_path}/archive", restore
    )


def with_archived(context: Context, row: Row) -> bool:
    """All but what is archived, or all."""
    return everything(context, row) or context.call.choice("include_archived", ("false", "true")) == "true"


def without_memory(row: Row) -> Row:
    """The row without what it was before it was archived."""
    return {key: value for key, value in row.items() if key != "before_archiving"}
