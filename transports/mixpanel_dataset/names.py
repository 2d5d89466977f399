"""Names of property columns: one per (property, kind), the same whatever else there is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, TypeAlias, cast

Kind: TypeAlias = Literal["n", "i", "s", "b", "j"]
"""n number, i integer beyond 2^53, s text, b boolean, j JSON text of lists, objects and explicit nulls."""

KINDS: Final[tuple[Kind, ...]] = ("n", "i", "s", "b", "j")

PROCESSED: Final = "mp_processing_time_ms"
"""When Mixpanel ingested an event: the property, and the column of those that are whole numbers."""

CORE: Final = ("event", "distinct_id", "time", "insert_id", PROCESSED)
"""The columns every event has, besides that of its number."""

SEQ: Final = "seq"
"""The column that numbers the events of a dataset in order of time."""

RARE: Final = "rare"
"""The column that holds, as one JSON object, the properties that earned no column of their own."""

_PLAIN: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_$ -.")
_SPELT: Final = re.compile(r"\^(.)|((?:%[0-9a-f]{2})+)")


@lru_cache(maxsize=10_000)
def column_name(name: str, kind: Kind) -> str:
    """The column of property *name*: lower-case ASCII, since many readers fold case. ``Plan`` text -> ``^plan__s``."""
    return f"{''.join(map(_spell, name))}__{kind}"


def column_of(name: str) -> tuple[str, Kind]:
    """The property and kind whose column is called *name*."""
    return _SPELT.sub(_read, name[:-3]), cast("Kind", name[-1])


def _spell(char: str) -> str:
    if char in _PLAIN:
        return char
    if "A" <= char <= "Z":
        return f"^{char.lower()}"
    return "".join(f"%{byte:02x}" for byte in char.encode())


def _read(spelt: re.Match[str]) -> str:
    return spelt[1].upper() if spelt[1] else bytes.fromhex(spelt[2].replace("%", "")).decode()
