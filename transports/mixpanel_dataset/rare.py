"""Properties that share one JSON object per row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mixpanel_dataset.columns import Column, Nested, typed, written


def object_of(cells: Mapping[Column, Any]) -> str | None:
    """*cells*, of one row, as a JSON object, its keys in order; None when there are none."""
    if not cells:
        return None
    members = (
        f"{json.dumps(name, ensure_ascii=False)}:{written(kind, cells[name, kind])}" for name, kind in sorted(cells)
    )
    return f"{{{','.join(members)}}}"


def cells_of(text: str) -> Iterator[tuple[Column, Any]]:
    """What ``object_of`` wrote as *text*."""
    import msgspec

    for name, raw in msgspec.json.decode(text, type=dict[str, msgspec.Raw]).items():
        member = str(raw, "utf-8")
        kind, cell = typed(Nested(member) if member[0] in "[{" else json.loads(member))
        yield (name, kind), cell
