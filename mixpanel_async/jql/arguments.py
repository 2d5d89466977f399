"""What the programs are given, checked: names, numbers, a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.specs.event_names import check_name


def script_text(script: str) -> str:
    """*script*, unless there is nothing in it."""
    if not isinstance(script, str):
        raise ParamTypeError(f"script is {script!r}; give a program as text, with a function main()")
    if not script.strip():
        raise ParamValidationError("script is empty; give a program with a function main()")
    return script


def event_name(event: str) -> str:
    """*event*, if it can be the name of one."""
    check_name(event, "event")
    return event


def event_names(events: str | Sequence[str] | None) -> list[str] | None:
    """The names of *events*, each once; None, which means all events, where there are none."""
    found = _each_once(events or (), "events")
    for at, name in enumerate(found):
        check_name(name, f"events[{at}]")
    return found or None


def property_name(name: str, where: str = "property") -> str:
    """*name*, if it can be the name of a property; *where* is the argument an error points at."""
    if not isinstance(name, str):
        raise ParamTypeError(f"{where} is {name!r}; give the property's name")
    if not name:
        raise ParamValidationError(f"{where} is empty; give the property's name")
    return name


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
