"""What polars' parser takes is what the exact rules take, however lines try to hide something from it."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from benchmarks import event_lines
from mixpanel_dataset import WindowWriter
from mixpanel_dataset.decoding import Decoder
from mixpanel_dataset.parsed import AT_ONCE
from mixpanel_dataset.quick import Quick
from mixpanel_dataset.shape import Field
from mixpanel_dataset.texts import Lines
from tests.dataset.test_exactness import quickly, slowly

MANY = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))

KINDS = {
    "time": "n",
    "distinct_id": "s",
    "mp_processing_time_ms": "n",
    "t": "s",
    "n": "n",
    "b": "b",
    "j": "j",
    "o": "sz",
    "z": "z",
    "m": "sn",
    "k": "jz",
    "w": "js",
    "w,": "j",
    "n:": "nz",
    "é": "nz",
}
"""Fields, and the types their values are known to have."""

EXAMPLES = {"s": ['"x"'], "n": ["1", "0.5"], "b": ["true"], "j": ['{"a":[1]}', "[]"], "z": ["null"]}
TEXTS = [
    "",
    "x",
    ":",
    ":5",
    '":5',
    '":5',
    "\\",
    '\\"',
    ":null",
    ',"o":null',
    '","o":null',
    '"o":null',
    ":[1]",
    ' "j":[1]',
    "{",
    "}}",
    "]",
    " :5",
    " ",
    "é😀",
    "\n",
    ":true",
    '":true',
    '\\":',
    "a:b",
    "5",
    "true",
    "null",
    '{"t":1}',
    ",",
]
NUMBERS = ["0", "-0", "5", "1.0", "1e3", "0.1", "-7.25e-3", "9007199254740991"] * 4 + [
    "-0.0",
    "9007199254740993",
    "1e300",
    "1700000000.5",
    "100000000000.5",
    "253402300800000",
    "-1",
    "1" * 30,
    "1e400",
]
BROKEN = ['"\\ud83d\\ude00"', '"\\ud800"', '"\\udc00"', '"\\q"', "01", "NaN", "[1,]", '"', "nul", "{", '"\t"']
GAPS = st.sampled_from([""] * 40 + [" ", "  ", "\t"])


def written(text: str) -> st.SearchStrategy[str]:
    escaped = '"' + "".join(f"\\u{ord(char):04x}" for char in text if ord(char) < 0xD800) + '"'
    return st.sampled_from([json.dumps(text, ensure_ascii=False)] * 4 + [json.dumps(text), escaped])


NAMES = st.one_of(
    st.sampled_from(list(KINDS)), st.sampled_from(list(KINDS)), st.sampled_from(["u", "properties", "event", ":5"])
)
VALUES = st.one_of(
    st.sampled_from(TEXTS).flatmap(written),
    st.sampled_from(NUMBERS),
    st.sampled_from(["true", "false", "null", "null"]),
)


def objects(members: st.SearchStrategy[list[tuple[str, str]]]) -> st.SearchStrategy[str]:
    def joined(members: list[tuple[str, str]], gaps: tuple[str, str, str]) -> str:
        before, behind, between = gaps
        return "{" + f",{between}".join(f"{name}{before}:{behind}{value}" for name, value in members) + "}"

    return st.builds(joined, members, st.tuples(GAPS, GAPS, GAPS))


def member(names: st.SearchStrategy[str], values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, str]]:
    return st.tuples(names.flatmap(written), values)


NESTED = st.recursive(
    VALUES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{','.join(items)}]"),
        objects(st.lists(member(NAMES, inner), max_size=3)),
    ),
    max_leaves=4,
)


def fitting(name: str) -> st.SearchStrategy[str]:
    """Values of a type that the property is known to have."""
    of_kind = {
        "s": st.sampled_from(TEXTS).flatmap(written),
        "n": st.sampled_from(NUMBERS),
        "b": st.sampled_from(["true", "false"]),
        "j": NESTED.filter(lambda text: text[0] in "[{"),
        "z": st.just("null"),
    }
    return st.one_of([of_kind[kind] for kind in KINDS[name]])


STRANGE = st.lists(member(NAMES, st.one_of(NESTED, NESTED, NESTED, st.sampled_from(BROKEN))), min_size=1, max_size=2)


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    """A line that hides at most a few things."""
    names = draw(st.lists(st.sampled_from([name for name in KINDS if name != "time"]), max_size=8, unique=True))
    members = [(json.dumps(name, ensure_ascii=False), draw(fitting(name))) for name in names]
    members.insert(draw(st.integers(0, len(members))), ('"time"', draw(st.sampled_from(["1700000000"] * 40 + NUMBERS))))
    for strange in draw(st.sampled_from([st.just([]), st.just([]), STRANGE]).flatmap(lambda each: each)):
        members.insert(draw(st.integers(0, len(members))), strange)
    outer = [
        ('"event"', draw(st.sampled_from(TEXTS).flatmap(written))),
        ('"properties"', draw(objects(st.just(members)))),
    ]
    for strange in draw(st.lists(member(NAMES, NESTED), max_size=1) if draw(st.integers(0, 9)) == 0 else st.just([])):
        outer.insert(draw(st.integers(0, 2)), strange)
    line = draw(objects(st.sampled_from([outer, outer, outer, outer[::-1]])))
    return (
        draw(st.sampled_from([""] * 40 + [" ", "\ufeff"])).encode()
        + line.encode()
        + draw(st.sampled_from([b""] * 40 + [b"\r", b" ", b"}", b"{}"]))
    )


def prepared() -> Decoder:
    """A decoder that knows the fields."""
    decoder = Decoder()
    for name, kinds in KINDS.items():
        for value in (value for kind in kinds for value in EXAMPLES[kind]):
            mine = {name: json.loads(value)} if name != "time" else {}
            decoder.learn([json.dumps({"event": "e", "properties": {"time": 1, **mine}}).encode()], enough=1)
    return decoder


@MANY
@given(st.lists(lines(), min_size=1, max_size=3))
def test_nothing_is_hidden_from_it(given: list[bytes]) -> None:
    quick, left = quickly(prepared(), given)
    exact = slowly(given)
    assert quick == {number: exact[number] for number in quick if number in exact}
    assert sorted([*quick, *left]) == list(range(1, len(given) + 1))


HIDDEN = ['"u":null', '"u":null,"v":null', '"u":"x"', '"u":1', '"u":true', '"u":1,"v":null', '"u":"x","v":2', '"u":[]']
"""What a line may say under keys that nobody knows of."""

NO_EVENTS = ["", " ", "null", "{}", "[]", "5", "oops", '{"event":"e"}', '{"properties":{"time":1}}', '{"event":5}']


@MANY
@given(st.one_of(lines(), st.sampled_from(NO_EVENTS).map(str.encode)))
@example(b'{"event":"e","properties":{"time":1,"w":{"m":5}}}')
@example(b'{"event":"e","properties":{"time":1,"w":[{"o":null}]}}')
@example(b'{"event":"e","properties":{"time":1,"w,":[{"k":null,"m":5}]}}')
@example(b'{"event":"e","properties":null}')
def test_no_line_has_so_much_that_it_hides_what_another_loses(strange: bytes) -> None:
    quick = Quick(prepared().fields)
    with pytest.MonkeyPatch.context() as patch:
        # What is parsed with a line that is refused is refused, too.
        patch.setattr("mixpanel_dataset.parsed.AT_ONCE", 1)
        for hidden in HIDDEN:
            both = strange, line(f",{hidden}").encode()
            if len((given := Lines.of(b"\n".join(both))).texts):
                assert quick.take(given).odd[-1], hidden


def test_a_blank_line_hides_nothing(tmp_path: Path) -> None:
    """It is refused with the lines that are parsed with it: here with none."""
    ordinary = [line(f',"t":"{at}"').encode() for at in range(AT_ONCE)]
    writer = WindowWriter(tmp_path, "w")
    writer.feed(b"\n".join(ordinary))
    writer.feed(b"\n".join([*ordinary[1:], line(',"t":"x","u":"y"').encode(), b""]) + b"\n")
    (part,) = writer.finish().parts
    assert pl.read_parquet(part.file)["u__s"].drop_nulls().to_list() == ["y"]


def taken(*given: str, **kinds: str) -> list[bool]:
    """Which of the lines the parser takes."""
    quick = Quick([Field(name, frozenset(each)) for name, each in {"time": "n", **kinds}.items()])
    return [not odd for odd in quick.take(Lines.of("\n".join(given).encode())).odd]


def line(properties: str) -> str:
    return f'{{"event":"e","properties":{{"time":1{properties}}}}}'


@pytest.mark.parametrize(
    "properties",
    [
        ',"t":"x"',
        ',"t":""',
        ',"t":null',
        ',"t":":5"',
        ',"n":-0.5',
        ',"j":[{"a":null,"t":"]"}],"n":1',
        ',"j":{"j":{}},"t":null',
        ',"t":"say \\"x\\"","j":["\\\\"]',
        ',"t":"a \\"b\\": 5"',
    ],
)
def test_it_takes_what_is_ordinary(properties: str) -> None:
    both = taken(line(properties), line(""), t="sz", n="n", j="j")
    assert both[1]
    assert both[0] or ":5" in properties or "\\" in properties


@pytest.mark.parametrize(
    "properties",
    [
        ',"u":"x"',
        ',"u":null',
        ',"u":1',
        ',"t":1',
        ',"t":true',
        ',"n":true',
        ',"n":9007199254740993',
        ',"t":"x","t":"y"',
        ',"t":"x","t":null',
        ',"n":null',
        ',"t":1,"u":2',
        ',"t" :1,"u" :2,"s":":x","v":":y"',
        ',"t":"\\ud800"',
        ',"j":null',
        ',"t":null,"t":null',
        ',"j":[],"j":[]',
    ],
)
def test_it_leaves_what_it_would_lose(properties: str) -> None:
    assert taken(line(properties), line(""), t="sz", n="n", j="j", s="s") == [False, True]


@pytest.mark.parametrize(
    "block", ["\n", "{", ":", '"', "{}", "\n\n", "[]", ":{", '{"a":[]}', '{"":{}}', '{"":null}', "\\"]
)
def test_a_few_bytes_are_no_event(block: str) -> None:
    assert not any(taken(block, t="sz", n="n", j="j"))
    decoder = prepared()
    (decoded,) = decoder.decode([block.encode()], 1)
    assert [line for _, line in decoded.left] == [line.encode() for line in block.removesuffix("\n").split("\n")]


@pytest.mark.parametrize(
    "outer",
    [
        '"properties":{"time":1},"j":[]',
        '"properties":{"time":1,"j":[]},"j":[]',
        '"properties":{"time":1,"j":{"t":null}},"t":null',
        '"properties":{"time":1},"t":null',
        '"j":[],"properties":{"time":1}',
        '"t":null,"properties":{"time":1}',
        '"properties":{"time":1},"j":{"t":null}',
        '"properties":{"time":1},"x":{"j":[]}',
        '"properties":{"time":1},"properties":{"j":[],"t":null}',
        '"t":"x","properties":{"time":1}',
    ],
)
def test_it_leaves_what_stands_beside_the_properties(outer: str) -> None:
    assert taken(f'{{"event":"e",{outer}}}', line(""), t="sz", j="j") == [False, True]


@pytest.mark.parametrize("drift", [False, True])
def test_it_takes_nearly_all_of_ordinary_events(drift: bool) -> None:
    given = list(event_lines.lines(3_000, drift=drift))
    decoder = Decoder()
    decoder.learn(given, enough=1)
    odd = Quick(decoder.fields).take(Lines.of(b"".join(given))).odd
    assert odd.sum() < 0.01 * len(given)


@MANY
@given(
    st.lists(st.binary(min_size=8, max_size=8), min_size=1, max_size=40),
    st.lists(
        st.from_regex(r"-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,25})?([eE][+-]?[0-9]{1,2})?", fullmatch=True), max_size=40
    ),
)
def test_it_reads_numbers_as_the_standard_library_does(bits: list[bytes], texts: list[str]) -> None:
    doubles = [value for (value,) in map(struct.Struct("<d").unpack, bits) if value - value == 0]
    texts = [*map(repr, doubles), *(f"{value:.17e}" for value in doubles), *texts]
    # Half way between two doubles, and a little beside it.
    texts += [f"{int(value)}.5" for value in doubles if abs(value) < 2**53]
    found = pl.Series([f'{{"a":{text}}}' for text in texts], dtype=pl.String).str.json_decode(
        pl.Struct({"a": pl.Float64})
    )
    exact = [json.loads(text) for text in texts]
    same = [float(value).hex() == each["a"].hex() for value, each in zip(exact, found.to_list(), strict=True)]
    assert [text for text, right in zip(texts, same, strict=True) if not right] == []
