"""Problems of a part, told from where the part stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from mixpanel_async.errors import ValidationError


def placed(
    problems: Iterable[ValidationError], name: str, index: int, *, several: bool = True
) -> Iterable[ValidationError]:
    """*problems* of the part at *name*[*index*]; where it is not one of *several*, the index is left out.

    What lies inside the part is always named with the index.
    """
    return _placed(problems, name, index, several=several) if problems else ()


def _placed(problems: Iterable[ValidationError], name: str, index: int, *, several: bool) -> Iterator[ValidationError]:
    for problem in problems:
        part = f"{name}[{index}]" if several or problem.path else name
        yield evolve(problem, path=part + problem.path)
