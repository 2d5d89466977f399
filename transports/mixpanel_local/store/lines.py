"""Lines of an export file become events and profiles, or a reason why not."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

from attrs import frozen

_GZIP_MAGIC = b"\x1f\x8b"
_MS_ABOVE = 10**11
"""A larger ``time`` is in milliseconds, a smaller one in seconds."""

_LAST_MS = 253_402_300_800_000
"""The year 10000; times before 1970 or from here on are no dates of Mixpanel's."""


@frozen
class Record:
    """One line: an event, or a profile whose ``event`` is empty and ``time_ms`` 0."""

    event: str
    distinct_id: str | None
    time_ms: int
    insert_id: str | None
    properties: Mapping[str, Any]


def raw_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Line numbers and lines of *path*, gzip or plain by its first bytes; blank lines are passed over."""
    with path.open("rb") as plain:
        packed = plain.read(2) == _GZIP_MAGIC
    with gzip.open(path, "rb") if packed else path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if stripped := line.strip():
                yield number, stripped


def event_of(line: bytes) -> Record:
    """The event in *line*; ValueError says what is wrong with it."""
    entry = _object(line)
    _only(entry, "event", "properties")
    if not isinstance(name := entry["event"], str):
        raise ValueError(f"'event' is {_kind(name)}, not text")
    properties = _properties(entry["properties"])
    time_ms = _time_ms(properties.pop("time", None))
    return Record(
        name, _take_text(properties, "distinct_id"), time_ms, _take_text(properties, "$insert_id"), properties
    )


def profile_of(line: bytes) -> Record:
    """The profile in *line*; ValueError says what is wrong with it."""
    entry = _object(line)
    _only(entry, "$distinct_id", "$properties")
    if not isinstance(name := entry["$distinct_id"], str | int) or isinstance(name, bool):
        raise ValueError(f"'$distinct_id' is {_kind(name)}, not text")
    return Record("", str(name), 0, None, _properties(entry["$properties"]))


def _object(line: bytes) -> dict[str, Any]:
    try:
        text = line.decode()
        entry = json.loads(text, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at column {error.colno}") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(entry, dict):
        raise ValueError(f"{_kind(entry)} instead of an object")
    if "\\u" in text:
        _check_text(entry)
    return entry


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _check_text(entry: object) -> None:
    try:
        json.dumps(entry, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("half of a surrogate pair, which is no text") from None


def _only(entry: Mapping[str, Any], *keys: str) -> None:
    if missing := [key for key in keys if key not in entry]:
        raise ValueError(f"no {missing[0]!r}")
    if extra := sorted(entry.keys() - set(keys)):
        raise ValueError(f"unexpected key {extra[0]!r} beside {' and '.join(map(repr, keys))}")


def _properties(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"properties are {_kind(value)}, not an object")
    return value


def _time_ms(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"'time' is {_kind(value)}, not a number" if value is not None else "no 'time'")
    if not math.isfinite(value) or not 0 <= value < _LAST_MS:
        raise ValueError(f"'time' {value!r} is neither seconds nor milliseconds since 1970")
    ms = round(value) if value > _MS_ABOVE else round(value * 1000)
    if ms >= _LAST_MS:
        raise ValueError(f"'time' {value!r} lies beyond the year 9999")
    return ms


def _take_text(properties: dict[str, Any], key: str) -> str | None:
    """The text under *key*, taken out. A value of another type stays a property, so that nothing of it is lost."""
    value = properties.get(key)
    if isinstance(value, str):
        del properties[key]
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")
