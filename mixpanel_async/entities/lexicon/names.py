"""Names of events and properties that somebody asks for."""

from __future__ import annotations

from collections.abc import Sequence

from mixpanel_async.errors import ParamTypeError, ParamValidationError


def name_list(names: Sequence[str], argument: str) -> list[str]:
    """*names*, each of which must say something; *argument* is what an error points at."""
    if isinstance(names, str) or not all(isinstance(name, str) for name in names):
        raise ParamTypeError(f"{argument} is {names!r}; give a list of names")
    for index, name in enumerate(names):
        if not name.strip():
            raise ParamValidationError(f"{argument}[{index}] is {name!r}; give a name")
    return list(names)
