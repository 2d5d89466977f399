"""The rules of the ``sorting`` block: for each chart type, by what and in which order rows are sorted."""

from __future__ import annotations

from typing import Any

from mixpanel_async.queries.bookmark.findings import Findings
from mixpanel_async.queries.bookmark.words import CHART_TYPES

_CONFIG_FIELDS = ("sortBy", "sortOrder", "valueField", "viewNLimit", "colSortAttrs")
_COLUMN_FIELDS = ("sortBy", "sortOrder", "valueField", "viewNLimit")
_CONFIG_KEYS = ("column", "value")
_COLUMN_KEYS = ("label", "value")
_ORDERS = ("asc", "desc")


def check_sorting(found: Findings, sorting: Any) -> None:
    """Note the rules the block breaks: unknown chart types first, then each chart's settings."""
    if not isinstance(sorting, dict):
        found.add("sorting", f"sorting is {sorting!r}; it is an object, chart type to settings", "S5_NOT_A_DICT")
        return
    for chart in sorting:
        if chart not in CHART_TYPES:
            found.unknown(f"sorting.{chart}", chart, CHART_TYPES, "S4_UNKNOWN_CHART_TYPE", severity="warning")
    for chart in sorted(CHART_TYPES & sorting.keys()):
        if sorting[chart] is not None:
            _check_config(found, sorting[chart], f"sorting.{chart}")


def _check_config(found: Findings, config: Any, path: str) -> None:
    if not isinstance(config, dict):
        found.add(path, f"{config!r} is no object with sort settings", "S5_NOT_A_DICT")
        return
    _check_key(found, config, path, _CONFIG_KEYS)
    if "sortOrder" in config:
        _check_order(found, config["sortOrder"], path)
    _check_value_field(found, config, path)
    columns = config.get("colSortAttrs")
    if "colSortAttrs" not in config:
        found.add(f"{path}.colSortAttrs", "colSortAttrs is missing; it may be []", "S2_MISSING_COL_SORT_ATTRS")
    elif not isinstance(columns, list):
        found.add(f"{path}.colSortAttrs", f"colSortAttrs is {columns!r}; it is a list", "S7_NOT_A_LIST")
    else:
        for index, column in enumerate(columns):
            _check_column(found, column, f"{path}.colSortAttrs[{index}]")
    _check_fields(found, config, path, _CONFIG_FIELDS)


def _check_column(found: Findings, column: Any, path: str) -> None:
    if not isinstance(column, dict):
        found.add(path, f"{column!r} is no object with sort settings", "S5_NOT_A_DICT")
        return
    _check_key(found, column, path, _COLUMN_KEYS)
    if "sortOrder" in column:
        _check_order(found, column["sortOrder"], path)
    else:
        found.add(f"{path}.sortOrder", "sortOrder is missing; it is 'asc' or 'desc'", "S9_MISSING_SORT_ORDER")
    _check_value_field(found, column, path)
    _check_fields(found, column, path, _COLUMN_FIELDS)


def _check_key(found: Findings, config: dict[str, Any], path: str, keys: tuple[str, ...]) -> None:
    expected = " or ".join(map(repr, keys))
    if "sortBy" not in config:
        found.add(f"{path}.sortBy", f"sortBy is missing; it is {expected}", "S8_MISSING_SORT_BY")
    elif config["sortBy"] not in keys:
        found.add(f"{path}.sortBy", f"sortBy is {config['sortBy']!r}; it is {expected}", "S1_INVALID_SORT_BY")


def _check_order(found: Findings, order: Any, path: str) -> None:
    if order not in _ORDERS:
        found.add(f"{path}.sortOrder", f"sortOrder is {order!r}; it is 'asc' or 'desc'", "S6_INVALID_SORT_ORDER")


def _check_value_field(found: Findings, config: dict[str, Any], path: str) -> None:
    value = config.get("valueField")
    if value is not None and not isinstance(value, str):
        found.add(f"{path}.valueField", f"valueField is {value!r}; it is text", "B0_WRONG_TYPE")


def _check_fields(found: Findings, config: dict[str, Any], path: str, known: tuple[str, ...]) -> None:
    for name in config:
        if name not in known:
            found.add(f"{path}.{name}", f"no setting is called {name!r}; remove it", "S3_UNKNOWN_FIELD")
