"""Problems of a part, told from where the part stands."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from mixpanel_async.errors import ValidationError


def placed(
    problems: Iterable[ValidationError], name: str, index: int, *, several: bool = True
) -> list[ValidationError]:
    """*problems* of the part at *name*[*index*]; where it is not one of *several*, the index is left out.

    What lies inside the part is always named with the index.
    """
    if not problems:
        return []
    numbered = f"{name}[{index}]"
    return [
        evolve(problem, path=(numbered if several or problem.path else name) + problem.path) for problem in problems
    ]


def at(name: str, problems: Iterable[ValidationError]) -> list[ValidationError]:
    """*problems* of the part called *name*."""
    return [evolve(problem, path=name + problem.path) for problem in problems] if problems else []
