"""Saved reports, which the wire calls bookmarks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mixpanel_local.engine.shape import read_json
from mixpanel_local.kept.boards import Content, standing_on, without
from mixpanel_local.kept.kinds import BOOKMARK, DASHBOARD
from mixpanel_local.kept.things import Changing, Thing
from mixpanel_local.routes.app.crud import Crud, Row, asked_ids, ok
from mixpanel_local.routes.app.history import history_of
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Route


def _kept(_: Changing, body: Row) -> Row:
    """What is kept of a report that was sent; *v* is the form it was sent in. Its params may be JSON in a text."""
    kept = {key: value for key, value in body.items() if key != "v"}
    if not isinstance(params := kept.get("params"), str):
        return kept
    return {**kept, "params": read_json(params, "params")}


def _asked(context: Context, row: Row) -> bool:
    return asked_ids(context, row) and context.call.arguments.get("type") in (None, "", row["type"])


def _twice_wrapped(rows: object) -> Mapping[str, Any]:
    return {"results": rows}


def _removed(changes: Changing, report: Thing) -> None:
    for board in changes.all(DASHBOARD.name):
        if _content(report) in standing_on(board.body):
            changes.change(board, without(board.body, _content(report)))
    changes.remove(report)


def _content(report: Thing) -> Content:
    return "report", int(report.id)


def _boards(context: Context) -> object:
    """The dashboards a report stands on."""
    with context.kept.reading() as reading:
        report = reading.need(BOOKMARK.name, context.groups["id"])
        found = [board for board in reading.all(DASHBOARD.name) if _content(report) in standing_on(board.body)]
    return ok([DASHBOARD.id_of(board) for board in found])


def _history(context: Context) -> object:
    with context.kept.reading() as reading:
        reading.need(BOOKMARK.name, context.groups["id"])
        return ok(history_of(context.call, reading.changes(BOOKMARK.name, context.groups["id"])))


REPORTS: Final = Crud(
    kind=BOOKMARK, making=_kept, changing=_kept, removing=_removed, listing=_asked, wrapped=_twice_wrapped
)

ROUTES: Final = (
    *REPORTS.routes(),
    *REPORTS.bulk_routes(),
    REPORTS.route("GET", "/{id}/linked-dashboard-ids", _boards),
    Route("GET", "/api/app/{scope}/dashboards/bookmarks/{id}/dashboard-ids", _boards),
    REPORTS.route("GET", "/{id}/history", _history),
)
