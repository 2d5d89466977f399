"""Rows of a program as columns."""

from __future__ import annotations

import pytest

from mixpanel_async.errors import ResponseValidationError
from mixpanel_async.jql.result import JQLResult


@pytest.mark.parametrize(
    ("raw", "columns"),
    [
        ([{"key": ["a", 1], "value": 2}], {"key_0": ["a"], "key_1": [1], "value": [2]}),
        (
            [{"key": ["a"], "value": [1, 2.5], "label": "x"}, {"value": None, "key": []}],
            {"label": ["x", None], "key_0": ["a", None], "value_0": [1, None], "value_1": [2.5, None]},
        ),
        ([{"key": ["a"], "value": 1, "key_0": "b"}], {"key": [["a"]], "value": [1], "key_0": ["b"]}),
        ([{"key": ["a"], "value": 1}, {"name": "b"}], {"key": [["a"], None], "value": [1, None], "name": [None, "b"]}),
        ([[{"percentile": 50, "value": 1}, {"percentile": 90, "value": 2}]], {"percentile": [50, 90], "value": [1, 2]}),
        ([[{"percentile": 50}]], {"value": [[{"percentile": 50}]]}),
        ([[]], {"value": [[]]}),
        ([1, "x", {"a": 1}], {"value": ["1", "x", '{"a": 1}']}),
        ([10**400], {"value": [str(10**400)]}),
        ([], {}),
    ],
)
def test_columns_depend_on_what_the_rows_are(raw, columns):
    assert JQLResult(raw).df.to_dict(as_series=False) == columns


def test_rows_without_keys_are_still_rows():
    result = JQLResult([{}, {}])
    assert (result.df.shape, result.to_table_dict(), result.row_count) == ((2, 0), [{}, {}], 2)


def test_groups_with_one_value_beside_groups_with_several_are_a_value_error():
    result = JQLResult([{"key": ["a"], "value": [1]}, {"key": ["b"], "value": None}, {"key": ["c"], "value": 2}])
    with pytest.raises(ValueError, match=r"\$\[2\]\.value") as told:
        _ = result.df
    assert isinstance(told.value, ResponseValidationError)
    assert result.row_count == 3


def test_it_is_the_rows_and_how_many():
    assert JQLResult([1, 2]).to_dict() == {"raw": [1, 2], "row_count": 2}
