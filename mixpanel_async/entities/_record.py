"""A frozen value whose fields have names on the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar, TypeVar, cast

from attrs import Attribute, AttrsInstance, Factory, fields

from mixpanel_async.results import Value

F = TypeVar("F", bound=Callable[..., Any])

RAW = "raw"
_FACTORY: Any = type(Factory(list))


def per_class(function: F) -> F:
    """*function* of a class, worked out once for each."""
    return cast(F, cache(function))


class Record(Value):
    """A frozen value with a name for each field on the wire: its own, in camelCase where ``camel`` says so.

    A field's metadata ``wire`` gives it another name there. A field with ``repr=False`` is a secret and never shown.
    """

    __slots__ = ()

    camel: ClassVar[bool] = False

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, each.name) == getattr(other, each.name) for each in declared(type(self)))

    def __hash__(self) -> int:
        values = (getattr(self, each.name) for each in declared(type(self)))
        return hash((type(self), *(value for value in values if isinstance(value, str | int | float))))

    def __repr__(self) -> str:
        said = (each for each in shown(type(self)) if getattr(self, each.name) != default_of(each))
        return f"{type(self).__name__}({', '.join(f'{each.name}={getattr(self, each.name)!r}' for each in said)})"

    def __rich_repr__(self) -> Iterator[tuple[str, Any, Any]]:
        return ((each.name, getattr(self, each.name), default_of(each)) for each in shown(type(self)))


def plain(value: Any) -> Any:
    """*value* as JSON has it."""
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date | datetime) else value


@per_class
def declared(kind: type[Record]) -> tuple[Attribute[Any], ...]:
    """The fields of a *kind* that the wire knows."""
    return tuple(each for each in fields(cast("type[AttrsInstance]", kind)) if each.name != RAW)


@per_class
def shown(kind: type[Record]) -> tuple[Attribute[Any], ...]:
    """Those of them that are no secrets."""
    return tuple(each for each in declared(kind) if each.repr)


@per_class
def secret_names(kind: type[Record]) -> frozenset[str]:
    """What the wire calls those that are."""
    names = wire_names(kind)
    return frozenset(names[each.name] for each in declared(kind) if not each.repr)


@per_class
def wire_names(kind: type[Record]) -> Mapping[str, str]:
    """The fields of a *kind*, and what the wire calls them."""
    return {each.name: each.metadata.get("wire") or _cased(each.name, camel=kind.camel) for each in declared(kind)}


def _cased(name: str, *, camel: bool) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest)) if camel else name


def default_of(each: Attribute[Any]) -> Any:
    """What a field holds where nothing is said; ``NOTHING`` where something must be said."""
    default: Any = each.default
    return default.factory() if isinstance(default, _FACTORY) else default
