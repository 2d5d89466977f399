from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

import polars as pl
import pytest
from attrs import field, frozen

from mixpanel_async import QueryResult
from mixpanel_async.results import Result, Value


@frozen
class Part(Value):
    name: str


@frozen
class Days(Result):
    count: int
    at: datetime
    parts: Sequence[Part] = ()
    meta: Mapping[str, Any] = field(factory=dict)

    @cached_property
    def df(self) -> pl.DataFrame:
        return pl.DataFrame({"day": [date(2026, 1, 31)], "at": [datetime(2026, 1, 31, 8)], "count": [self.count]})


DAYS = Days(3, datetime(2026, 1, 31, 8, tzinfo=UTC), (Part("a"),), {"is_cached": True})


def test_plain_data_has_times_as_text_and_parts_as_plain_data() -> None:
    assert DAYS.to_dict() == {
        "count": 3,
        "at": "2026-01-31T08:00:00+00:00",
        "parts": [{"name": "a"}],
        "meta": {"is_cached": True},
    }


def test_rows_have_times_as_text() -> None:
    assert DAYS.to_table_dict() == [{"day": "2026-01-31", "at": "2026-01-31T08:00:00", "count": 3}]


def test_other_libraries_get_the_same_frame() -> None:
    assert DAYS.to_pandas()["count"].tolist() == [3]
    assert DAYS.to_arrow().column_names == ["day", "at", "count"]


def test_a_notebook_shows_rows_and_how_many_there_are() -> None:
    many = QueryResult("", "", "", ["$event"], {"A": {f"2026-01-{day:02}T00:00:00": day for day in range(1, 32)}})

    assert "2026-01-31" in DAYS._repr_html_()
    assert "(31, 3)" in many._repr_html_()
    assert many._repr_html_().count("<tr>") < 20


def test_rich_is_told_how_many_there_are_of_what_is_many() -> None:
    assert [(name, repr(value)) for name, value in DAYS.__rich_repr__()][0::2] == [("count", "3"), ("parts", "<1>")]


@pytest.mark.parametrize(
    ("meta", "cut"),
    [({}, False), ({"is_segmentation_limit_hit": 1}, True)],
)
def test_a_result_says_whether_a_limit_cut_it(meta: dict[str, Any], cut: bool) -> None:
    assert QueryResult("", "", "", meta=meta).truncated is cut
