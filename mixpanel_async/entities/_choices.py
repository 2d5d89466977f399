"""Fields of params that hold one of a few words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from attrs import Attribute

from mixpanel_async.entities._unset import UNSET
from mixpanel_async.errors import ParamValidationError


def one_of(words: Any) -> Callable[[object, Attribute[Any], Any], None]:
    """A validator of a field that holds one of the *words* of a ``Literal`` or an enum, or says nothing."""
    known = get_args(words) or tuple(words)

    def check(params: object, each: Attribute[Any], value: Any) -> None:
        if value is not UNSET and value not in known:
            raise ParamValidationError(
                f"{type(params).__name__}: {each.name} is {value!r}; it is one of {', '.join(known)}"
            )

    return check
