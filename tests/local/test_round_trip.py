"""What was imported is exported: every value, whatever its type and its name."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mixpanel_dataset.names import column_name
from tests.local.asking import DAY, at, event, get, stored

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SCALAR = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXT,
    st.sampled_from(["true", "1", "null", "[]", "2026-01-01"]),
)
JSON = st.recursive(SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3))
NAME = (
    st.sampled_from(["a", "A", "a__s", "a__n", "A__n", "$a", "^a", "%41", "rare", "event", "seq", "é", "É", ""]) | TEXT
)
EVENT = st.builds(
    lambda name, user, properties: event(name, user, **properties),
    TEXT,
    st.none() | TEXT,
    st.dictionaries(NAME.filter(lambda name: name not in ("time", "distinct_id", "name", "user")), JSON, max_size=6),
)
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def export(folder: Path, lines: list[dict[str, Any]], **arguments: Any) -> list[dict[str, Any]]:
    asking = stored(folder, lines)
    reply = asking.send(get("/api/2.0/export", from_date=DAY, to_date=DAY, **arguments))
    return [json.loads(line) for line in reply.body.splitlines()]


def canonical(lines: list[dict[str, Any]]) -> list[str]:
    """Lines in an order of their own; true and 1 differ, 1 and 1.0 do not, as in JSON."""
    return sorted(json.dumps(_numbers(line), sort_keys=True) for line in lines)


def _numbers(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _numbers(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_numbers(inner) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


@SLOW
@given(st.lists(EVENT, max_size=8))
def test_any_events_come_back(lines: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder:
        assert canonical(export(Path(folder), lines)) == canonical(lines)


def test_more_properties_than_columns_come_back(tmp_path: Path) -> None:
    wide = [event(user=str(row), **{f"p{row}_{at}": [row, None, "x"][at % 3] for at in range(150)}) for row in range(3)]
    assert canonical(export(tmp_path, wide)) == canonical(wide)


def test_a_property_whose_type_changes_comes_back_with_each_type(tmp_path: Path) -> None:
    drift = [event(user=str(at), v=value) for at, value in enumerate([1, "1", True, 1.5, None, [1], {"a": 1}, 2**60])]
    found = {line["properties"]["distinct_id"]: line["properties"]["v"] for line in export(tmp_path, drift)}
    assert [found[str(at)] for at in range(8)] == [1, "1", True, 1.5, None, [1], {"a": 1}, 2**60]
    assert found["2"] is True


def test_ids_that_are_no_text_come_back(tmp_path: Path) -> None:
    odd = [event(**{"$insert_id": 6})]
    odd[0]["properties"]["distinct_id"] = 5
    assert canonical(export(tmp_path, odd)) == canonical(odd)


def test_milliseconds_are_kept_for_those_who_ask(tmp_path: Path) -> None:
    ms = at(DAY) * 1000 + 25
    line = event(time=ms)
    assert export(tmp_path, [line], time_in_ms="true")[0]["properties"]["time"] == ms
    (tmp_path / "second").mkdir()
    assert export(tmp_path / "second", [line])[0]["properties"]["time"] == at(DAY)


@given(st.lists(st.tuples(NAME, st.sampled_from("nisbj")), unique=True, max_size=30))
def test_columns_differ_however_a_reader_folds_case(columns: list[tuple[str, Any]]) -> None:
    names = [column_name(*column).casefold() for column in columns]
    assert len(set(names)) == len(columns)
