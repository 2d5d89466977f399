"""Fields of params that hold text of a certain length."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import Attribute

from mixpanel_async.errors import ParamValidationError


def length(least: int, most: int) -> Callable[[object, Attribute[Any], Any], None]:
    """A validator of a field whose text, where there is one, has *least* to *most* characters."""
    wanted = f"{least}" if least == most else f"{least} to {most}"

    def check(params: object, each: Attribute[Any], value: Any) -> None:
        if isinstance(value, str) and not least <= len(value) <= most:
            raise ParamValidationError(
                f"{type(params).__name__}: {each.name} has {len(value)} characters; give it {wanted}"
            )

    return check
