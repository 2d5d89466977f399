"""Params that are given as they are sent: by names on the wire, with fields that nobody declared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from attrs import field, frozen

from mixpanel_async.entities._model import Params
from mixpanel_async.entities._record import Record, wire_names
from mixpanel_async.errors import ParamTypeError

P = TypeVar("P", bound=Record)


@frozen(kw_only=True, eq=False, repr=False)
class OpenParams(Params):
    """What is sent, and may say more than is declared: *extra* goes beside it."""

    extra: Mapping[str, Any] = field(factory=dict)

    def to_body(self) -> dict[str, Any]:
        """The JSON that is sent."""
        body = super().to_body()
        return {**body.pop("extra"), **body}


def as_sent(kind: type[P]) -> type[P]:
    """*kind*, made also by names on the wire (``type=``); of ``OpenParams``, names that nobody declared are *extra*."""
    declared: Callable[..., None] = kind.__init__
    names = {wire: name for name, wire in wire_names(kind).items()}
    is_open = issubclass(kind, OpenParams)

    @wraps(declared)
    def init(self: P, **said: Any) -> None:
        given = {names.get(name, name): value for name, value in said.items()}
        if len(given) < len(said):
            raise ParamTypeError(f"{kind.__name__} is told the same twice: {', '.join(said)}; leave one out")
        if is_open:
            more = {name: given.pop(name) for name in [*given] if name not in names.values()}
            given["extra"] = {**given.get("extra", {}), **more}
        declared(self, **given)

    kind.__init__ = init  # type: ignore[method-assign, assignment]  # the same arguments, and more names for them
    return kind
