"""Names and descriptions of what is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import Attribute

from mixpanel_async.entities._unset import UNSET
from mixpanel_async.errors import ParamTypeError, ParamValidationError

MAX_LENGTH = 255
"""Characters of a name or a description."""


def is_name(params: object, each: Attribute[Any], value: object) -> None:
    """A validator of a name, which may be left out where its field may; blanks around it do not count."""
    if value is UNSET:
        return
    owner = f"{type(params).__name__}: {each.name}"
    if not isinstance(value, str):
        raise ParamTypeError(f"{owner} is {value!r}; give a text, or leave it out to keep the name there is")
    if not value.strip():
        raise ParamValidationError(f"{owner} is empty; say what it is called", "SM1_EMPTY_NAME")
    _refuse_long(owner, value.strip())


def is_description(params: object, each: Attribute[Any], value: object) -> None:
    """A validator of a description, where there is one."""
    if isinstance(value, str):
        _refuse_long(f"{type(params).__name__}: {each.name}", value)


def titled(body: Mapping[str, Any]) -> dict[str, Any]:
    """*body* as it is sent: without blanks around a name in it."""
    return {**body, "name": body["name"].strip()} if "name" in body else {**body}


def _refuse_long(owner: str, text: str) -> None:
    if len(text) > MAX_LENGTH:
        message = f"{owner} has {len(text)} characters; give it {MAX_LENGTH} or fewer"
        raise ParamValidationError(message, "SM2_NAME_TOO_LONG")
