"""What has become of a thing, page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mixpanel_local.errors import BadRequest
from mixpanel_local.kept.kinds import ME
from mixpanel_local.kept.things import Change
from mixpanel_local.routes.context import Call

_PAGE: Final = 100
_MOST: Final = 1_000


def entry(change: Change) -> Mapping[str, Any]:
    """One change; how Mixpanel words it is not documented."""
    return {
        "id": change.number,
        "action": change.action,
        "timestamp": change.at,
        "user": {"id": ME["id"], "name": ME["name"], "email": ME["email"]},
        "content": change.body,
    }


def history_of(call: Call, changes: Sequence[Change]) -> Mapping[str, Any]:
    """A page of *changes*, with the cursors of those beside it."""
    size = call.number("page_size", _PAGE, _MOST)
    start = _cursor(call.arguments.get("cursor") or call.arguments.get("next_cursor") or "0")
    if back := call.arguments.get("previous_cursor"):
        start = _cursor(back)
    after, before = start + size, max(0, start - size)
    return {
        "results": [entry(change) for change in changes[start:after]],
        "pagination": {
            "next_cursor": str(after) if after < len(changes) else None,
            "previous_cursor": str(before) if start else None,
            "page_size": size,
        },
    }


def _cursor(value: str) -> int:
    if not value.isdecimal():
        raise BadRequest(f"cursor: {value!r} leads nowhere; give one of an earlier page")
    return int(value)
