"""JSON as it may be written, and as it must not: texts of values, objects and lines."""

from __future__ import annotations

import json

from hypothesis import strategies as st

NAMES = st.sampled_from(
    ["a", "A", "a:b", "$a", "", "é", "time", "distinct_id", "$insert_id", "mp_processing_time_ms", 'q"', "b\\", "rare"]
)
BLANK = st.sampled_from(["", "", "", " ", "\t", "\r", "  "])
NUMBERS = st.one_of(
    st.integers(-(2**70), 2**70).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(
        (
            "0 -0 -0.0 1E5 1e+2 1.50 0.1 1e22 123456789.1 9007199254740992 9007199254740993 -9007199254740993 "
            "9007199254740993.0 9223372036854775807 9223372036854775808 18446744073709551616 1e400 -1e400 1e-400 "
            "5e-324 1.7976931348623157e308 1.7976931348623159e308 " + "9" * 320
        ).split()
    ),
)
TIMES = st.one_of(
    st.integers(0, 3 * 10**9).map(str),
    st.integers(10**10 - 2, 3 * 10**12).map(str),
    st.sampled_from(["1700000000.5", "1700000000.1234567", "1.7e9", "1e10", "10000000000.5", "-1", "253402300800000"]),
)


def _text(value: str) -> st.SearchStrategy[str]:
    """Ways to write a text."""
    escaped = "".join(f"\\u{ord(char):04x}" if ord(char) < 0x10000 else char for char in value)
    return st.sampled_from([json.dumps(value), json.dumps(value, ensure_ascii=False), f'"{escaped}"'])


CHARS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='"\\'), max_size=6),
    st.sampled_from(
        [":", "a:b", "https://x.y/?z=1", '{"a":1}', "\\", '"', "\n", "true", "1", "null", "[]", "\x7f", "😀"]
    ),
)
TEXTS = CHARS.flatmap(_text)
BROKEN = st.sampled_from(
    ['"\\ud800"', '"\\x"', '"a\tb"', "01", "1.", ".5", "NaN", "tru", '"\\ude00\\ud83d"', "[1,]", "'a'", "1_0"]
)
SCALARS = st.one_of(NUMBERS, TEXTS, st.sampled_from(["true", "false", "null"]))


def _list(items: list[str], blank: str) -> str:
    return f"[{blank}{f'{blank},'.join(items)}]"


def _object(members: list[tuple[str, str]], blank: str) -> str:
    return "{" + blank + f",{blank}".join(f"{name}{blank}:{value}" for name, value in members) + blank + "}"


def objects(names: st.SearchStrategy[str], values: st.SearchStrategy[str], most: int = 5) -> st.SearchStrategy[str]:
    """Objects; a name may stand twice."""
    members = st.lists(st.tuples(names.flatmap(_text), values), max_size=most)
    return st.builds(_object, members, BLANK)


VALUES = st.recursive(
    SCALARS | BROKEN,
    lambda inner: st.builds(_list, st.lists(inner, max_size=3), BLANK) | objects(NAMES, inner, 3),
    max_leaves=4,
)
GOOD_VALUES = st.recursive(
    SCALARS, lambda inner: st.builds(_list, st.lists(inner, max_size=3), BLANK) | objects(NAMES, inner, 3), max_leaves=4
)
EVENTS = st.sampled_from(["Buy", "", "a:b", 'say "x"', "é"]).flatmap(_text)


def _line(event: str, time: str, members: list[tuple[str, str]], blank: str) -> bytes:
    properties = _object([('"time"', time), *members], blank)
    return _object([('"event"', event), ('"properties"', properties)], blank).encode()


def lines(values: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    """Lines that are events, as far as their *values* are JSON."""
    members = st.lists(st.tuples(NAMES.flatmap(_text), values), max_size=5)
    return st.builds(_line, EVENTS, TIMES | GOOD_VALUES, members, BLANK)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A line with one byte put in, taken out or changed."""
    line = draw(lines(GOOD_VALUES))
    place = draw(st.integers(0, len(line)))
    return (
        line[:place]
        + draw(st.sampled_from([b"", b'"', b"\xff", b"}", b",", b":", b"\\", b"1", b" ", b"\x00"]))
        + line[place + draw(st.integers(0, 1)) :]
    )


LINES = st.one_of(
    lines(GOOD_VALUES), lines(GOOD_VALUES), lines(VALUES), damaged(), st.sampled_from([b"", b" ", b"[]", b"{}"])
)
