"""A dataset as one frame: plain names, one type for each property, nothing left out."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import mixpanel_async
import mixpanel_sync
from mixpanel_dataset import Manifest, StoreError, read_export, views
from tests.dataset.stored import dataset
from tests.local.asking import at, event

RARE_FROM = [{f"common{number}": 1 for number in range(200)}] * 3


def merged(root: Path, *values: Any, rare: bool = False) -> pl.Series:
    """Property ``v`` of events that have *values*, two windows of them."""
    others = RARE_FROM[0] if rare else {}
    lines = [event(user=f"u{number:03}", v=value, **others) for number, value in enumerate(values)]
    filler = [event(user=f"z{number}", **more) for number, more in enumerate(RARE_FROM)] if rare else []
    half = len(lines) // 2
    frame = read_export(dataset(root, lines[:half], [*lines[half:], *filler])).sort("distinct_id").collect()
    return frame["v"].head(len(values))


@pytest.fixture(params=[False, True], ids=["in columns", "among the rare"])
def rare(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        (["a", "1"], pl.String),
        ([True, False], pl.Boolean),
        ([1, -3], pl.Int64),
        ([1, 2**60], pl.Int64),
        ([1, 2.5], pl.Float64),
        ([1.0, -0.0], pl.Float64),
        ([1e300, 1], pl.Float64),
    ],
)
def test_a_property_of_one_type_keeps_it(tmp_path: Path, values: list[Any], dtype: Any, rare: bool) -> None:
    found = merged(tmp_path / "d", *values, None, rare=rare)
    assert found.dtype == dtype
    assert list(map(repr, found)) == [*(repr(dtype.to_python()(value)) for value in values), "None"]


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([1, "1", True, 1.5, [1, {"a": None}]], ["1", "1", "true", "1.5", '[1,{"a":null}]']),
        ([2**60, 0.5], ["1152921504606846976", "0.5"]),
        ([{"a": 1}, []], ['{"a":1}', "[]"]),
        ([2**70, 1], ["1180591620717411303424", "1"]),
        ([-0.0, "x"], ["-0.0", "x"]),
    ],
)
def test_what_has_several_types_is_text(tmp_path: Path, values: list[Any], texts: list[str], rare: bool) -> None:
    assert merged(tmp_path / "d", *values, None, rare=rare).to_list() == [*texts, None]


def test_explicit_nulls_alone_are_null(tmp_path: Path) -> None:
    assert merged(tmp_path / "d", None, None).to_list() == [None, None]


def test_types_apart_keep_what_each_value_is(tmp_path: Path, rare: bool) -> None:
    values = [1, "1", True, 1.5, [1], 2**60, None]
    others = RARE_FROM[0] if rare else {}
    lines = [event(user=f"{number}", v=value, **others) for number, value in enumerate(values)]
    filler = [event(user=f"z{number}", **more) for number, more in enumerate(RARE_FROM * 3)] if rare else []
    frame = read_export(dataset(tmp_path / "d", lines, filler), types="apart").sort("distinct_id").head(7).collect()
    assert frame.select("^v__.*$").to_dict(as_series=False) == {
        "v__n": [1.0, None, None, 1.5, None, None, None],
        "v__i": [None, None, None, None, None, 2**60, None],
        "v__s": [None, "1", None, None, None, None, None],
        "v__b": [None, None, True, None, None, None, None],
        "v__j": [None, None, None, None, "[1]", None, "null"],
    }


def test_core_columns_have_names_and_types(tmp_path: Path) -> None:
    line = event(time=at("2026-01-10") * 1000 + 7, **{"$insert_id": "i", "mp_processing_time_ms": 5, "$os": "x"})
    frame = read_export(dataset(tmp_path / "d", [line])).collect()
    assert frame.schema == {
        "event": pl.String,
        "distinct_id": pl.String,
        "time": pl.Datetime("ms", "UTC"),
        "insert_id": pl.String,
        "mp_processing_time_ms": pl.Int64,
        "$os": pl.String,
    }
    assert frame["time"].item() == datetime(2026, 1, 10, 12, 0, 0, 7000, tzinfo=UTC)


def test_names_that_are_taken_get_a_number(tmp_path: Path) -> None:
    line = event(event="e", event_2="f", insert_id=3)
    frame = read_export(dataset(tmp_path / "d", [line])).collect()
    assert frame.drop("distinct_id", "time", "mp_processing_time_ms").to_dicts() == [
        {"event": "Buy", "insert_id": None, "event_3": "e", "event_2": "f", "insert_id_2": 3}
    ]


def test_a_dataset_without_events_has_the_core_columns(tmp_path: Path) -> None:
    assert read_export(dataset(tmp_path / "d")).collect().columns == [
        "event",
        "distinct_id",
        "time",
        "insert_id",
        "mp_processing_time_ms",
    ]


def _missing(file: Path) -> None:
    file.unlink()


def _short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _other(file: Path) -> None:
    file.write_bytes(b"x" * file.stat().st_size)


@pytest.mark.parametrize("harm", [_missing, _short, _empty, _other])
def test_a_part_that_is_missing_or_damaged_is_named(tmp_path: Path, harm: Any) -> None:
    root = dataset(tmp_path / "d", [event()], [event()])
    harm(root / "date=2026-01-10" / "w1.parquet")
    with pytest.raises(StoreError, match=r"date=2026-01-10/w1.parquet.*put a copy of it back"):
        read_export(root)


def test_a_byte_that_is_another_is_found_by_those_who_ask(tmp_path: Path) -> None:
    root = dataset(tmp_path / "d", [event()])
    file = root / "date=2026-01-10" / "w0.parquet"
    content = bytearray(file.read_bytes())
    content[40] ^= 1
    file.write_bytes(content)
    with pytest.raises(StoreError, match="not those that were written"):
        read_export(root, verify=True)


def test_a_folder_without_dataset_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="export into it"):
        read_export(tmp_path)


def test_both_faces_have_it() -> None:
    assert mixpanel_async.read_export is mixpanel_sync.read_export


LINES = [
    event(user="a", v=1, Plan="pro", plan="x", event="e", big=2**60, tags=[1], only=True, text="it's"),
    event(user="b", v="1", Plan=None, amount=0.5, **{"$insert_id": "i", "mp_processing_time_ms": 7, 'q"': 1}),
    event(user="c", v=True, amount=3, big=1, tags={"a": "b"}, time=at("2026-01-11")),
]


@pytest.mark.parametrize("types", ["merged", "apart"])
def test_views_of_duckdb_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, types: Any, rare: bool) -> None:
    filler = [event(user=f"z{number}", **more) for number, more in enumerate(RARE_FROM)] if rare else []
    root = dataset(tmp_path / "d", LINES[:1], [*LINES[1:], *filler])
    expected = read_export(root, types=types).sort("distinct_id").collect()
    monkeypatch.chdir(root)
    database = duckdb.connect()
    database.execute(views(Manifest.read(root)))
    view = "events" if types == "merged" else "events_apart"
    found = pl.DataFrame(database.sql(f"SELECT * FROM {view} ORDER BY distinct_id"))
    # Names that differ only in case are one to DuckDB.
    expected = expected.rename({"plan": "plan_2"} if types == "merged" else {"plan__s": "plan__s_2"})
    moments = found["time"].dt.cast_time_unit("ms").dt.replace_time_zone("UTC")
    assert found.with_columns(moments).to_dicts() == expected.to_dicts()


@settings(max_examples=20)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=20))
@example(
    [1e-5, 1.5e-5, -1e-5, 1e-7, -1.5e-9, 1e-10, 1e-4, 5e-324, 0.0, -0.0, 2.0**53, 2.0**53 + 2, 1e16, -1.5e16, 1e22]
)
def test_numbers_among_texts_are_the_same_to_polars_duckdb_and_json(numbers: list[float]) -> None:
    with TemporaryDirectory() as folder:
        root = dataset(Path(folder) / "d", [event(user=f"u{at}", v=each) for at, each in enumerate([*numbers, "text"])])
        database = duckdb.connect()
        database.execute(views(Manifest.read(root), str(root)))
        frames = read_export(root).collect(), database.sql("SELECT * FROM events").pl()

    texts = [json.dumps(int(each) if _is_exact(each) else each) for each in numbers]
    for frame in frames:
        found = dict(frame.select("distinct_id", "v").rows())
        assert [found[f"u{at}"] for at in range(len(numbers))] == texts


def _is_exact(number: float) -> bool:
    """Whether it is an integer that no other one shares its double with."""
    return number.is_integer() and abs(number) <= 2**53 and repr(number) != "-0.0"


def test_views_say_names_that_sql_has_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rare: bool) -> None:
    odd = {"": 1, "_": 2, "nul\0": 3, "a\nb": 4, "q\"'`": 5, "🐈": 6, "../x": 7}
    more = dict(RARE_FROM[0]) if rare else {}
    root = dataset(tmp_path / "d", [event(**odd, **more), event(**more), event(**more)])
    monkeypatch.chdir(root)
    database = duckdb.connect()
    database.execute(views(Manifest.read(root)))
    names = ["_", "__2", "nul\ufffd", "a\nb", "q\"'`", "🐈", "../x"]
    columns = ", ".join('"' + name.replace('"', '""') + '"' for name in names)
    found = database.sql(f"SELECT {columns} FROM events WHERE _ IS NOT NULL").fetchall()
    assert found == [tuple(odd.values())]


def test_views_of_many_properties_are_planned_without_joins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A join for each property among the rare takes the square of their number."""
    many = [event(**{f"p{number}": value for number in range(230)}) for value in (1, "1", True, None, 2**60)]
    root = dataset(tmp_path / "d", many)
    monkeypatch.chdir(root)
    database = duckdb.connect()
    database.execute(views(Manifest.read(root)))
    assert "JOIN" not in str(database.execute("EXPLAIN SELECT * FROM events").fetchall())


def test_views_of_a_dataset_without_events_are_empty(tmp_path: Path) -> None:
    database = duckdb.connect()
    database.execute(views(Manifest()))
    assert database.sql("SELECT count(*) FROM events").fetchall() == [(0,)]


def test_views_may_say_where_the_dataset_is(tmp_path: Path) -> None:
    root = dataset(tmp_path / "d", [event()])
    database = duckdb.connect()
    database.execute(views(Manifest.read(root), str(root)))
    assert database.sql("SELECT event FROM events").fetchall() == [("Buy",)]
