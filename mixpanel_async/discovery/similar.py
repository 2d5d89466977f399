"""Names that come close to one that does not exist."""

from __future__ import annotations

from collections.abc import Iterable

MOST = 5


def similar(name: str, known: Iterable[str]) -> list[str]:
    """At most five of *known*, best first: the same but for case, else containing *name*, else sharing a word."""
    wanted, names = name.casefold(), sorted(known)
    same = [other for other in names if other.casefold() == wanted]
    containing = sorted((other for other in names if wanted in other.casefold()), key=len)
    words = set(wanted.split())
    sharing = sorted(
        (other for other in names if words & set(other.casefold().split())),
        key=lambda other: -len(words & set(other.casefold().split())),
    )
    return (same or containing or sharing)[:MOST]
