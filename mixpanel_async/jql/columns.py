"""A program's rows as columns, by what the rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from mixpanel_async.errors import ResponseValidationError

Rows = Sequence[Mapping[str, Any]]
Columns = dict[str, list[Any]]


class _MixedGroupsError(ResponseValidationError, ValueError):
    """Some groups have one value, others a list; documented as a ``ValueError``."""


def columns_of(raw: Sequence[Any]) -> Columns:
    """The columns of *raw*; none where rows are empty objects, or there are no rows."""
    if _is_percentiles(raw):
        return _table(raw[0])
    if not all(isinstance(row, Mapping) for row in raw):
        return {"value": list(raw)}
    return (_grouped(raw) if _is_grouped(raw) else None) or _table(raw)


def _is_percentiles(raw: Sequence[Any]) -> bool:
    return len(raw) == 1 and isinstance(raw[0], list) and bool(raw[0]) and all(map(_is_percentile, raw[0]))


def _is_percentile(row: Any) -> bool:
    return isinstance(row, Mapping) and {"percentile", "value"} <= row.keys()


def _is_grouped(raw: Rows) -> bool:
    return bool(raw) and all(isinstance(row.get("key"), list) and "value" in row for row in raw)


def _grouped(raw: Rows) -> Columns | None:
    """What else is in the rows, their keys, their values; None where a name would stand there twice."""
    parts = [
        _table([{name: value for name, value in row.items() if name not in ("key", "value")} for row in raw]),
        _numbered("key", [row["key"] for row in raw]),
        _values([row["value"] for row in raw]),
    ]
    columns = {name: values for part in parts for name, values in part.items()}
    return columns if len(columns) == sum(map(len, parts)) else None


def _values(values: Sequence[Any]) -> Columns:
    kinds = [isinstance(value, list) for value in values if value is not None]
    if not any(kinds):
        return {"value": list(values)}
    if not all(kinds):
        other = next(at for at, value in enumerate(values) if value is not None and not isinstance(value, list))
        raise _MixedGroupsError(
            f"$[{other}].value: it is one value, and other rows have a list of them; read .raw",
            details={"path": f"$[{other}].value"},
        )
    return _numbered("value", [value or [] for value in values])


def _numbered(name: str, lists: Sequence[Sequence[Any]]) -> Columns:
    """A column for each place in the lists; null where a list is shorter."""
    return {f"{name}_{at}": list(column) for at, column in enumerate(zip_longest(*lists))}


def _table(rows: Rows) -> Columns:
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}
