"""A dataset as one lazy frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias
from weakref import finalize

from mixpanel_dataset.columns import Column, whole
from mixpanel_dataset.errors import StoreError
from mixpanel_dataset.exported import is_exported
from mixpanel_dataset.fetched import scan_fetched
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


Types: TypeAlias = Literal["merged", "apart"]
"""What becomes of a property that has several types: one column, or one for each."""


def read_export(path: str | PathLike[str], *, types: Types = "merged", verify: bool = False) -> pl.LazyFrame:
    """The events in the folder *path*, in the columns that ``mixpanel_async.read_export`` tells of."""
    reading = Reading.of(Store.open(path))
    hold = _held(reading)
    root, parts = reading.store.root, reading.store.manifest.parts
    for part in parts:
        _check(root, part, verify=verify)
    found = properties(parts)
    return _by_names(_scan(root, parts, found).with_columns(hold), found, types)


def read_fetched(parts: Sequence[Part], fetch: Callable[[str], bytes], *, types: Types = "merged") -> pl.LazyFrame:
    """The same of *parts* that *fetch* brings, each query anew: whole files, one after the other."""
    found = properties(parts)
    return _by_names(scan_fetched([part.path for part in parts], fetch, _schema(found)), found, types)


def damaged(part: Part, where: object, problem: str, *, exported: bool) -> StoreError:
    """The error of a *part* of the dataset at *where*, which an export keeps or not."""
    again = "remove it, and run the same export again: what is missing is fetched"
    anew = "put a copy of it back, or import the events into another folder"
    return StoreError(
        f"{part.path}, which the manifest of {where} names, cannot be read: {problem}; {again if exported else anew}",
        details={"path": part.path},
    )


def other_size(part: Part, size: int) -> str:
    """What is wrong with a *part* whose file has *size* bytes; empty if nothing is."""
    return "" if part.size in (None, size) else f"it has {size:,} bytes, and not the {part.size:,} that were written"


OTHER_BYTES: Final = "its bytes are not those that were written"


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
    if problem := other_size(part, size):
        raise _damaged(root, part, problem)
    if not ends_well:
        raise _damaged(root, part, "it does not end like a Parquet file")
    if verify and part.checksum not in (None, checksum(file)):
        raise _damaged(root, part, OTHER_BYTES)


def _damaged(root: Path, part: Part, problem: str) -> StoreError:
    return damaged(part, root, problem, exported=is_exported(root))


def _schema(found: Sequence[Property]) -> dict[str, Any]:
    """The columns of files that have properties *found*."""
    import polars as pl

    own = {column_name(each.name, kind): dtype_of(kind) for each in found for kind in each.columned}
    return core_types() | own | {RARE: pl.String}


def _scan(root: Path, parts: Sequence[Part], found: Sequence[Property]) -> pl.LazyFrame:
    """The rows of all *parts* in the columns of any of them."""
    import polars as pl

    schema = _schema(found)
    if not parts:
        return pl.LazyFrame(schema=schema)
    return pl.scan_parquet(
        [root / part.path for part in parts],
        schema=schema,
        glob=False,
        hive_partitioning=False,
        missing_columns="insert",
        extra_columns="ignore",
    )


def _by_names(scan: pl.LazyFrame, found: Sequence[Property], types: Types) -> pl.LazyFrame:
    """The rows of *scan* by plain names, what they keep as rare unfolded."""
    import polars as pl

    rare = [each for each in found if each.rare]
    groups = (rare[start : start + _TOGETHER] for start in range(0, len(rare), _TOGETHER))
    # A query that needs none of a group's properties does not read their objects at all.
    scan = scan.with_columns(_unfolded(group).alias(_group(number)) for number, group in enumerate(groups))
    moment = pl.col("time").cast(pl.Datetime("ms", "UTC"))
    core = [moment if name == "time" else pl.col(name) for name in CORE]
    return scan.select(*core, *(_merged(found) if types == "merged" else _apart(found)))


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
