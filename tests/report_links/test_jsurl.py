from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async.report_links.jsurl import decoded


def encoded(value: Any) -> str:
    """*value* as the app writes it."""
    if isinstance(value, dict):
        return "~(" + "~".join(f"{_text(key)}{encoded(item)}" for key, item in value.items()) + ")"
    if isinstance(value, list):
        return "~(" + ("".join(map(encoded, value)) or "~") + ")"
    if isinstance(value, str):
        return "~'" + _text(value)
    return "~" + {None: "null", True: "true", False: "false"}.get(value, str(value))


def _text(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z_.-]", lambda found: _sign(found[0]), text)


def _sign(sign: str) -> str:
    if sign == "$":
        return "!"
    units = sign.encode("utf-16-be")
    codes = [int.from_bytes(units[place : place + 2], "big") for place in range(0, len(units), 2)]
    return "".join(f"*{code:02x}" if code < 256 else f"**{code:04x}" for code in codes)


TEXTS = st.text()
# From 2 on: 0 and 1 are equal to False and True.
NUMBERS = st.integers(min_value=2) | st.floats(allow_nan=False, allow_infinity=False, min_value=2)
PLAIN = st.none() | st.booleans() | NUMBERS | TEXTS
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(TEXTS.filter(bool), inner))


@given(VALUES)
def test_what_the_app_writes_is_read_back(value: Any) -> None:
    assert decoded(encoded(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("~(a~1~b~'x*20y)", {"a": 1, "b": "x y"}),
        ("~(show~(~(event~'!event)~2))", {"show": [{"event": "$event"}, 2]}),
        ("~(~)", []),
        ("~()", {}),
        ("~'**20ac", "€"),
        ("~'", ""),
        ("~null", None),
    ],
)
def test_what_stands_in_addresses_is_read(text: str, value: Any) -> None:
    assert decoded(text) == value


@pytest.mark.parametrize("text", ["", "x", "~", "~(a", "~(a~1", "~(~1", "~(a~1)x", "~(a~1~)", "~yes", "~(~(a~1)"])
def test_what_is_cut_or_says_nothing_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which words it says is told by whoever reads the link
        decoded(text)
