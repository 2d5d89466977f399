"""Lines of an export become events and profiles, or a reason why not: one by one, by the standard library's parser."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from mixpanel_dataset.columns import Nested, compact, is_whole
from mixpanel_dataset.names import PROCESSED
from mixpanel_dataset.strict_json import strict

MS_ABOVE: Final = 10**10
"""A larger ``time`` is in milliseconds, a smaller one in seconds.

This is the year 2286 in seconds, April 1970 in milliseconds: Mixpanel takes nothing of the future, and nothing from
before 1971 (docs.mixpanel.com/reference/import-events, properties.time).
"""

LAST_MS: Final = 253_402_300_800_000
"""The year 10000; times before 1970 or from here on are no dates of Mixpanel's."""


_INT64: Final = 2**63


TAKEN_OUT: Final = ("time", "distinct_id", "$insert_id", PROCESSED)
"""Properties that have columns of their own."""


@frozen
class BadLine:
    """A line that is no event: which one, counted from 1, what is wrong with it, and its bytes."""

    number: int
    reason: str
    content: bytes


@frozen
class Record:
    """One line: an event, or a profile whose ``event`` is empty and ``time_ms`` 0."""

    event: str
    distinct_id: str | None
    time_ms: int
    insert_id: str | None
    processed_ms: int | None
    properties: Mapping[str, Any]


def event_of(line: bytes) -> Record:
    """The event in *line*; ValueError says what is wrong with it."""
    entry = _object(line)
    _only(entry, "event", "properties")
    if not isinstance(name := entry["event"], str):
        raise ValueError(f"'event' is {_kind(name)}, not text")
    properties = _properties(entry["properties"], line, "properties")
    return Record(
        name,
        time_ms=_take_time(properties),
        distinct_id=_take_text(properties, "distinct_id"),
        insert_id=_take_text(properties, "$insert_id"),
        processed_ms=_take_whole(properties, PROCESSED),
        properties=properties,
    )


def says_twice(line: bytes) -> bool:
    """Whether an event, in JSON that is known to be right, says two things under one key."""
    entry = json.loads(line, object_pairs_hook=_Pairs)
    return entry.twin is not None or entry["properties"].twin is not None


def profile_of(line: bytes) -> Record:
    """The profile in *line*; ValueError says what is wrong with it."""
    entry = _object(line)
    _only(entry, "$distinct_id", "$properties")
    if not isinstance(name := entry["$distinct_id"], str | int) or isinstance(name, bool):
        raise ValueError(f"'$distinct_id' is {_kind(name)}, not text")
    return Record("", str(name), 0, None, None, _properties(entry["$properties"], line, "$properties"))


def _object(line: bytes) -> dict[str, Any]:
    try:
        entry = strict(line.decode(), _Pairs)
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 at byte {error.start}") from None
    if not isinstance(entry, dict):
        raise ValueError(f"{_kind(entry)} instead of an object")
    return _without_twins(entry)


class _Pairs(dict[str, Any]):
    """A JSON object that knows whether it says two things under one key."""

    def __init__(self, pairs: Sequence[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twin = None if len(self) == len(pairs) else _twin(pairs)


def _twin(pairs: Iterable[tuple[str, Any]]) -> str | None:
    """A key that stands twice with different values, as far as that can be told."""
    seen: dict[str, Any] = {}
    for key, value in pairs:
        deep = isinstance(value, dict | list)
        if key in seen and (deep or repr(seen[key]) != repr(value)):
            return key
        seen[key] = value
    return None


def _without_twins(entry: dict[str, Any]) -> dict[str, Any]:
    """*entry*, unless only one of two values could be kept; deeper inside both are, as text."""
    if isinstance(entry, _Pairs) and entry.twin is not None:
        raise ValueError(f"the key {entry.twin!r} stands twice, with different values")
    return entry


def _only(entry: Mapping[str, Any], *keys: str) -> None:
    if missing := [key for key in keys if key not in entry]:
        raise ValueError(f"no {missing[0]!r}")
    if extra := sorted(entry.keys() - set(keys)):
        raise ValueError(f"unexpected key {extra[0]!r} beside {' and '.join(map(repr, keys))}")


def _properties(value: object, line: bytes, key: str) -> dict[str, Any]:
    """The properties, lists and objects among them as the text they were written in."""
    if not isinstance(value, dict):
        raise ValueError(f"properties are {_kind(value)}, not an object")
    properties = _without_twins(value)
    if any(isinstance(each, dict | list) for each in properties.values()):
        texts = _texts(line, key)
        for name, each in properties.items():
            if isinstance(each, dict | list):
                properties[name] = Nested(compact(texts[name]))
    return properties


def _texts(line: bytes, key: str) -> dict[str, str]:
    """What stands in *line* under *key*, value by value."""
    import msgspec

    try:
        raw = msgspec.json.decode(line, type=dict[str, msgspec.Raw])[key]
        return {
            name: str(each, "utf-8") for name, each in msgspec.json.decode(raw, type=dict[str, msgspec.Raw]).items()
        }
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _take_time(properties: dict[str, Any]) -> int:
    """The time in milliseconds, taken out. One that is finer stays a property too, so that nothing of it is lost."""
    value: Any = properties.get("time")
    ms = milliseconds(value)
    if value == (ms if value > MS_ABOVE else ms / 1000):
        del properties["time"]
    return ms


def milliseconds(value: Any) -> int:
    """The time *value*, in seconds or milliseconds, as milliseconds; ValueError when it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"'time' is {_kind(value)}, not a number" if value is not None else "no 'time'")
    if not 0 <= value < LAST_MS:
        raise ValueError(f"'time' {value!r:.40} is neither seconds nor milliseconds since 1970")
    ms = round(value) if value > MS_ABOVE else round(value * 1000)
    if ms >= LAST_MS:
        raise ValueError(f"'time' {value!r} lies beyond the year 9999")
    return ms


def _take_text(properties: dict[str, Any], key: str) -> str | None:
    """The text under *key*, taken out. A value of another type stays a property, so that nothing of it is lost."""
    value = properties.get(key)
    if isinstance(value, str):
        del properties[key]
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _take_whole(properties: dict[str, Any], key: str) -> int | None:
    """The whole number under *key*, taken out; anything else stays a property."""
    value = whole_number(properties.get(key))
    if value is not None:
        del properties[key]
    return value


def whole_number(value: Any) -> int | None:
    """*value* as an integer, however it is written; None if it is none of 64 bits."""
    if type(value) is int:
        return value if -_INT64 <= value < _INT64 else None
    return int(value) if type(value) is float and is_whole(value) else None


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")
