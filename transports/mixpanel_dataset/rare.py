"""Which properties of a part have columns; the rest share one JSON object per row."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from mixpanel_dataset.columns import Column, plain
from mixpanel_dataset.manifest import Part
from mixpanel_dataset.names import RARE, column_name

if TYPE_CHECKING:
    import polars as pl

COLUMNED: Final = 200
"""So many properties of a part, the most frequent ones, get columns; the rest share one."""


def folded(frame: pl.DataFrame, columns: set[Column], path: str) -> tuple[Part, pl.DataFrame]:
    """*frame* as the part *path* holds it, and that part's description. *columns* are its properties, all of them."""
    rare = _rare(frame, columns)
    part = Part(
        path,
        len(frame),
        columns=frozenset(columns - rare),
        rare_columns=frozenset(rare),
        whole=frozenset(name for name, kind in columns if kind == "n" and _is_whole(frame[column_name(name, kind)])),
        nulls=frozenset(name for name, kind in columns if kind == "j" and _is_null(frame[column_name(name, kind)])),
    )
    order = sorted(column_name(*column) for column in columns - rare)
    core = [name for name in frame.columns if name not in {column_name(*column) for column in columns}]
    return part, _with_rare(frame, rare).select(*core, *order, *([RARE] if rare else []))


def _rare(frame: pl.DataFrame, columns: Iterable[Column]) -> set[Column]:
    """The columns of all but the most frequent properties; of equally frequent ones the first by name count more."""
    totals: Counter[str] = Counter()
    for column in columns:
        totals[column[0]] += len(frame) - frame[column_name(*column)].null_count()
    ranking = sorted(totals, key=lambda name: (-totals[name], name))
    rare = set(ranking[COLUMNED:])
    return {column for column in columns if column[0] in rare}


def _is_whole(numbers: pl.Series) -> bool:
    """Whether all are integers. Minus zero is none: it would come back as 0."""
    from mixpanel_dataset.columns import EXACT_DOUBLE

    exact = (numbers == numbers.round()) & (numbers.abs() <= EXACT_DOUBLE)
    negative_zero = (numbers == 0) & ((1 / numbers) < 0)
    return bool(exact.all()) and not negative_zero.any()


def _is_null(texts: pl.Series) -> bool:
    return bool((texts == "null").all())


def _with_rare(frame: pl.DataFrame, rare: Iterable[Column]) -> pl.DataFrame:
    """Move the columns of *rare* into one JSON object per row."""
    import polars as pl

    objects: list[dict[str, Any]] = [{} for _ in range(len(frame))]
    names = []
    for name, kind in sorted(rare):
        names.append(column_name(name, kind))
        column = frame[names[-1]]
        for row in column.is_not_null().arg_true():
            objects[row][name] = plain(kind, column[row])
    if not names:
        return frame
    texts = [_dumps(properties) if properties else None for properties in objects]
    return frame.drop(names).with_columns(pl.Series(RARE, texts, dtype=pl.String))


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
