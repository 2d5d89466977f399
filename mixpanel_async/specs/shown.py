"""How a spec is shown: as the shortest call that makes it."""

from __future__ import annotations

from typing import Any

from attrs import fields


def shown(spec: Any, positional: int = 1) -> str:
    """A call that makes *spec*: the first *positional* fields by position, others by name where not default."""
    known = fields(type(spec))
    first = [repr(getattr(spec, field.name)) for field in known[:positional]]
    rest = {field.alias: getattr(spec, field.name) for field in known[positional:] if _differs(spec, field)}
    return f"{type(spec).__name__}({', '.join(first + [f'{name}={value!r}' for name, value in rest.items()])})"


def _differs(spec: Any, field: Any) -> bool:
    return bool(getattr(spec, field.name) != field.default)
