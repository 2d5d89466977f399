"""What the engine takes where Mixpanel's documents are silent: named options, said with every answer they touch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Self, TypeVar

import attrs
from attrs import field, frozen
from attrs.validators import in_

from mixpanel_local.errors import BadRequest

T = TypeVar("T")


def _choice(default: T, *others: T) -> T:
    """An option that has *default* unless one of *others* is chosen."""
    return field(default=default, validator=in_((default, *others)), metadata={"choices": (default, *others)})


@frozen(kw_only=True)
class Assumptions:
    """Choices of the engine; the defaults are what comes closest to the documents."""

    week_start: str = _choice("monday", "sunday")
    """The day a week begins: a project setting, Monday by the documents' example (docs/reports, Date Range)."""

    @classmethod
    def of(cls, chosen: Mapping[str, Any]) -> Self:
        """The defaults, but for what is *chosen* by name."""
        known = attrs.fields_dict(cls)
        for name, value in chosen.items():
            if name not in known:
                raise BadRequest(f"no assumption is called {name!r}; there are {', '.join(sorted(known))}")
            if value not in known[name].metadata["choices"]:
                choices = ", ".join(map(repr, known[name].metadata["choices"]))
                raise BadRequest(f"assumption {name!r} is {value!r}; it is one of {choices}")
        return cls(**chosen)

    def named(self, *names: str) -> dict[str, Any]:
        """The values of *names*, for the ``meta`` of an answer that rests on them."""
        return {name: getattr(self, name) for name in names}


DOCUMENTED: Final = Assumptions()
"""The defaults."""
