"""What all results have in common: a frame and its other forms, plain data, looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypedDict, cast

from attrs import AttrsInstance, asdict, fields

if TYPE_CHECKING:
    import pandas
    import polars as pl
    import pyarrow

__all__ = ["QueryMeta", "Result", "Value"]


class QueryMeta(TypedDict, total=False):
    """What the server says about a computation; what it says besides is there too.

    *sampling_factor* is the share of users that was looked at, 1.0 for all. *is_segmentation_limit_hit* says that there
    are more segments than were sent. *request_id* is the server's name for the exchange.
    """

    sampling_factor: float
    min_sampling_factor: float
    is_cached: bool
    computation_time: float
    query_id: str
    is_segmentation_limit_hit: bool
    request_id: str


class Value:
    """A frozen attrs value with a plain form."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Everything, as plain data; times as ISO text."""
        return asdict(cast("AttrsInstance", self), recurse=False, value_serializer=_plain)


class Framed(Protocol):
    """What has a frame."""

    @property
    def df(self) -> pl.DataFrame:
        """The rows."""
        ...


class Result(Value):
    """An answer with a frame: frozen, printable, the same in a notebook and in a terminal.

    A notebook shows how many rows there are, and the first and last of them; ``to_pandas`` and ``to_arrow`` need those
    libraries.
    """

    __slots__ = ()

    @property
    def truncated(self) -> bool:
        """Whether a limit on segments cut the answer; ask with a higher ``limit`` for the rest."""
        meta: Mapping[str, Any] = getattr(self, "meta", {})
        return bool(meta.get("is_segmentation_limit_hit"))

    def to_table_dict(self) -> list[dict[str, Any]]:
        """The rows of ``df`` as dictionaries, times as ISO text."""
        return [{name: _plain(None, None, value) for name, value in row.items()} for row in _frame(self).to_dicts()]

    def to_pandas(self) -> pandas.DataFrame:
        """``df`` for pandas, which must be installed with pyarrow."""
        return _frame(self).to_pandas()

    def to_arrow(self) -> pyarrow.Table:
        """``df`` for pyarrow, which must be installed."""
        return _frame(self).to_arrow()

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        for each in fields(cast("type[AttrsInstance]", type(self))):
            value = getattr(self, each.name)
            many = isinstance(value, Mapping | list | tuple)
            yield each.name, Count(len(value)) if many else value

    def _repr_html_(self) -> str:
        return _frame(self)._repr_html_()


def _frame(result: Result) -> pl.DataFrame:
    return cast("Framed", result).df


class Count(int):
    """How many items there are, shown in their place."""

    def __repr__(self) -> str:
        return f"<{int(self)}>"


def _plain(_: object, __: object, value: Any) -> Any:
    """A field's value as ``to_dict`` shows it; the server's own JSON is passed on as it is."""
    if isinstance(value, Value):
        return value.to_dict()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple) and any(isinstance(item, Value) for item in value):
        return [_plain(None, None, item) for item in value]
    return value
