"""Halves of surrogate pairs: they stand for no character, so no file, no frame and no request takes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_HALF = re.compile("[\ud800-\udfff]")


def whole(value: Any) -> Any:
    """A JSON *value* with U+FFFD in place of each half."""
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    if isinstance(value, list):
        return [whole(item) for item in value]
    return {whole(key): whole(item) for key, item in value.items()} if isinstance(value, dict) else value


def half_in(value: Any, place: str) -> str | None:
    """Where a half stands in a *value* made for JSON, itself at *place*; None where there is none."""
    if isinstance(value, str):
        return place if _HALF.search(value) else None
    return next((found for step, item in _inside(value, place) if (found := half_in(item, step))), None)


def _inside(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield f"a name in {place}", name
            yield f"{place}.{name}", item
    elif isinstance(value, list | tuple):
        yield from ((f"{place}[{index}]", item) for index, item in enumerate(value))
