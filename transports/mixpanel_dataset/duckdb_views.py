"""The same frames for DuckDB: views, as SQL that is kept beside the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from mixpanel_dataset.columns import EXACT_DOUBLE
from mixpanel_dataset.manifest import Manifest
from mixpanel_dataset.names import CORE, PROCESSED, RARE, Kind, column_name
from mixpanel_dataset.properties import Property, distinct, properties

_HEAD: Final = """\
-- The events in this folder as views of DuckDB: events has a column for each property, events_apart one for each type
-- of it. DuckDB has to run in this folder: duckdb -init views.sql
"""


def views(manifest: Manifest, root: str = "") -> str:
    """SQL that makes the views ``events`` and ``events_apart`` of the dataset, which is in the folder or URL *root*.

    Left out, *root* is where DuckDB runs. Types are merged as ``read_export`` merges them. Of names that differ only in
    case, which are the same to DuckDB, the later ones get a number; the empty name is ``_``; times are UTC.
    """
    found = properties(manifest.parts)
    rows = _rows(manifest, root)
    core = [_core(name, manifest) for name in CORE]
    merged = distinct([each.name for each in found], CORE, _folded)
    apart = distinct([f"{each.name}__{kind}" for each in found for kind in each.kinds], CORE, _folded)
    one = [f"{_merged(each)} AS {_quoted(merged[each.name])}" for each in found]
    each_type = [
        f"{_value(each, kind)} AS {_quoted(apart[f'{each.name}__{kind}'])}" for each in found for kind in each.kinds
    ]
    return "".join([_HEAD, *_view("events", [*core, *one], rows), *_view("events_apart", [*core, *each_type], rows)])


def _view(name: str, columns: Sequence[str], rows: str) -> Iterator[str]:
    yield f"CREATE OR REPLACE VIEW {name} AS SELECT\n  "
    yield ",\n  ".join(columns)
    yield f"\nFROM {rows};\n"


def _rows(manifest: Manifest, root: str) -> str:
    folder = f"{root.rstrip('/')}/" if root else ""
    files = ", ".join(_text(folder + part.path) for part in manifest.parts)
    if not files:
        return "(SELECT NULL AS event, NULL AS distinct_id, NULL::BIGINT AS time, NULL AS insert_id) WHERE false"
    return f"read_parquet([{files}], union_by_name = true, hive_partitioning = false)"


def _core(name: str, manifest: Manifest) -> str:
    if name == "time":
        return "epoch_ms(time) AS time"
    there = name != PROCESSED or any(part.layout > 1 for part in manifest.parts)
    return name if there else f"NULL::BIGINT AS {name}"


def _value(each: Property, kind: Kind) -> str:
    """The values of one type: those in its column, else those among the rare."""
    own = [_quoted(column_name(each.name, kind))] if kind in each.columned else []
    others = [_rare(each.name, kind)] if kind in each.rare else []
    return f"coalesce({', '.join(own + others)})"


def _rare(name: str, kind: Kind) -> str:
    pointer = "/" + name.replace("~", "~0").replace("/", "~1")
    found = f"json_extract({RARE}, {_text(pointer)})"
    type_ = f"json_type({found})"
    plain = f"({found} ->> '$')"
    integer = f"TRY_CAST({plain} AS HUGEINT)"
    # Not IN: that becomes a join for each property, and thousands of those are never planned to their end.
    is_number = f"({type_} = 'DOUBLE' OR suffix({type_}, 'INT'))"
    is_integer = f"{is_number} AND regexp_full_match({plain}, '-?[0-9]+')"
    is_exact = f"coalesce(abs({integer}) <= {EXACT_DOUBLE}, false)"
    match kind:
        case "n":
            test, value = f"{is_number} AND ({is_exact} OR NOT ({is_integer}))", f"CAST({plain} AS DOUBLE)"
        case "i":
            test, value = f"{is_integer} AND NOT {is_exact}", f"TRY_CAST({plain} AS BIGINT)"
        case "s":
            test, value = f"{type_} = 'VARCHAR'", plain
        case "b":
            test, value = f"{type_} = 'BOOLEAN'", f"CAST({plain} AS BOOLEAN)"
        case "j":
            large = f"{is_integer} AND TRY_CAST({plain} AS BIGINT) IS NULL"
            is_none = f"{type_} = 'ARRAY' OR {type_} = 'OBJECT' OR {type_} = 'NULL'"
            test, value = f"{is_none} OR ({large})", f"CAST({found} AS VARCHAR)"
    return f"CASE WHEN {test} THEN {value} END"


def _merged(each: Property) -> str:
    """The values in the property's merged type."""
    match each.type:
        case "integer":
            values = [f"CAST({_value(each, kind)} AS BIGINT)" for kind in each.kinds if kind in ("n", "i")]
            return f"coalesce({', '.join(values)})"
        case "fraction":
            return _value(each, "n")
        case "boolean":
            return _value(each, "b")
        case "text":
            return _value(each, "s")
        case _:
            return f"coalesce({', '.join(_as_text(_value(each, kind), kind) for kind in each.kinds)})"


def _as_text(value: str, kind: Kind) -> str:
    match kind:
        case "n":
            is_minus_zero = f"{value} = 0 AND signbit({value})"
            whole = f"{value} = trunc({value}) AND abs({value}) <= {EXACT_DOUBLE} AND NOT ({is_minus_zero})"
            return f"CASE WHEN {whole} THEN CAST(CAST({value} AS BIGINT) AS VARCHAR) ELSE CAST({value} AS VARCHAR) END"
        case "j":
            return f"nullif({value}, 'null')"
        case "s":
            return value
        case _:
            return f"CAST({value} AS VARCHAR)"


def _folded(name: str) -> str:
    """What tells a name from others to DuckDB."""
    return _sayable(name).casefold()


def _sayable(name: str) -> str:
    """*name* as SQL can say it: no name is empty, and none has the character 0."""
    return name.replace("\0", "\ufffd") or "_"


def _quoted(name: str) -> str:
    escaped = _sayable(name).replace('"', '""')
    return f'"{escaped}"'


def _text(value: str) -> str:
    escaped = value.replace("'", "''").replace("\0", "' || chr(0) || '")
    return f"'{escaped}'"
