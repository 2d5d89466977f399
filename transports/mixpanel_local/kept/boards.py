"""What stands on a dashboard: rows of cells, each a report or a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from mixpanel_local.errors import NotFound

Body: TypeAlias = Mapping[str, Any]
Content: TypeAlias = tuple[str, int]
"""What stands in a cell: its type and its id."""

_WIDTH: Final = 12
"""What the cells of a row share."""


def with_row(body: Body, row: str, contents: Sequence[Content]) -> Body:
    """The board with one more row at its end."""
    layout = _layout(body)
    cells = [
        {"id": f"{row}-{at}", "content_type": kind, "content_id": number, "width": _WIDTH // len(contents)}
        for at, (kind, number) in enumerate(contents)
    ]
    rows = {**layout["rows"], row: {"height": 0, "cells": cells}}
    return {**body, "layout": {**layout, "rows": rows, "order": [*layout["order"], row]}}


def need(body: Body, content: Content) -> None:
    """Refuse what does not stand on the board."""
    if content not in standing_on(body):
        raise NotFound(f"there is no {content[0]} {content[1]} on this dashboard")


def without(body: Body, content: Content) -> Body:
    """The board without what stands on it; rows that become empty go too."""
    need(body, content)
    layout = _layout(body)
    rows = {
        key: {**row, "cells": [cell for cell in row["cells"] if _content(cell) != content]}
        for key, row in layout["rows"].items()
    }
    left = {key: row for key, row in rows.items() if row["cells"]}
    order = [key for key in layout["order"] if key in left]
    texts = {key: text for key, text in texts_of(body).items() if ("text", int(key)) != content}
    return {**body, "layout": {**layout, "rows": left, "order": order}, "texts": texts}


def with_text(body: Body, number: int, text: Mapping[str, Any]) -> Body:
    """The board with what the text *number* says."""
    return {**body, "texts": {**texts_of(body), str(number): text}}


def texts_of(body: Body) -> Mapping[str, Any]:
    """The texts of a board by their ids."""
    texts: Mapping[str, Any] = body.get("texts") or {}
    return texts


def standing_on(body: Body) -> list[Content]:
    """All that stands on a board."""
    return [_content(cell) for cell in _cells(body)]


def _content(cell: Mapping[str, Any]) -> Content:
    return cell["content_type"], cell["content_id"]


def _cells(body: Body) -> Iterator[Mapping[str, Any]]:
    for row in _layout(body)["rows"].values():
        yield from row["cells"]


def _layout(body: Body) -> Mapping[str, Any]:
    layout: Mapping[str, Any] = body.get("layout") or {"rows": {}, "order": []}
    return layout
