from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async.frames import (
    NESTING,
    anything,
    checked,
    days,
    flat,
    fractions,
    frame,
    labels,
    numbers,
    repeated,
    times,
)

RUNS = st.lists(st.tuples(st.text(max_size=3), st.integers(0, 4)), max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
    max_leaves=4,
)


@given(RUNS)
def test_labels_are_repeated_in_order(runs: list[tuple[str, int]]) -> None:
    column = labels([label for label, _ in runs], [length for _, length in runs])

    assert column.dtype == pl.String
    assert column.to_list() == [label for label, length in runs for _ in range(length)]


@given(st.lists(st.lists(st.dates().map(str) | st.just("all"), max_size=4, unique=True).map(tuple), max_size=4))
def test_times_follow_the_runs(runs: list[tuple[str, ...]]) -> None:
    expected = [None if key == "all" else key for run in runs for key in run]

    assert times(runs, "all").cast(pl.String).to_list() == expected


@given(st.lists(st.none() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False)))
def test_numbers_keep_their_values(values: list[float | None]) -> None:
    assert numbers(values).to_list() == values


@pytest.mark.parametrize("column", [numbers, fractions])
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([2**63, 1], [2.0**63, 1.0]),
        ([10**400, None], [math.inf, None]),
        ([-(10**400), 0.5], [-math.inf, 0.5]),
    ],
)
def test_numbers_too_large_are_near_or_infinite(
    column: Callable[[list[float | None]], pl.Series], values: list[float | None], expected: list[float | None]
) -> None:
    assert column(values).to_list() == expected


@given(st.lists(st.none() | st.integers() | st.floats(allow_nan=False)))
def test_checked_numbers_are_the_same_numbers(values: list[float | None]) -> None:
    assert checked(values, whole=True).equals(numbers(values))
    assert checked(values, whole=False).equals(fractions(values))


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("wrong", [True, False, "1", [1], {}])
@pytest.mark.parametrize("others", [[], [0, 1, None], [0.5], [10**400]])
def test_what_is_no_number_does_not_pass_the_check(others: list[Any], wrong: object, *, whole: bool) -> None:
    with pytest.raises(TypeError):
        checked([*others, wrong], whole=whole)


@given(st.lists(st.lists(st.integers())))
def test_lists_become_one(lists: list[list[int]]) -> None:
    assert flat(lists) == [value for each in lists for value in each]


@given(RUNS)
def test_repeated_rows_are_counted_anew_each_time(runs: list[tuple[str, int]]) -> None:
    rows = pl.DataFrame({"label": [label for label, _ in runs]}, schema={"label": pl.String})

    found = repeated(rows, [length for _, length in runs], "place")

    assert dict(found.schema) == {"label": pl.String, "place": pl.Int64}
    assert found.rows() == [(label, place) for label, length in runs for place in range(length)]


def test_fractions_are_fractions_though_all_are_whole() -> None:
    column = fractions([1, None, 0])

    assert (column.dtype, column.to_list()) == (pl.Float64, [1.0, None, 0.0])


@pytest.mark.parametrize(
    ("keys", "dtype"), [([], pl.Date), (["2026-01-31"], pl.Date), (["2026-01-31", "2026-02-30"], pl.String)]
)
def test_days_are_days_unless_one_is_none(keys: list[str], dtype: object) -> None:
    column = days(keys)

    assert (column.dtype, column.cast(pl.String).to_list()) == (dtype, keys)


def test_columns_keep_their_order_and_types_without_rows() -> None:
    empty = frame({"event": labels((), ()), "count": numbers(())})

    assert dict(empty.schema) == {"event": pl.String, "count": pl.Int64}


@pytest.mark.parametrize(
    ("values", "dtype", "held"),
    [
        ([], pl.String, []),
        ([None], pl.String, [None]),
        (["a", None], pl.String, ["a", None]),
        ([True, None], pl.Boolean, [True, None]),
        ([1, None], pl.Int64, [1, None]),
        ([1, 2.5], pl.Float64, [1.0, 2.5]),
        ([1, "a"], pl.String, ["1", "a"]),
        ([True, 1], pl.String, ["true", "1"]),
        ([2**70], pl.String, ["1180591620717411303424"]),
        ([["a"], []], pl.List(pl.String), [["a"], []]),
        ([[1], ["a"]], pl.String, ["[1]", '["a"]']),
        ([[1, 2.5]], pl.List(pl.Float64), [[1.0, 2.5]]),
        ([[1, "a"]], pl.String, ['[1, "a"]']),
        ([{"a": 1}, {"b": "x"}], pl.Struct, [{"a": 1, "b": None}, {"a": None, "b": "x"}]),
        ([{"a": 1}, {"a": "x"}], pl.String, ['{"a": 1}', '{"a": "x"}']),
        ([{"a": 1}, [1]], pl.String, ['{"a": 1}', "[1]"]),
    ],
)
def test_values_have_the_type_they_share_or_are_text(values: list[Any], dtype: Any, held: list[Any]) -> None:
    series = anything(values)

    assert (series.dtype, series.to_list()) == (dtype, held)


@given(st.lists(JSON, max_size=4))
def test_no_value_is_lost(values: list[Any]) -> None:
    held = anything(values).to_list()

    assert [value is None for value in held] == [value is None for value in values]
    assert len(held) == len(values)


@pytest.mark.parametrize(("levels", "dtype"), [(NESTING, pl.List), (NESTING + 1, pl.String), (900, pl.String)])
def test_what_is_nested_deeply_is_text(levels: int, dtype: Any) -> None:
    value: Any = 1
    for _ in range(levels):
        value = [value]

    assert anything([value]).dtype.base_type() is dtype
