"""What the programs are given, checked: names, numbers, a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mixpanel_async.arguments import event_name, said
from mixpanel_async.errors import ParamTypeError, ParamValidationError


def script_text(script: str) -> str:
    """*script*, unless there is nothing in it."""
    return said(script, "script", "a program as text, with a function main()")


def event_names(events: str | Sequence[str] | None) -> list[str] | None:
    """The names of *events*, each once; None, which means all events, where there are none."""
    found = [] if events is None else _each_once(events, "events")
    return [event_name(name, f"events[{at}]") for at, name in enumerate(found)] or None


def property_name(name: str, where: str = "property") -> str:
    """*name*, if it can be the name of a property; *where* is the argument an error points at."""
    return said(name, where, "the property's name")


def property_names(names: str | Sequence[str]) -> list[str]:
    """The *names*, each once."""
    return [property_name(name, f"properties[{at}]") for at, name in enumerate(_each_once(names, "properties"))]


def whole_numbers(values: Sequence[int], where: str, least: int, most: float) -> list[int]:
    """The *values*, each once, if all are whole numbers in that range; *where* is the argument an error points at."""
    for at, value in enumerate(found := _each_once(values, where)):
        if not isinstance(value, int) or isinstance(value, bool):
            raise ParamTypeError(f"{where}[{at}] is {value!r}; give a whole number")
        if not least <= value <= most:
            raise ParamValidationError(f"{where}[{at}] is {value}; give a number from {least} to {most}")
    return found


def _each_once(values: Any, where: str) -> list[Any]:
    if isinstance(values, str):
        return [values]
    if not isinstance(values, Sequence):
        raise ParamTypeError(f"{where} is {values!r}; give a list")
    return [value for at, value in enumerate(values) if value not in values[:at]]
