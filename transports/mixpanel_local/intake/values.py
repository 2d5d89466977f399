"""What may stand in properties: text that is not too long, lists and objects that are not too large.

Sources: reference/import-events, docs/data-structure/user-profiles. Text of events is cut; what becomes of larger lists
and objects is not said there, and they are refused here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from mixpanel_local.intake.refusal import RefusedError

_TEXT_BYTES: Final = 255
_MOST_ITEMS: Final = 254
_MOST_DEPTH: Final = 3
_EVENT_BYTES: Final = 8 * 1024
_PROFILE_BYTES: Final = 256 * 1024
_NAME_LENGTH: Final = 255
_WHOLE: Final = frozenset({"distinct_id", "$insert_id"})
"""Ids, which are never cut."""


def event_values(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of an event as they are kept."""
    for name, value in properties.items():
        field = f"properties.{name}"
        _check_nested(value, field, _MOST_DEPTH)
        _check_size(value, field, _EVENT_BYTES)
    return {name: value if name in _WHOLE else _cut(value) for name, value in properties.items()}


def check_profile_values(operation: str, properties: Mapping[str, Any]) -> None:
    """Refuse properties that no profile can have."""
    for name, value in properties.items():
        if len(name) > _NAME_LENGTH:
            raise RefusedError(operation, f"the name {name[:20]!r}... is longer than {_NAME_LENGTH} characters")
        _check_size(value, f"{operation}.{name}", _PROFILE_BYTES)


def _check_nested(value: object, field: str, depth: int) -> None:
    if not isinstance(value, Mapping | list):
        return
    if depth == 0:
        raise RefusedError(field, f"'{field}' is nested more than {_MOST_DEPTH} deep")
    if len(value) > _MOST_ITEMS:
        raise RefusedError(field, f"'{field}' has {len(value)} items; {_MOST_ITEMS} are allowed")
    inner: Sequence[object] = list(value.values()) if isinstance(value, Mapping) else value
    for each in inner:
        _check_nested(each, field, depth - 1)


def _check_size(value: object, field: str, most: int) -> None:
    if not isinstance(value, Mapping | list):
        return
    size = len(json.dumps(value, ensure_ascii=False).encode())
    if size > most:
        raise RefusedError(field, f"'{field}' takes {size} bytes as JSON; {most} are allowed")


def _cut(value: Any) -> Any:
    """Text as far as it is kept; anything else itself."""
    if not isinstance(value, str) or len(value) * 4 <= _TEXT_BYTES:
        return value
    return value.encode()[:_TEXT_BYTES].decode(errors="ignore")
