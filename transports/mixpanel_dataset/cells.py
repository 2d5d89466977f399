"""The values of one property in many rows become columns, one per kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from mixpanel_dataset.columns import EXACT_DOUBLE, Nested, compact, typed
from mixpanel_dataset.gathering import dtype_of
from mixpanel_dataset.names import KINDS, column_name
from mixpanel_dataset.shape import Field

if TYPE_CHECKING:
    import polars as pl

_BLANK: Final = r"[ \t\r]"
_OPENINGS: Final = {"[", "{"}
_OF: Final[dict[str, set[type]]] = {"s": {str}, "n": {int, float}, "b": {bool}}

Read: TypeAlias = Callable[[Sequence[Any], list[int]], "list[pl.Series]"]
"""Makes columns of values as ``decoder`` gives them; the list gets the rows in which they are not right."""


def reader(field: Field) -> Read:
    """How to read *field*. Of lists and objects it is only seen to that they are JSON and text."""
    if "j" in field.kinds:
        return lambda values, odd: _raw(field, values, odd)
    if len(field.kinds) == 1:
        return _alike(field.name, next(iter(field.kinds)))
    several = [(kind, _alike(field.name, kind)) for kind in sorted(field.kinds)]

    def read(values: Sequence[Any], odd: list[int]) -> list[pl.Series]:
        found = [column for kind, read in several for column in read(_only(kind, values, field.missing), odd)]
        # Integers that no number type holds are JSON, as nulls are.
        names = {column.name for column in found}
        return found if len(names) == len(found) else list(_exactly(field.name, values, field.missing))

    return read


def _only(kind: str, values: Sequence[Any], missing: object) -> Sequence[Any]:
    if kind == "z":
        return [None if value is None else missing for value in values]
    types = _OF[kind]
    return [value if type(value) in types else None for value in values]


def _alike(name: str, kind: str) -> Read:
    """Reads values of one type, None where there is none."""
    import polars as pl

    if kind == "n":
        return _Numbers(name).read
    if kind == "z":
        nulls = column_name(name, "j")
        return lambda values, _: [
            pl.Series(nulls, ["null" if value is None else None for value in values], dtype=pl.String)
        ]
    dtype, column = (pl.Boolean, column_name(name, "b")) if kind == "b" else (pl.String, column_name(name, "s"))
    return lambda values, _: [pl.Series(column, values, dtype=dtype)]


class _Numbers:
    """Reads numbers."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._column = column_name(name, "n")
        self._fractions = False

    def read(self, values: Sequence[Any], _: list[int]) -> list[pl.Series]:
        """All as doubles, unless one is an integer that would not be the same."""
        # Trying integers is faster while there are only such, and slower from the first fraction on.
        column = None if self._fractions else integers(values)
        if column is None:
            self._fractions = True
            column = _doubles(values)
        if column is None or not within(column, -EXACT_DOUBLE + 1, EXACT_DOUBLE - 1):
            return list(_exactly(self._name, values, None))
        return [column.cast(dtype_of("n")).alias(self._column)]


def integers(values: Sequence[Any]) -> pl.Series | None:
    """Whole numbers as they are; None where there are others."""
    import polars as pl

    try:
        return pl.Series(values, dtype=pl.Int64)
    except (TypeError, OverflowError):
        return None


def _doubles(values: Sequence[Any]) -> pl.Series | None:
    """Numbers as doubles, rounded where they must be; None where one is too large for that."""
    import polars as pl

    try:
        return pl.Series(values, dtype=pl.Float64)
    except (TypeError, OverflowError):
        return None


def within(column: pl.Series, least: int, most: int) -> bool:
    """Whether all numbers lie between *least* and *most*."""
    # Comparing all of them goes through polars' query engine and takes forty times as long.
    if column.null_count() == len(column):
        return True
    lowest: Any = column.min()
    highest: Any = column.max()
    return bool(least <= lowest and highest <= most)


def _raw(field: Field, values: Sequence[Any], odd: list[int]) -> list[pl.Series]:
    """JSON of any type, in which bytes may stand that are no text."""
    import polars as pl

    missing = field.missing
    try:
        texts = [None if value is missing else str(value, "utf-8") for value in values]
    except UnicodeDecodeError:
        texts = [None if value is missing else str(value, "utf-8", "replace") for value in values]
        odd += [row for row, text in enumerate(texts) if text is not None and "\ufffd" in text]
    if {text[0] for text in texts if text is not None} <= _OPENINGS:
        return [pl.Series(column_name(field.name, "j"), texts, dtype=pl.String)]
    parsed = []
    for row, text in enumerate(texts):
        try:
            parsed.append(missing if text is None else _value(text))
        except ValueError:
            # A number that no double holds, half of a surrogate pair.
            parsed.append(missing)
            odd.append(row)
    return list(_exactly(field.name, parsed, missing))


def closed(column: pl.Series) -> pl.Series:
    """Lists and objects without blanks between their parts, if *column* has such; else itself."""
    import polars as pl

    open_ = column.name.endswith("__j") and column.str.contains(_BLANK).any()
    return column.map_elements(compact, pl.String) if open_ else column


def _value(text: str) -> Any:
    import msgspec

    return Nested(text) if text[0] in _OPENINGS else msgspec.json.decode(text)


def _exactly(name: str, values: Sequence[Any], missing: object) -> Iterator[pl.Series]:
    """Value by value."""
    import polars as pl

    found: dict[str, list[Any]] = {}
    for row, value in enumerate(values):
        if value is not missing:
            kind, cell = typed(value)
            found.setdefault(kind, [None] * len(values))[row] = cell
    for kind in KINDS:
        if kind in found:
            yield pl.Series(column_name(name, kind), found[kind], dtype=dtype_of(kind))
