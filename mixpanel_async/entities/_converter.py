"""What JSON values mean, tolerantly: what says the same is taken, a null is None, an unknown member stays as it is.

One cattrs converter holds a hook for every type a field may be declared with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from math import isfinite
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from mixpanel_async.entities._misread import MisreadError

if TYPE_CHECKING:
    from cattrs import Converter

Hook = Callable[[Any, Any], Any]

LAST_SECOND = 10**11
"""Numbers beyond it are milliseconds: as seconds it is the year 5138."""


def hook_of(kind: Any) -> Callable[[Any], Any]:
    """What reads a value, which may be null, as a *kind*; a ``MisreadError`` where it is none."""
    read = reader_for(without_none(kind))
    return lambda value: None if value is None else read(value)


def reader_for(kind: Any) -> Callable[[Any], Any]:
    """What reads a value that is there as a *kind*."""
    if isinstance(kind, type) and kind in _LEAVES:
        return _LEAVES[kind]
    hook = converter().get_structure_hook(kind)
    return lambda value: hook(value, kind)


def without_none(kind: Any) -> Any:
    """The type of a value that is there."""
    if not _is_union(kind):
        return kind
    return Union[tuple(part for part in get_args(kind) if part is not type(None))]  # noqa: UP007 - parts are data


@cache
def converter() -> Converter:
    """The one converter."""
    from cattrs import Converter

    made = Converter(detailed_validation=False)
    for kind, read in _LEAVES.items():
        made.register_structure_hook(kind, _alone(read))
    made.register_structure_hook_func(lambda kind: kind is Any, lambda value, _: value)
    made.register_structure_hook_factory(_is_enum, lambda kind: lambda value, _: _member(kind, value))
    made.register_structure_hook_func(lambda kind: _origin(kind) is Literal, lambda value, _: value)
    made.register_structure_hook_factory(lambda kind: _origin(kind) in (list, tuple, Sequence), _list_hook)
    made.register_structure_hook_factory(lambda kind: _origin(kind) in (dict, Mapping), _object_hook)
    made.register_structure_hook_factory(_is_row, _row_hook)
    made.register_structure_hook_factory(_is_union, _union_hook)
    return made


def _alone(read: Callable[[Any], Any]) -> Hook:
    return lambda value, _: read(value)


def _origin(kind: Any) -> Any:
    return get_origin(kind) or kind


def _is_union(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType)


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _list_hook(kind: Any) -> Hook:
    item, alike = hook_of(get_args(kind)[0]), {get_args(kind)[0]}

    def read(value: Any, _: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise MisreadError(f"{value!r} is no list")
        if alike.issuperset(map(type, value)) or Any in alike:
            return tuple(value)
        return tuple(_each(enumerate(value), item, "[{}]"))

    return read


def _is_row(kind: Any) -> bool:
    """Whether it is a tuple of so many items, each with a type of its own."""
    return get_origin(kind) is tuple and Ellipsis not in get_args(kind)


def _row_hook(kind: Any) -> Hook:
    items = [hook_of(part) for part in get_args(kind)]

    def read(value: Any, _: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) != len(items):
            raise MisreadError(f"{value!r} is no list of {len(items)}")
        return tuple(_each(enumerate(zip(items, value, strict=True)), lambda pair: pair[0](pair[1]), "[{}]"))

    return read


def _object_hook(kind: Any) -> Hook:
    item = hook_of(get_args(kind)[1])

    def read(value: Any, _: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise MisreadError(f"{value!r} is no object")
        return dict(zip(value, _each(value.items(), item, ".{}"), strict=True))

    return read


def _each(items: Iterable[tuple[Any, Any]], read: Callable[[Any], Any], step: str) -> Iterator[Any]:
    for key, value in items:
        try:
            yield read(value)
        except MisreadError as problem:
            raise problem.at(step.format(key)) from None


def _union_hook(kind: Any) -> Hook:
    """A member of an enum is it; a value of one of the types is left alone; else the first that can reads it."""
    parts = get_args(kind)
    enums = [part for part in parts if _is_enum(part)]
    plain = {part for part in parts if isinstance(part, type)}
    hooks = [hook_of(part) for part in parts]

    def read(value: Any, _: Any) -> Any:
        for enum in enums:
            value = _member(enum, value)
        if type(value) in plain:
            return value
        for hook in hooks[:-1]:
            try:
                return hook(value)
            except MisreadError:
                continue
        return hooks[-1](value)

    return read


def _member(kind: type[Enum], value: Any) -> Any:
    try:
        return kind(value)
    except ValueError:
        return value


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise MisreadError(f"{value!r} is no text")


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    number = _number(value)
    if number != int(number):
        raise MisreadError(f"{value!r} is no whole number")
    return int(value) if isinstance(value, str) and value.lstrip("-").isdigit() else int(number)


def _number(value: Any) -> float:
    try:
        number = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else float("nan")
    except (ValueError, OverflowError):
        number = float("nan")
    if not isfinite(number):
        raise MisreadError(f"{value!r} is no number")
    return number


def _flag(value: Any) -> bool:
    said = value.lower() if isinstance(value, str) else value
    if isinstance(said, list | dict) or said not in (0, 1, "true", "false"):
        raise MisreadError(f"{value!r} is neither true nor false")
    return said in (1, "true")


def _time(value: Any) -> datetime:
    """A time as ISO text, or in seconds or milliseconds since 1970."""
    try:
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        seconds = _number(value)
        return datetime.fromtimestamp(seconds / 1000 if abs(seconds) > LAST_SECOND else seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise MisreadError(f"{value!r} is no time") from None


_LEAVES: Mapping[type, Callable[[Any], Any]] = {
    str: _text,
    int: _whole,
    float: _number,
    bool: _flag,
    datetime: _time,
}
