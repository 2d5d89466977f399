"""Names of property columns: one per (property, kind), the same whatever was imported before."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["n", "i", "s", "b", "j"]
"""n number, i integer beyond 2^53, s text, b boolean, j JSON text of lists, objects and explicit nulls."""

KINDS: Final[tuple[Kind, ...]] = ("n", "i", "s", "b", "j")

PROCESSED: Final = "mp_processing_time_ms"
"""When Mixpanel ingested an event: the property, and the column of those that are whole numbers."""

CORE: Final = ("event", "distinct_id", "time", "insert_id", PROCESSED)
"""The columns every event has, besides ``seq``."""

RARE: Final = "rare"
"""The column that holds, as one JSON object, the properties that earned no column of their own."""

_PLAIN: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_$ -.")


def column_name(name: str, kind: Kind) -> str:
    """The column of property *name*: lower-case ASCII, since many readers fold case. ``Plan`` text -> ``^plan__s``."""
    return f"{''.join(map(_spell, name))}__{kind}"


def _spell(char: str) -> str:
    if char in _PLAIN:
        return char
    if "A" <= char <= "Z":
        return f"^{char.lower()}"
    return "".join(f"%{byte:02x}" for byte in char.encode())
