"""JSON as the app writes it into addresses: ``~(a~1~b~'x)`` is ``{"a": 1, "b": "x"}`` (github.com/Sage/jsurl)."""

from __future__ import annotations

import json
import re
from typing import Any

_ESCAPED = re.compile(r"\*\*([0-9a-fA-F]{4})|\*([0-9a-fA-F]{2})|(!)")
_WORD = re.compile(r"[^~)]*")


def decoded(text: str) -> Any:
    """The value that *text* says; a ``ValueError`` where it says none."""
    value, end = _value(text, 0)
    if end != len(text):
        raise ValueError(f"{text[end:]!r} comes after the end")
    return value


def _value(text: str, start: int) -> tuple[Any, int]:
    """The value that begins at *start*, and where it ends."""
    start = _past("~", text, start)
    match text[start : start + 2]:
        case "(~":
            return _items(text, start + 1)
        case opening if opening.startswith("("):
            return _entries(text, start + 1)
        case opening if opening.startswith("'"):
            return _word(text, start + 1)
    word, end = _word(text, start)
    return json.loads(word), end


def _items(text: str, start: int) -> tuple[list[Any], int]:
    """A list; an empty one has a ``~`` alone."""
    found: list[Any] = []
    if text.startswith("~)", start):
        return found, start + 2
    while text.startswith("~", start):
        value, start = _value(text, start)
        found.append(value)
    return found, _past(")", text, start)


def _entries(text: str, start: int) -> tuple[dict[str, Any], int]:
    """An object: keys and values in turn."""
    found: dict[str, Any] = {}
    while not text.startswith(")", start):
        key, start = _word(text, _past("~", text, start) if found else start)
        found[key], start = _value(text, start)
    return found, start + 1


def _word(text: str, start: int) -> tuple[str, int]:
    """Text up to the next sign of the syntax; its escapes are units of UTF-16."""
    found = _WORD.match(text, start)
    end = found.end() if found else start
    units = _ESCAPED.sub(lambda sign: "$" if sign[3] else chr(int(sign[1] or sign[2], 16)), text[start:end])
    return units.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), end


def _past(sign: str, text: str, start: int) -> int:
    if not text.startswith(sign, start):
        raise ValueError(f"at character {start} stands {text[start : start + 1]!r}, not {sign!r}")
    return start + 1
