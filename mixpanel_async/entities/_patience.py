"""How often to ask for work that goes on at Mixpanel, and for how long."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from mixpanel_async.errors import ParamTypeError, ParamValidationError


def _seconds(_: object, each: Any, value: float) -> None:
    if not isinstance(value, int | float):
        raise ParamTypeError(f"{each.name} is {value!r}; give seconds as a number")
    if not 0 < value < float("inf"):
        raise ParamValidationError(f"{each.name} is {value!r}; give seconds, more than 0")


@frozen
class Patience:
    """Ask every *poll_interval* seconds, for *max_poll_seconds* at most."""

    poll_interval: float = field(default=2.0, validator=_seconds)
    max_poll_seconds: float = field(default=300.0, validator=_seconds)
