"""JSON as it is defined: without NaN, numbers beyond doubles and halves of surrogate pairs, which Python takes."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any, NoReturn


def strict(text: str, pairs: Callable[[list[tuple[str, Any]]], Any] | None = None) -> Any:
    """What *text* says, objects made by *pairs*; ValueError says why it is no JSON."""
    try:
        value = json.loads(text, parse_constant=no_constant, parse_float=_within_doubles, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at column {error.colno}") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if "\\u" in text:
        _check_text(value)
    return value


def no_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity."""
    raise ValueError(f"{name} is no JSON number")


def _within_doubles(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(f"{digits:.40} is a number beyond the range of doubles")
    return value


def _check_text(value: object) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("half of a surrogate pair, which is no text") from None
