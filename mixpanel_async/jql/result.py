"""What a program gave."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.frames import anything, frame
from mixpanel_async.jql.columns import columns_of
from mixpanel_async.results import Result

if TYPE_CHECKING:
    import polars as pl


@frozen
class JQLResult(Result):
    """The rows a program gave, *raw*: whatever its ``main`` made of them."""

    raw: Sequence[Any] = field(factory=list)

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self.raw)

    @cached_property
    def df(self) -> pl.DataFrame:
        """A row for each of ``raw``, in columns that depend on what they are.

        Groups, ``{"key": [...], "value": ...}``: what else is in them, then ``key_0``, ``key_1`` ..., then ``value``,
        or ``value_0`` ... for several reducers; some rows with one value and others with a list are an error.
        Percentiles, ``[[{"percentile": ..., "value": ...}]]``: a row for each. Other objects: a column for each of
        their keys. All else: one column, ``value``. Values that share no type are text, as JSON.
        """
        columns = columns_of(self.raw)
        made = frame({name: anything(values) for name, values in columns.items()})
        return made if columns else _without_columns(len(self.raw))

    def to_dict(self) -> dict[str, Any]:
        """``raw`` and ``row_count``."""
        return {"raw": self.raw, "row_count": self.row_count}


def _without_columns(height: int) -> pl.DataFrame:
    """So many rows with nothing in them."""
    return frame({"none": anything([None] * height)}).drop("none")


def read_jql(answer: Answer) -> JQLResult:
    """The rows of a program."""
    return JQLResult([row.value for row in answer.rows()])
