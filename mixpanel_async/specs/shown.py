"""How a spec is shown: as the shortest call that makes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import fields


def shown(positional: int = 1) -> Callable[[Any], str]:
    """A ``__repr__`` that names the first *positional* fields by position and the rest only where not default."""

    def call(self: Any) -> str:
        names = fields(type(self))
        first = [repr(getattr(self, field.name)) for field in names[:positional]]
        rest = [
            f"{field.alias}={value!r}"
            for field in names[positional:]
            if (value := getattr(self, field.name)) != field.default
        ]
        return f"{type(self).__name__}({', '.join(first + rest)})"

    return call
