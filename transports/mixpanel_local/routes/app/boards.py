"""Dashboards: what is done to one as a whole, and to what stands on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from mixpanel_local.engine.shape import entries, integer, item, mapping, refuse, sequence, text
from mixpanel_local.errors import BadRequest
from mixpanel_local.kept.boards import need, standing_on, texts_of, with_row, with_text, without
from mixpanel_local.kept.kinds import BOOKMARK, DASHBOARD
from mixpanel_local.kept.things import Changing, Thing
from mixpanel_local.routes.app.crud import Crud, Row, asked_ids, ok, project_of
from mixpanel_local.routes.app.reports import REPORTS
from mixpanel_local.routes.context import Context

_TEXT: Final = "text_card"
_ROW: Final = "dashboard_row"
_UNSAID: Final = ("rows", "content", "duplicate", "contents", "texts", "report_links")
"""What a body does to a board, or what a reply says of it, and what is not kept of it as it is."""


def _make(context: Context) -> object:
    with context.kept.changing() as changes:
        sent = context.call.json()
        copied = _copied(changes, sent.get("duplicate"))
        board = _BOARDS.made(changes, {**copied, **_kept(sent)})
        rows = entries(sent.get("rows") or [], "rows")
        body = board.body
        for row in rows:
            body = _with_row(changes, board, body, entries(item(row, "contents", "rows"), "rows.contents"))
        return ok(_whole(changes, changes.change(board, body) if rows else board, context))


def _copied(changes: Changing, original: object) -> Row:
    """What a copy begins with: the same reports and texts as the original's."""
    return {} if original is None else changes.need(DASHBOARD.name, integer(original, "duplicate")).body


def _kept(sent: Row) -> Row:
    return {key: value for key, value in sent.items() if key not in _UNSAID}


def _get(context: Context) -> object:
    with context.kept.reading() as reading:
        return ok(_whole(reading, reading.need(DASHBOARD.name, context.groups["id"]), context))


def _change(context: Context) -> object:
    sent = context.call.json()
    with context.kept.changing() as changes:
        board = _BOARDS.changed(changes, context.groups["id"], _kept(sent))
        if (content := sent.get("content")) is not None:
            body = _done_to_content(changes, board, mapping(content, "content"))
            board = changes.change(board, body)
        return ok(_whole(changes, board, context))


def _done_to_content(changes: Changing, board: Thing, content: Row) -> Row:
    """The board after one thing is done to what stands on it."""
    action, kind = (text(item(content, key, "content"), f"content.{key}") for key in ("action", "content_type"))
    if action == "create":
        return _with_row(changes, board, board.body, [content])
    if action == "delete":
        return without(board.body, (kind, integer(item(content, "content_id", "content"), "content.content_id")))
    raise refuse(f"the action {action!r} on what stands on one", "a change of a dashboard")


def _with_row(changes: Changing, board: Thing, body: Row, contents: Any) -> Row:
    cells = []
    for content in contents:
        kind = text(item(content, "content_type", "content"), "content_type")
        params = mapping(content.get("content_params") or {}, "content_params")
        if kind == "text":
            number = changes.number(_TEXT)
            body = with_text(body, number, params)
        elif kind == "report":
            number = _report(changes, board, params)
        else:
            raise refuse(f"a content of type {kind!r}", "a change of a dashboard")
        cells.append((kind, number))
    if not cells:
        raise BadRequest("rows.contents: a row needs a report or a text")
    return with_row(body, str(changes.number(_ROW)), cells)


def _report(changes: Changing, board: Thing, params: Row) -> int:
    """The report that is put on a board: made for it already, a copy of a saved one, or a new one."""
    home = {"dashboard_id": int(board.id)}
    if "source_bookmark_id" in params:
        source = changes.need(BOOKMARK.name, integer(params["source_bookmark_id"], "source_bookmark_id"))
        own = source.body.get("dashboard_id") == int(board.id)
        if own and ("report", int(source.id)) not in standing_on(board.body):
            return int(source.id)
        return int(REPORTS.made(changes, {**source.body, **home}).id)
    new = mapping(item(params, "bookmark", "content_params"), "bookmark")
    return int(REPORTS.made(changes, {**new, **home}).id)


