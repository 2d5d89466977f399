"""Which field of a question holds what it is not declared to hold, said once the question could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar, get_args, get_origin

from attrs import fields, has

from mixpanel_async.declared import declared_kinds
from mixpanel_async.errors import MixpanelError, ParamTypeError

P = ParamSpec("P")
T = TypeVar("T")

# What Python says of a value that is not of the kind a line of ours takes it for.
_TOLD_BY = (AttributeError, KeyError, IndexError, TypeError, ValueError, OverflowError)


def naming_misfits(method: Callable[P, T]) -> Callable[P, T]:
    """A question's *method*; where a field of the wrong kind makes it fail, the error names that field.

    Fields are looked at only then: editors and type checkers have seen to most questions already.
    """

    @wraps(method)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(*args, **kwargs)
        except MixpanelError:
            raise
        except _TOLD_BY as problem:
            found = next(_misfits(args[0], ""), None)
            if found is None:
                raise
            raise ParamTypeError(found) from problem

    return guarded


def _misfits(value: Any, path: str) -> Iterator[str]:
    """What to say of each misfit in *value*, the deepest first."""
    if isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from _misfits(item, f"{path}[{index}]")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _misfits(item, f"{path}[{key!r}]")
    elif has(type(value)):
        declared = declared_kinds(type(value))
        for field in fields(type(value)):
            held, place = getattr(value, field.name), f"{path}.{field.name.lstrip('_')}".lstrip(".")
            yield from _misfits(held, place)
            if not _fits(held, declared[field.name]):
                yield f"{place} is {held!r}; it is declared as {field.type}"


def _fits(value: Any, kind: Any) -> bool:
    """Whether *value* is what the annotation *kind* says; of what cannot be told it is so."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Any:
        return True
    if origin is Literal:
        return isinstance(value, str) and value in inner
    if isinstance(kind, type) and origin is None:
        return isinstance(value, (int, float) if kind is float else kind)
    if origin in (Sequence, tuple):
        return isinstance(value, list | tuple) and all(_fits(item, inner[0]) for item in value)
    if origin is Mapping or origin is dict:
        return isinstance(value, Mapping) and all(_fits(item, inner[1]) for item in value.values())
    return not inner or any(_fits(value, type(None) if part is None else part) for part in inner)
