"""Arguments of the older reports, checked and as they are sent."""

from __future__ import annotations

import json
from collections.abc import Sequence

from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.specs.event_names import check_name


def event_name(event: str, name: str = "event") -> str:
    """*event*, which must be a name; *name* is the argument an error points at."""
    check_name(event, name)
    return event


def event_names(events: Sequence[str]) -> str:
    """The names of events as a JSON list."""
    text = text_list(events, "events")
    for index, event in enumerate(events):
        check_name(event, f"events[{index}]")
    return text


def text_list(items: Sequence[str], name: str) -> str:
    """*items* as a JSON list; *name* is the argument an error points at."""
    if isinstance(items, str) or not isinstance(items, Sequence) or not all(isinstance(item, str) for item in items):
        raise ParamTypeError(f"{name} is {items!r}; give a list of texts")
    return json.dumps(list(items))


def required_text(value: str, name: str, wanted: str) -> str:
    """*value*, which must be text that says something; *name* is the argument, *wanted* what to give for it."""
    if not isinstance(value, str):
        raise ParamTypeError(f"{name} is {value!r}; give {wanted}")
    if not value.strip():
        raise ParamValidationError(f"{name} is {value!r}; give {wanted}")
    return value
