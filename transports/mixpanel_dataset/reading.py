"""A dataset as one lazy frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from weakref import finalize

from mixpanel_dataset.columns import Column, whole
from mixpanel_dataset.errors import StoreError
from mixpanel_dataset.exported import is_exported
from mixpanel_dataset.gathering import core_types, dtype_of, sparse
from mixpanel_dataset.manifest import Part
from mixpanel_dataset.names import CORE, KINDS, RARE, Kind, column_name
from mixpanel_dataset.parts import checksum
from mixpanel_dataset.properties import Property, distinct, properties
from mixpanel_dataset.rare import cells_of
from mixpanel_dataset.readers import Reading
from mixpanel_dataset.store import Store

if TYPE_CHECKING:
    import polars as pl

_MAGIC: Final = b"PAR1"
_TOGETHER: Final = 64
"""So many rare properties are read together: each time the objects that hold them are parsed."""


def read_export(
    path: str | PathLike[str], *, types: Literal["merged", "apart"] = "merged", verify: bool = False
) -> pl.LazyFrame:
    """The events of an export, or of an import, as one lazy polars frame.

    Columns are ``event``, ``distinct_id``, ``time`` (UTC, milliseconds), ``insert_id``, ``mp_processing_time_ms``, and
    one for each property, by name. A property of one type keeps it: String, Boolean, Int64 where all numbers are
    integers, else Float64, lists and objects as JSON (String). One of several types is String: texts as they are, other
    values as JSON; so are fractions beside integers beyond 2^53. A property called like a column, say ``event``,
    becomes ``event_2``. An explicit null is null.

    With ``types="apart"`` each type of a property has a column of its own and nothing is converted: ``amount__n``
    (Float64), ``__i`` (integers beyond 2^53), ``__s``, ``__b``, ``__j`` (JSON of lists, objects and explicit nulls).

    Files that are missing or not as they were written raise ``StoreError``; *verify* reads them all to see. What it is
    made of stays, on this machine, while it or a frame that is made of it is there: exports remove nothing of it.

        frame = read_export("out/").filter(pl.col("event") == "Purchase").collect()
    """
    import polars as pl

    if "://" in str(path):
        raise StoreError(
            "an export elsewhere is read there by DuckDB, with the views.sql beside it; read_export takes a folder of "
            "this machine, such as a copy of that, with its manifest.json"
        )
    reading = Reading.of(Store.open(path))
    hold = _held(reading)
    root, parts = reading.store.root, reading.store.manifest.parts
    for part in parts:
        _check(root, part, verify=verify)
    found = properties(parts)
    scan = _scan(root, parts, found).with_columns(hold)
    moment = pl.col("time").cast(pl.Datetime("ms", "UTC"))
    core = [moment if name == "time" else pl.col(name) for name in CORE]
    return scan.select(*core, *(_merged(found) if types == "merged" else _apart(found)))


def _check(root: Path, part: Part, *, verify: bool) -> None:
    """Raise where a file is not what the manifest says."""
    file = root / part.path
    try:
        with file.open("rb") as opened:
            opened.seek(0, 2)
            size = opened.tell()
            opened.seek(max(0, size - len(_MAGIC)))
            ends_well = opened.read() == _MAGIC
    except OSError as error:
        raise _damaged(root, part, error.strerror or str(error)) from error
    if part.size not in (None, size):
        raise _damaged(root, part, f"it has {size:,} bytes, and not the {part.size or 0:,} that were written")
    if not ends_well:
        raise _damaged(root, part, "it does not end like a Parquet file")
    if verify and part.checksum not in (None, checksum(file)):
        raise _damaged(root, part, "its bytes are not those that were written")


def _damaged(root: Path, part: Part, problem: str) -> StoreError:
    again = "remove it, and run the same export again: what is missing is fetched"
    anew = "put a copy of it back, or import the events into another folder"
    return StoreError(
        f"{part.path}, which the manifest of {root} names, cannot be read: {problem}; "
        + (again if is_exported(root) else anew),
        details={"path": part.path},
    )


def _scan(root: Path, parts: Sequence[Part], found: Sequence[Property]) -> pl.LazyFrame:
    """The rows of all *parts* in the columns of any of them, what they keep as rare unfolded."""
    import polars as pl

    own = {column_name(each.name, kind): dtype_of(kind) for each in found for kind in each.columned}
    schema: dict[str, Any] = core_types() | own | {RARE: pl.String}
    if not parts:
        return pl.LazyFrame(schema=schema)
    scan = pl.scan_parquet(
        [root / part.path for part in parts],
        schema=schema,
        glob=False,
        hive_partitioning=False,
        missing_columns="insert",
        extra_columns="ignore",
    )
    rare = [each for each in found if each.rare]
    groups = (rare[start : start + _TOGETHER] for start in range(0, len(rare), _TOGETHER))
    # A query that needs none of a group's properties does not read their objects at all.
    return scan.with_columns(_unfolded(group).alias(_group(number)) for number, group in enumerate(groups))


def _held(reading: Reading) -> pl.Expr:
    """A column that nobody asks for: polars leaves it out, but whatever is made of the frame keeps *reading*."""
    import polars as pl

    hold = _Hold()
    finalize(hold, reading.release)
    return pl.col("time").map_batches(hold, return_dtype=pl.Int64, is_elementwise=True).alias("held")


class _Hold:
    """A function that is there as long as a frame in which it stands."""

    def __call__(self, values: pl.Series) -> pl.Series:
        return values


def _group(number: int) -> str:
    return f"{RARE} {number}"


def _unfolded(group: Sequence[Property]) -> pl.Expr:
    """The rare values of some properties, a field for each type of each."""
    import polars as pl

    columns: list[Column] = [(each.name, kind) for each in group for kind in KINDS if kind in each.rare]
    struct = pl.Struct({column_name(*column): dtype_of(column[1]) for column in columns})
    return pl.col(RARE).map_batches(lambda texts: _parsed(texts, columns), return_dtype=struct, is_elementwise=True)


def _parsed(texts: pl.Series, columns: Sequence[Column]) -> pl.Series:
    import polars as pl

    cells: dict[Column, dict[int, Any]] = {column: {} for column in columns}
    for row in texts.is_not_null().arg_true():
        for column, cell in cells_of(texts[row]):
            if column in cells:
                cells[column][row] = cell
    return pl.DataFrame([sparse(*column, cells[column], len(texts)) for column in columns]).to_struct()


def _values(found: Sequence[Property]) -> Iterator[tuple[Property, Mapping[Kind, pl.Expr]]]:
    """Each property, and its values by kind."""
    import polars as pl

    rare = [each for each in found if each.rare]
    groups = {each.name: _group(place // _TOGETHER) for place, each in enumerate(rare)}
    for each in found:
        values = {}
        for kind in each.kinds:
            name = column_name(each.name, kind)
            own = [pl.col(name)] if kind in each.columned else []
            others = [pl.col(groups[each.name]).struct.field(name)] if kind in each.rare else []
            values[kind] = pl.coalesce(own + others)
        yield each, values


def _apart(found: Sequence[Property]) -> Iterator[pl.Expr]:
    for each, values in _values(found):
        yield from (value.alias(f"{each.name}__{kind}") for kind, value in values.items())


def _merged(found: Sequence[Property]) -> Iterator[pl.Expr]:
    names = distinct((each.name for each in found), CORE)
    for each, values in _values(found):
        yield _one(each, values).alias(names[each.name])


def _one(each: Property, values: Mapping[Kind, pl.Expr]) -> pl.Expr:
    """The values of a property in its merged type."""
    import polars as pl

    match each.type:
        case "integer":
            return pl.coalesce(values[kind].cast(pl.Int64) for kind in ("i", "n") if kind in values)
        case "fraction":
            return values["n"]
        case "boolean":
            return values["b"]
        case "text":
            return values["s"]
        case _:
            return pl.coalesce(_texts(kind, value) for kind, value in values.items())


def _texts(kind: Kind, value: pl.Expr) -> pl.Expr:
    import polars as pl

    match kind:
        case "n":
            integers = value.cast(pl.Int64, strict=False).cast(pl.String)
            powers = value.map_batches(_powers, return_dtype=pl.String, is_elementwise=True)
            return pl.when(whole(value)).then(integers).otherwise(pl.coalesce(powers, value.cast(pl.String)))
        case "j":
            return pl.when(value != "null").then(value)
        case _:
            return value.cast(pl.String)


def _powers(numbers: pl.Series) -> pl.Series:
    """Those that are written with an exponent, as Python's JSON and DuckDB have it; polars has others."""
    sizes = numbers.abs()
    rows = ((sizes > 0) & (sizes < 1e-4) | (sizes >= 1e16)).arg_true()
    return sparse("", "s", dict(zip(rows, map(repr, numbers.gather(rows)), strict=True)), len(numbers))
