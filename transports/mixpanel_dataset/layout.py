"""Which properties of a part have columns, decided by its rows alone; the others share one JSON object per row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from mixpanel_dataset.columns import Column, is_whole, whole
from mixpanel_dataset.gathering import core_types, dtype_of, sparse
from mixpanel_dataset.names import CORE, RARE, SEQ, column_name, column_of
from mixpanel_dataset.rare import cells_of, object_of

if TYPE_CHECKING:
    import polars as pl

COLUMNED: Final = 200
"""So many properties of a part, the most frequent ones, get columns; the rest share one."""


def census(frame: pl.DataFrame) -> Counter[Column]:
    """In how many rows each property stands, by kind."""
    names = [name for name in frame.columns if name.endswith(_ENDINGS)]
    nulls = frame.select(names).null_count().row(0) if names else ()
    found = Counter({column_of(name): len(frame) - count for name, count in zip(names, nulls, strict=True)})
    if RARE in frame.columns:
        for text in frame[RARE].drop_nulls():
            found.update(column for column, _ in cells_of(text))
    return +found


PROFILE: Final = ("distinct_id",)
"""The columns of profiles, in place of those of events."""

_ENDINGS: Final = ("__n", "__i", "__s", "__b", "__j")


class PartLayout:
    """The columns of a part whose rows have the properties *counts* counts, besides the columns *core*."""

    def __init__(self, counts: Mapping[Column, int], core: Sequence[str] = (*CORE, SEQ)) -> None:
        self._core = core
        totals: Counter[str] = Counter()
        for (name, _), count in counts.items():
            totals[name] += count
        # Of equally frequent properties the first by name count more.
        ranking = sorted(totals, key=lambda name: (-totals[name], name))
        self._columned = frozenset(ranking[:COLUMNED])
        self.columns = frozenset(column for column in counts if column[0] in self._columned)
        self.rare_columns = frozenset(counts) - self.columns
        self._fractional: set[str] = set()
        self._with_json: set[str] = set()

    @property
    def whole(self) -> frozenset[str]:
        """Properties whose numbers were all integers in the frames laid out so far."""
        return frozenset(name for name, kind in self.columns | self.rare_columns if kind == "n") - self._fractional

    @property
    def nulls(self) -> frozenset[str]:
        """Properties whose JSON was nothing but explicit nulls in the frames laid out so far."""
        return frozenset(name for name, kind in self.columns | self.rare_columns if kind == "j") - self._with_json

    def schema(self) -> Mapping[str, Any]:
        """The part's columns in their order, and their types."""
        import polars as pl

        types = core_types() | {SEQ: pl.Int64}
        core = {name: types[name] for name in self._core}
        own = {column_name(*column): dtype_of(column[1]) for column in self.columns}
        rare = {RARE: pl.String} if self.rare_columns else {}
        return core | dict(sorted(own.items())) | rare

    def lay_out(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The same rows in the part's columns."""
        import polars as pl

        schema = self.schema()
        moved, objects = self._moved(frame)
        columns = [
            frame[name] if name in frame.columns else _empty(name, dtype, len(frame)) for name, dtype in schema.items()
        ]
        laid = pl.DataFrame(columns).with_columns(_scattered(frame, column, cells) for column, cells in moved.items())
        if self.rare_columns:
            texts = [object_of(objects.get(row, {})) for row in range(len(frame))]
            laid = laid.with_columns(pl.Series(RARE, texts, dtype=pl.String))
        self._look_at(laid)
        return laid

    def _moved(self, frame: pl.DataFrame) -> tuple[dict[Column, dict[int, Any]], dict[int, dict[Column, Any]]]:
        """Cells that come out of the shared objects into columns, and the objects that remain, by row."""
        out: dict[Column, dict[int, Any]] = {}
        objects: dict[int, dict[Column, Any]] = {}
        if RARE in frame.columns:
            for row in frame[RARE].is_not_null().arg_true():
                for column, cell in cells_of(frame[RARE][row]):
                    if column in self.columns:
                        out.setdefault(column, {})[row] = cell
                    else:
                        objects.setdefault(row, {})[column] = cell
        for column in self.rare_columns:
            if (name := column_name(*column)) in frame.columns:
                there = frame[name].is_not_null()
                for row, cell in zip(there.arg_true(), frame[name].drop_nulls(), strict=True):
                    objects.setdefault(row, {})[column] = cell
        self._look_at_objects(objects)
        return out, objects

    def _look_at(self, frame: pl.DataFrame) -> None:
        for name, kind in self.columns:
            values = frame[column_name(name, kind)]
            if kind == "n" and name not in self._fractional and not whole(values).all():
                self._fractional.add(name)
            if kind == "j" and name not in self._with_json and not (values == "null").all():
                self._with_json.add(name)

    def _look_at_objects(self, objects: Mapping[int, Mapping[Column, Any]]) -> None:
        for cells in objects.values():
            for (name, kind), cell in cells.items():
                if kind == "n" and not is_whole(cell):
                    self._fractional.add(name)
                if kind == "j" and cell != "null":
                    self._with_json.add(name)


def _empty(name: str, dtype: Any, height: int) -> pl.Series:
    import polars as pl

    return pl.repeat(None, height, dtype=dtype, eager=True).alias(name)


def _scattered(frame: pl.DataFrame, column: Column, cells: Mapping[int, Any]) -> pl.Series:
    """A column of *frame*, or a new one, with *cells* by row put in."""
    import polars as pl

    name = column_name(*column)
    if name not in frame.columns:
        return sparse(*column, cells, len(frame))
    return frame[name].scatter(list(cells), pl.Series(list(cells.values()), dtype=dtype_of(column[1])))
