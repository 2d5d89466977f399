"""Arguments of operations, checked before anything is sent; *name* is always the argument an error points at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, get_args

from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.specs.event_names import check_name

W = TypeVar("W")


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
    if not is_list(items) or not all(isinstance(item, str) for item in items):
        raise ParamTypeError(f"{name} is {items!r}; give a list of texts")
    return list(items)


def is_list(items: object) -> bool:
    """Whether it is a list or the like, and no text."""
    return isinstance(items, Sequence) and not isinstance(items, str | bytes | bytearray)


def names(items: Sequence[str], name: str) -> list[str]:
    """The *items*, each of which must say something."""
    return [said(item, f"{name}[{index}]") for index, item in enumerate(texts(items, name))]


def ids(items: Sequence[int], name: str) -> list[int]:
    """The *items*, each of which must be a whole number."""
    if not is_list(items) or not all(type(item) is int for item in items):
        raise ParamTypeError(f"{name} is {items!r}; give a list of whole numbers")
    return list(items)


def at_least_one(number: int, name: str) -> int:
    """*number*, which must ask for something."""
    return at_least(1, number, name)


def at_least_one_if_given(number: int | None, name: str) -> int | None:
    """*number*, which may be left out and else must ask for something."""
    return None if number is None else at_least_one(number, name)


def at_least(least: int, number: int, name: str) -> int:
    """*number*, which must be whole and *least* or more."""
    if not isinstance(number, int) or isinstance(number, bool):
        raise ParamTypeError(f"{name} is {number!r}; give a whole number")
    if number < least:
        raise ParamValidationError(f"{name} is {number}; it is {least} or more")
    return number


def json_object(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """*value*, which must be an object of JSON."""
    if not isinstance(value, Mapping):
        raise ParamTypeError(f"{name} is a {type(value).__name__}; give an object of JSON, as a dictionary")
    return value


def json_objects(values: Sequence[Mapping[str, Any]], name: str) -> list[Mapping[str, Any]]:
    """The *values*, each of which must be an object of JSON."""
    if not is_list(values):
        raise ParamTypeError(f"{name} is {values!r}; give a list of objects of JSON")
    return [json_object(value, f"{name}[{index}]") for index, value in enumerate(values)]


def expression(text: str | None, name: str) -> str | None:
    """*text*, an expression of the older reports; None where there is none."""
    if not (text is None or isinstance(text, str)):
        raise ParamTypeError(f"{name} is {text!r}; give an expression as text, or leave it out")
    return text or None


def expressions(**texts: str | None) -> dict[str, str | None]:
    """Each of the *texts*, an expression or None, by its name."""
    return {name: expression(text, name) for name, text in texts.items()}


def amounts(**numbers: int | None) -> dict[str, int | None]:
    """Each of the *numbers*, left out or 1 or more, by its name."""
    return {name: at_least_one_if_given(number, name) for name, number in numbers.items()}


def one_of(words: Any, word: W, name: str) -> W:
    """*word*, which must be one of the *words* of a ``Literal``."""
    if word not in get_args(words):
        raise ParamValidationError(f"{name} is {word!r}; it is one of {', '.join(get_args(words))}")
    return word


def one_of_if_given(words: Any, word: W | None, name: str) -> W | None:
    """*word*, which may be left out and else must be one of the *words* of a ``Literal``."""
    return None if word is None else one_of(words, word, name)


def yes_or_no(flag: bool, name: str) -> bool:
    """*flag*, which must be one."""
    if not isinstance(flag, bool):
        raise ParamTypeError(f"{name} is {flag!r}; give True or False")
    return flag
