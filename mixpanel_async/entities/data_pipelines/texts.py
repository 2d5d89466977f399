"""Fields of params that hold several texts."""

from __future__ import annotations

from typing import Any

from mixpanel_async.errors import ParamValidationError


def several(params: object, each: Any, value: object) -> None:
    """A validator: one text is no list of texts."""
    if isinstance(value, str) or value in ([], ()):
        raise ParamValidationError(f"{type(params).__name__}: {each.name} is {value!r}; give a list, or leave it out")
