"""Readers of entities, compiled: lists of thousands are common.

A compiled reader looks at each field's type once and leaves the rest to the converter. It fills an object of a class
that is laid out like the entity but may be written to, and then makes it the entity: a frozen class's constructor
takes twice the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from attrs import NOTHING, frozen

from mixpanel_async.entities._converter import converter, reader_for, without_none
from mixpanel_async.entities._misread import MisreadError
from mixpanel_async.entities._record import RAW, Record, declared, default_of, per_class, wire_names

E = TypeVar("E", bound=Record)


@per_class
def reader_of(kind: type[E]) -> Callable[[Any], E]:
    """What reads a JSON object as a *kind*; a ``MisreadError`` where it cannot be one."""
    _teach_entities()
    names, hints = wire_names(kind), get_type_hints(kind)
    plans = [_Plan.of(each, names[each.name], hints[each.name]) for each in declared(kind)]
    scope: dict[str, Any] = {
        "kind": kind,
        "draft": _draft(kind),
        "refuse": _refuse,
        "make": object.__new__,
        "plans": plans,
    }
    for place, plan in enumerate(plans):
        scope |= {f"fits{place}": plan.fits, f"fix{place}": plan.fix}
    exec(_source(plans), scope)  # noqa: S102 - made of our own field names alone
    read: Callable[[Any], E] = scope["read"]
    return read


@frozen
class _Plan:
    """How a field is read: a value of the class *fits* as it is, another as *fix* makes it; absent it is *default*."""

    name: str
    wire: str
    fits: type
    fix: Callable[[Any], Any]
    default: Any

    @classmethod
    def of(cls, each: Any, wire: str, hint: Any) -> _Plan:
        """The plan for a field and its name on the wire."""
        kind = without_none(hint)
        read = reader_for(kind)

        def fix(value: Any) -> Any:
            try:
                return read(value)
            except MisreadError as problem:
                raise problem.at(f".{wire}") from None

        return cls(each.name, wire, _fitting(kind), fix, default_of(each))

    def absent(self) -> Any:
        """What the field holds where the object does not have it."""
        if self.default is NOTHING:
            raise MisreadError(f"there is no {self.wire!r}")
        return self.default


def _fitting(kind: Any) -> type:
    """The class whose objects are a *kind* already (object: any), or one that no value has."""
    if kind is Any:
        return object
    if kind in (str, int, float, bool):
        return kind  # type: ignore[no-any-return]  # it is one of these
    free = get_origin(kind) in (dict, Mapping) and get_args(kind)[1] is Any
    return dict if free else _Plan


def _source(plans: list[_Plan]) -> str:
    head = [
        "def read(raw):",
        " if raw.__class__ is not dict: refuse(raw)",
        " get = raw.get",
        " new = make(draft)",
    ]
    body = [_lines(place, plan) for place, plan in enumerate(plans)]
    return "\n".join([*head, *body, f" new.{RAW} = raw", " new.__class__ = kind", " return new"])


def _lines(place: int, plan: _Plan) -> str:
    if plan.fits is object and plan.default is None:
        return f" new.{plan.name} = get({plan.wire!r})"
    absent = "None" if plan.default is None else f"None if {plan.wire!r} in raw else plans[{place}].absent()"
    return (
        f" value = get({plan.wire!r})\n"
        f" if value.__class__ is fits{place}: new.{plan.name} = value\n"
        f" elif value is None: new.{plan.name} = {absent}\n"
        f" else: new.{plan.name} = fix{place}(value)"
    )


def _draft(kind: type[Record]) -> type:
    """A class laid out like *kind*. The interpreter stores fast only where deleting too is an object's own."""
    own = {"__slots__": vars(kind)["__slots__"], "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(f"_{kind.__name__}", kind.__bases__, own)


def _refuse(value: object) -> None:
    raise MisreadError(f"{value!r} is no object")


@cache
def _teach_entities() -> None:
    """Let the converter read an entity inside another."""
    converter().register_structure_hook_factory(_is_entity, lambda kind: lambda value, _: reader_of(kind)(value))


def _is_entity(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Record)
