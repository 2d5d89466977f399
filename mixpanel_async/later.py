"""Operations that are loaded when they are first used: most programs use a few of some hundred."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

from attrs import frozen


def later(owner: type, homes: Mapping[str, Iterable[str]]) -> None:
    """Give *owner* the operations in *homes*: of each class, ``module.Class``, those of these names."""
    for home, names in homes.items():
        module, _, group = home.rpartition(".")
        for name in names:
            setattr(owner, name, Later(owner, module, group, name))


@frozen(eq=False)
class Later:
    """An operation that stands in the class *group* of a *module*; the first look at it puts it in its own place."""

    owner: type
    module: str
    group: str
    name: str

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        found = vars(getattr(import_module(self.module), self.group))[self.name]
        setattr(self.owner, self.name, found)
        return found.__get__(instance, owner)
