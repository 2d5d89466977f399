"""Arguments of operations, checked before anything is sent; *name* is always the argument an error points at."""

from __future__ import annotations

from collections.abc import Sequence

from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.specs.event_names import check_name


def event_name(event: str, name: str = "event") -> str:
    """*event*, which must be the name of one."""
    check_name(event, name)
    return event


def event_names(events: Sequence[str], name: str = "events") -> list[str]:
    """The *events*, each of which must be the name of one."""
    return [event_name(event, f"{name}[{index}]") for index, event in enumerate(texts(events, name))]


def said(text: str, name: str, wanted: str = "a name") -> str:
    """*text*, which must say something; *wanted* is what to give for it."""
    if not isinstance(text, str):
        raise ParamTypeError(f"{name} is {text!r}; give {wanted}")
    if not text.strip():
        raise ParamValidationError(f"{name} is {text!r}; give {wanted}")
    return text


def texts(items: Sequence[str], name: str) -> list[str]:
    """The *items*, each of which must be text."""
    if isinstance(items, str) or not isinstance(items, Sequence) or not all(isinstance(item, str) for item in items):
        raise ParamTypeError(f"{name} is {items!r}; give a list of texts")
    return list(items)


def names(items: Sequence[str], name: str) -> list[str]:
    """The *items*, each of which must say something."""
    return [said(item, f"{name}[{index}]") for index, item in enumerate(texts(items, name))]


def ids(items: Sequence[int], name: str) -> list[int]:
    """The *items*, each of which must be a whole number."""
    if isinstance(items, str) or not isinstance(items, Sequence) or not all(type(item) is int for item in items):
        raise ParamTypeError(f"{name} is {items!r}; give a list of whole numbers")
    return list(items)


def at_least_one(number: int, name: str) -> int:
    """*number*, which must ask for something."""
    if not isinstance(number, int) or isinstance(number, bool):
        raise ParamTypeError(f"{name} is {number!r}; give a whole number")
    if number < 1:
        raise ParamValidationError(f"{name} is {number}; it is 1 or more")
    return number
