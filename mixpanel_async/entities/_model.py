"""What all things kept in Mixpanel have in common, and all that is sent to change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

from attrs import field, frozen

from mixpanel_async.arguments import is_list
from mixpanel_async.entities._reader import reader_of
from mixpanel_async.entities._record import Record, declared, default_of, plain, wire_names
from mixpanel_async.entities._unset import UNSET
from mixpanel_async.errors import ParamTypeError


@frozen(kw_only=True, eq=False, repr=False)
class Entity(Record):
    """Something the server keeps. A null is None, whatever is declared; what a field does not say, ``extra`` does.

    *raw* is the object as the server sent it; it goes back with an update, so that nothing in it is lost.
    """

    raw: Mapping[str, Any] = field(factory=dict)

    @property
    def extra(self) -> Mapping[str, Any]:
        """What the server sent besides the declared fields."""
        known = wire_names(type(self)).values()
        return {name: value for name, value in self.raw.items() if name not in known}

    def to_dict(self) -> dict[str, Any]:
        """The object as the server writes it: what it sent, and what has been changed since."""
        before = reader_of(type(self))(self.raw) if self.raw else None
        said = {
            wire: getattr(self, each.name)
            for each, wire in zip(declared(type(self)), wire_names(type(self)).values(), strict=True)
            if getattr(self, each.name) != (default_of(each) if before is None else getattr(before, each.name))
        }
        return {**self.raw, **plain({wire: value for wire, value in said.items() if value is not UNSET})}

    def __eq__(self, other: object) -> bool:
        same = super().__eq__(other)
        return same is True and self.extra == cast("Entity", other).extra if same is not NotImplemented else same

    __hash__ = Record.__hash__


class Params(Record):
    """What is sent to create or change something. What is left UNSET is not sent; None is, and clears."""

    __slots__ = ()

    def to_body(self) -> dict[str, Any]:
        """The JSON that is sent."""
        said = ((wire, getattr(self, name)) for name, wire in wire_names(type(self)).items())
        return {wire: plain(value) for wire, value in said if value is not UNSET}

    def to_dict(self) -> dict[str, Any]:
        """The same."""
        return self.to_body()


P = TypeVar("P")


def given(params: P, kind: type[P]) -> P:
    """The *params* somebody gave, which must be of a *kind*."""
    if not isinstance(params, kind):
        wanted = kind.__name__ if kind is not Params else "the params that the operation names"
        raise ParamTypeError(f"params is a {type(params).__name__}; give {wanted}, made with its fields by name")
    return params


def given_each(entries: Sequence[P], kind: type[P]) -> list[P]:
    """The *entries* somebody gave, each of which must be of a *kind*."""
    if not is_list(entries) or not all(isinstance(each, kind) for each in entries):
        raise ParamTypeError(f"entries is {entries!r}; give a list of {kind.__name__}")
    return list(entries)
