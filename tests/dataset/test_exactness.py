"""The fast way from lines to columns gives what the exact rules give, and those what the standard library reads."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import event_lines
from mixpanel_dataset.columns import plain
from mixpanel_dataset.decoding import Decoder
from mixpanel_dataset.gathering import NUMBER, Batch
from mixpanel_dataset.lines import event_of
from mixpanel_dataset.names import CORE, RARE, column_of
from mixpanel_dataset.rare import cells_of
from tests.dataset.json_texts import GOOD_VALUES, LINES, lines

MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def accepted(line: bytes) -> bool:
    try:
        event_of(line.strip())
    except ValueError:
        return False
    return True


def rows(frame: pl.DataFrame) -> dict[int, dict[str, Any]]:
    """Each row by its line, with what is not null in it; floats are told apart by their bits."""
    found = {}
    for row in frame.iter_rows(named=True):
        there = {name: value for name, value in row.items() if value is not None}
        number = there.pop(NUMBER)
        found[number] = {name: _exact(value) for name, value in there.items()}
    return found


def _exact(value: Any) -> Any:
    return (value, math.copysign(1, value)) if isinstance(value, float) else value


def slowly(given: Sequence[bytes]) -> dict[int, dict[str, Any]]:
    batch = Batch(event_of)
    batch.feed(b"\n".join(given) + b"\n")
    return rows(batch.frame())


def quickly(decoder: Decoder, given: Sequence[bytes]) -> tuple[dict[int, dict[str, Any]], list[int]]:
    (decoded,) = decoder.decode([b"\n".join(given) + b"\n"], 1)
    return ({} if decoded.frame is None else rows(decoded.frame)), [number for number, _ in decoded.left]


@MANY
@given(st.lists(LINES, min_size=1, max_size=8), st.lists(lines(GOOD_VALUES), max_size=8))
def test_what_is_taken_quickly_is_what_the_exact_rules_take(given: list[bytes], before: list[bytes]) -> None:
    decoder = Decoder()
    decoder.learn([line for line in [*before, *given] if accepted(line) and line.strip()], enough=1)
    quick, left = quickly(decoder, given)
    exact = slowly(given)
    assert quick == {number: exact[number] for number in quick if number in exact}
    assert sorted([*quick, *left]) == list(range(1, len(given) + 1))


@pytest.mark.parametrize("drift", [False, True])
def test_hardly_a_line_of_ordinary_events_is_left_to_the_exact_rules(drift: bool) -> None:
    decoder = Decoder()
    given = list(event_lines.lines(4_000, drift=drift))
    left = []
    for start in range(0, len(given), 500):
        (found,) = decoder.decode([b"".join(given[start : start + 500])], 1)
        decoder.learn(line for _, line in found.left)
        left += found.left
    assert len(left) < 0.05 * len(given)


@pytest.mark.parametrize("values", [["5"], ["5.0", "-0", "1e3"], ["true"], ["null"], ["[1]"], ['"x"'], ["5", '"x"']])
def test_ids_are_text_besides_whatever_they_are(values: list[str]) -> None:
    form = '{"event":"e","properties":{"time":1,"distinct_id":%s,"$insert_id":%s,"p":"x"}}'
    given = [(form % (value, value)).encode() for value in values * 20]
    decoder = Decoder()
    decoder.learn(given, enough=1)
    (quick, left), exact = quickly(decoder, given), slowly(given)
    assert exact | quick == exact
    assert left == [] or values == ["[1]"]


@pytest.mark.parametrize("wrong", ["1e400", "[1e400]", '"\\ud800"', '["\\ud800"]', '{"k":-1e999}'])
def test_what_is_no_json_in_a_property_of_any_type_is_left(wrong: str) -> None:
    form = '{"event":"e","properties":{"time":1,"j":%s}}'
    before = [(form % value).encode() for value in ("[1]", "5", '"x"', "{}")]
    decoder = Decoder()
    decoder.learn(before, enough=1)
    quick, left = quickly(decoder, [*before, (form % wrong).encode()])
    assert (quick, left) == (slowly(before), [5])


@MANY
@given(lines(GOOD_VALUES))
def test_every_value_of_a_line_can_be_read_back(line: bytes) -> None:
    if not accepted(line):
        return
    batch = Batch(event_of, columned={"a", "$a"})
    assert batch.feed(line) == []
    (row,) = rows(batch.frame()).values()
    source = json.loads(line)
    properties = {}
    for name, value in row.items():
        if name == RARE:
            properties |= {column[0]: plain(column[1], cell) for column, cell in cells_of(value)}
        elif name not in CORE:
            column = column_of(name)
            properties[column[0]] = plain(column[1], value[0] if isinstance(value, tuple) else value)
    assert row["event"] == source["event"]
    _same_time(properties.pop("time", row["time"]), source["properties"].pop("time"))
    for name, column in (("distinct_id", "distinct_id"), ("$insert_id", "insert_id"), ("mp_processing_time_ms",) * 2):
        if column in row and name not in properties:
            properties[name] = row[column]
    assert _told_apart(properties) == _told_apart(source["properties"])


def _same_time(found: Any, given: Any) -> None:
    assert found == given or found == given * 1000


def _told_apart(value: Any) -> Any:
    """A value in which true and 1, zero and minus zero are not equal; 1 and 1.0 are."""
    if isinstance(value, dict):
        return {key: _told_apart(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_told_apart(each) for each in value]
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, float | int):
        return ("number", value, isinstance(value, float) and value == 0 and math.copysign(1, value) < 0)
    return value
