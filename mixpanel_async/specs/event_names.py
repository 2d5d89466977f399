"""What an event may be called."""

from __future__ import annotations

import re

from mixpanel_async.errors import ParamTypeError, ParamValidationError

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Zero width space, non-joiner, joiner, word joiner, byte order mark, soft hyphen: nothing to see.
_INVISIBLE = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff\u00ad]*")


def is_plain(name: str) -> bool:
    """Whether *name* is printable and not blank, as nearly all are: then no other question about it arises."""
    return name.isprintable() and name != "" and not name.isspace()


def is_blank(name: str) -> bool:
    """Whether *name* is empty or white space."""
    return not name or name.isspace()


def has_control_characters(name: str) -> bool:
    """Whether *name* holds control characters; tab, newline and carriage return are none."""
    return _CONTROL.search(name) is not None


def is_invisible(name: str) -> bool:
    """Whether nothing of *name* can be seen, though it is not blank."""
    return _INVISIBLE.fullmatch(name) is not None


def check_name(name: object, where: str, empty_code: str = "EV1_EMPTY_EVENT") -> None:
    """Refuse what is no text, a blank name or one with control characters; *where* is the field to point at."""
    if isinstance(name, str) and is_plain(name):
        return
    if name is not None and not isinstance(name, str):
        raise ParamTypeError(f"{where} is {name!r}; give the event's name")
    if name is None or is_blank(name):
        raise ParamValidationError(f"{where} is {name!r}; give the event's name", empty_code)
    if has_control_characters(name):
        raise ParamValidationError(f"{where} is {name!r}; remove the control characters", "EV2_CONTROL_CHAR_EVENT")
