"""Questions and their parts as JSON text, fit for files and diffs, that comes back as the same value."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from math import isfinite
from typing import Any, TypeVar, get_args, overload

from attrs import NOTHING, Attribute, evolve, fields, frozen, has

import mixpanel_async
from mixpanel_async.declared import declared_kinds
from mixpanel_async.errors import MixpanelError, ParamTypeError, ParamValidationError

__all__ = ["from_json", "to_json"]

T = TypeVar("T")

TYPE = "$type"
DAY = "date"


def to_json(spec: object) -> str:
    """*spec*, a question or a part of one, as JSON. Keys are sorted, what has its default value is left out."""
    if not has(type(spec)):
        raise ParamTypeError(f"{spec!r} is no question nor a part of one; give for example a Filter")
    return json.dumps(_written(spec, _Place("$")), indent=2, sort_keys=True, ensure_ascii=False)


@overload
def from_json(text: str | bytes) -> object: ...
@overload
def from_json(text: str | bytes, kind: type[T]) -> T: ...
def from_json(text: str | bytes, kind: type[object] = object) -> object:
    """What ``to_json`` wrote as *text*; anything but a *kind* is refused. Errors name the place, as ``$.where[0]``."""
    try:
        tree = json.loads(text)
    except ValueError as problem:
        raise ParamValidationError(f"the text is no JSON: {problem}") from problem
    if not isinstance(tree, dict) or TYPE not in tree:
        raise ParamValidationError(f"$: there is no {TYPE!r}; it names the class, for example 'InsightsQuery'")
    spec = _read(tree, _Place("$"))
    if not isinstance(spec, kind):
        raise ParamTypeError(f"the JSON holds a {type(spec).__name__}; a {kind.__name__} was asked for")
    return spec


@frozen
class _Place:
    """Where a value stands: its *path*, and which field of which class holds it."""

    path: str
    owner: type | None = None
    field: str = ""

    def inside(self, step: str) -> _Place:
        return evolve(self, path=self.path + step)

    def kind(self, tag: object) -> type | None:
        """The class called *tag* that may stand here: a public one, or a part the field is declared to hold."""
        if not isinstance(tag, str):
            return None
        public = getattr(mixpanel_async, tag) if tag in mixpanel_async.__all__ else None
        if isinstance(public, type) and has(public) and _is_spec(public.__module__):
            return public
        declared = declared_kinds(self.owner)[self.field] if self.owner else None
        parts = get_args(declared) or (declared,)
        return next((part for part in parts if isinstance(part, type) and has(part) and part.__name__ == tag), None)


def _is_spec(module: str) -> bool:
    return module.startswith("mixpanel_async.specs.") or module.endswith(".spec")


def _said(kind: type) -> dict[str, Attribute[Any]]:
    """The fields of a class by what JSON calls them."""
    return {field.name.lstrip("_"): field for field in fields(kind)}


def _written(value: Any, place: _Place) -> Any:
    if value is None or isinstance(value, str | int) or (isinstance(value, float) and isfinite(value)):
        return value
    if isinstance(value, list | tuple):
        return [_written(item, place.inside(f"[{index}]")) for index, item in enumerate(value)]
    if isinstance(value, Mapping) and all(isinstance(key, str) and key != TYPE for key in value):
        return {key: _written(item, place.inside(f".{key}")) for key, item in value.items()}
    if type(value) is date:
        return {TYPE: DAY, "day": value.isoformat()}
    kind = type(value)
    if place.kind(kind.__name__) is not kind:
        raise ParamTypeError(f"{place.path} is {value!r}; JSON has no form for it")
    return {TYPE: kind.__name__} | {
        key: _written(getattr(value, field.name), _Place(f"{place.path}.{key}", kind, field.name))
        for key, field in _said(kind).items()
        if getattr(value, field.name) != field.default
    }


def _read(value: Any, place: _Place, array: Callable[[list[Any]], Any] = tuple) -> Any:
    """The value written as *value*; lists are tuples in a spec, and lists in a plain object."""
    if isinstance(value, list):
        return array([_read(item, place.inside(f"[{index}]"), array) for index, item in enumerate(value)])
    if not isinstance(value, dict):
        return value
    if TYPE not in value:
        return {key: _read(item, place.inside(f".{key}"), list) for key, item in value.items()}
    rest = {key: item for key, item in value.items() if key != TYPE}
    return _read_day(rest, place) if value[TYPE] == DAY else _read_spec(value[TYPE], rest, place)


def _read_day(values: Mapping[str, Any], place: _Place) -> date:
    try:
        return date.fromisoformat(values["day"])
    except (KeyError, TypeError, ValueError) as problem:
        message = f'{place.path} is no date; write {{"{TYPE}": "{DAY}", "day": "2026-01-31"}}'
        raise ParamValidationError(message) from problem


def _read_spec(tag: object, values: Mapping[str, Any], place: _Place) -> object:
    kind = place.kind(tag)
    if kind is None:
        raise ParamValidationError(f"{place.path} is a {tag!r}; no question and no part of one is called so")
    known = _said(kind)
    for key in sorted(values.keys() - known.keys()):
        raise ParamValidationError(f"{place.path} has {key!r}; a {tag} has only {', '.join(known)}")
    for key, field in known.items():
        if field.default is NOTHING and key not in values:
            raise ParamValidationError(f"{place.path} has no {key!r}; a {tag} needs it")
    read = {key: _read(item, _Place(f"{place.path}.{key}", kind, known[key].name)) for key, item in values.items()}
    return _made(kind, {known[key].alias or key: item for key, item in read.items()}, place.path)


def _made(kind: type, values: Mapping[str, Any], path: str) -> object:
    """A *kind* with *values* in its fields, whatever its own constructor takes."""
    build: Any = getattr(kind, "__attrs_init__", kind.__init__)  # type: ignore[misc]  # no subclass comes here
    spec: object = object.__new__(kind)
    try:
        build(spec, **values)
    except MixpanelError as problem:
        raise ParamValidationError(f"{path}: {problem.message}", problem.code) from problem
    return spec
