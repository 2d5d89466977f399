"""The rules of the ``sorting`` block: for each chart type, by what and in which order rows are sorted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mixpanel_async.errors import ValidationError
from mixpanel_async.queries.bookmark.words import CHART_TYPES, unknown

_CONFIG_FIELDS = ("sortBy", "sortOrder", "valueField", "viewNLimit", "colSortAttrs")
_COLUMN_FIELDS = ("sortBy", "sortOrder", "valueField")
_CONFIG_KEYS = ("column", "value")
_COLUMN_KEYS = ("label", "value")
_ORDERS = ("asc", "desc")


def sorting_problems(sorting: Any) -> Iterator[ValidationError]:
    """Rules the block breaks: unknown chart types first, then each chart's settings."""
    if not isinstance(sorting, Mapping):
        yield ValidationError(
            "sorting", f"sorting is {sorting!r}; it is an object, chart type to settings", "S5_NOT_A_DICT"
        )
        return
    for chart in sorting:
        if chart not in CHART_TYPES:
            code = "S4_UNKNOWN_CHART_TYPE"
            yield unknown(chart, CHART_TYPES, f"sorting.{chart}", code, warning=True, what="the chart type")
    for chart in sorted(CHART_TYPES & sorting.keys()):
        if sorting[chart] is not None:
            yield from _config_problems(sorting[chart], f"sorting.{chart}")


def _config_problems(config: Any, path: str) -> Iterator[ValidationError]:
    if not isinstance(config, Mapping):
        yield _not_an_object(config, path)
        return
    yield from _key_problems(config, path, _CONFIG_KEYS)
    if "sortOrder" in config:
        yield from _order_problems(config["sortOrder"], path)
    yield from _value_field_problems(config, path)
    columns = config.get("colSortAttrs")
    if "colSortAttrs" not in config:
        yield ValidationError(
            f"{path}.colSortAttrs", "colSortAttrs is missing; it may be []", "S2_MISSING_COL_SORT_ATTRS"
        )
    elif not isinstance(columns, list):
        yield ValidationError(f"{path}.colSortAttrs", f"colSortAttrs is {columns!r}; it is a list", "S7_NOT_A_LIST")
    else:
        for index, column in enumerate(columns):
            yield from _column_problems(column, f"{path}.colSortAttrs[{index}]")
    yield from _unknown_fields(config, path, _CONFIG_FIELDS)


def _column_problems(column: Any, path: str) -> Iterator[ValidationError]:
    if not isinstance(column, Mapping):
        yield _not_an_object(column, path)
        return
    yield from _key_problems(column, path, _COLUMN_KEYS)
    if "sortOrder" not in column:
        yield ValidationError(
            f"{path}.sortOrder", "sortOrder is missing; it is 'asc' or 'desc'", "S9_MISSING_SORT_ORDER"
        )
    else:
        yield from _order_problems(column["sortOrder"], path)
    yield from _value_field_problems(column, path)
    yield from _unknown_fields(column, path, _COLUMN_FIELDS)


def _key_problems(config: Mapping[str, Any], path: str, keys: tuple[str, ...]) -> Iterator[ValidationError]:
    expected = " or ".join(map(repr, keys))
    if "sortBy" not in config:
        yield ValidationError(f"{path}.sortBy", f"sortBy is missing; it is {expected}", "S8_MISSING_SORT_BY")
    elif config["sortBy"] not in keys:
        yield ValidationError(
            f"{path}.sortBy", f"sortBy is {config['sortBy']!r}; it is {expected}", "S1_INVALID_SORT_BY"
        )


def _order_problems(order: Any, path: str) -> Iterator[ValidationError]:
    if order not in _ORDERS:
        yield ValidationError(
            f"{path}.sortOrder", f"sortOrder is {order!r}; it is 'asc' or 'desc'", "S6_INVALID_SORT_ORDER"
        )


def _value_field_problems(config: Mapping[str, Any], path: str) -> Iterator[ValidationError]:
    value = config.get("valueField")
    if value is not None and not isinstance(value, str):
        yield ValidationError(f"{path}.valueField", f"valueField is {value!r}; it is text", "B0_WRONG_TYPE")


def _unknown_fields(config: Mapping[str, Any], path: str, known: tuple[str, ...]) -> Iterator[ValidationError]:
    for name in config:
        if name not in known:
            yield ValidationError(f"{path}.{name}", f"no setting is called {name!r}; remove it", "S3_UNKNOWN_FIELD")


def _not_an_object(value: Any, path: str) -> ValidationError:
    return ValidationError(path, f"{value!r} is no object with sort settings", "S5_NOT_A_DICT")