def _whole(reading: Any, board: Thing, context: Context) -> Row:
    """A board and all that stands on it."""
    row = {key: value for key, value in DASHBOARD.show(board, project_of(context)).items() if key != "texts"}
    found = (reading.get(BOOKMARK.name, number) for kind, number in standing_on(board.body) if kind == "report")
    reports = {thing.id: REPORTS.row(reading, thing, context) for thing in found if thing is not None}
    texts = {key: {"id": int(key), **text} for key, text in texts_of(board.body).items()}
    return {"layout": {"rows": {}, "order": []}, **row, "contents": {"report": reports, "text": texts}}


def _setting(**values: object) -> Callable[[Context], object]:
    """Gives a board these values."""

    def answer(context: Context) -> object:
        with context.kept.changing() as changes:
            _BOARDS.changed(changes, context.groups["id"], values)
        return ok({})

    return answer


def _pin(context: Context) -> object:
    return _setting(pinned_date=context.now.isoformat(timespec="seconds").replace("+00:00", "Z"))(context)


def _text(context: Context) -> object:
    """Changes a text on a board."""

    def said(body: Row, number: int, sent: Row) -> Row:
        return with_text(body, number, {**texts_of(body)[str(number)], **sent})

    return _part(context, "text", "card", said)


def _link(context: Context) -> object:
    """Changes how a report stands on a board."""

    def linked(body: Row, number: int, sent: Row) -> Row:
        return {**body, "report_links": {**(body.get("report_links") or {}), str(number): sent}}

    return _part(context, "report", "link", linked)


def _part(context: Context, kind: str, part: str, change: Callable[[Row, int, Row], Row]) -> object:
    number = int(context.groups[part])
    with context.kept.changing() as changes:
        board = changes.need(DASHBOARD.name, context.groups["id"])
        need(board.body, (kind, number))
        changes.change(board, change(board.body, number, context.call.json()))
    return ok({})


def _sound(_: Changing, body: Row) -> Row:
    """The body with a layout that can be shown: rows of cells by their ids, and the order of these."""
    if body.get("layout") is None:
        return body
    layout = mapping(body["layout"], "layout")
    rows = mapping(layout.get("rows") or {}, "layout.rows")
    for number, row in rows.items():
        place = f"layout.rows.{number}"
        for cell in entries(item(mapping(row, place), "cells", place), f"{place}.cells"):
            text(item(cell, "content_type", place), f"{place}.content_type")
            integer(item(cell, "content_id", place), f"{place}.content_id")
    order = sequence(layout.get("order", list(rows)), "layout.order", text)
    if sorted(order) != sorted(rows):
        raise BadRequest("layout.order: needs the id of each row once")
    return {**body, "layout": {**layout, "rows": rows, "order": order}}


def _summary(_: object, row: Row) -> Row:
    return {key: value for key, value in row.items() if key not in ("layout", "texts", "report_links")}


_BOARDS: Final = Crud(kind=DASHBOARD, making=_sound, changing=_sound, showing=_summary, listing=asked_ids)

ROUTES: Final = (
    _BOARDS.route("POST", "", _make),
    _BOARDS.route("GET", "/{id}", _get),
    _BOARDS.route("PATCH", "/{id}", _change),
    _BOARDS.route("POST", "/{id}/favorites", _setting(is_favorited=True)),
    _BOARDS.route("DELETE", "/{id}/favorites", _setting(is_favorited=False)),
    _BOARDS.route("POST", "/{id}/pin", _pin),
    _BOARDS.route("DELETE", "/{id}/pin", _setting(pinned_date=None)),
    _BOARDS.route("PATCH", "/{id}/text-cards/{card}", _text),
    _BOARDS.route("PATCH", "/{id}/report-links/{link}", _link),
    *_BOARDS.routes(),
    *_BOARDS.bulk_routes(),
)
