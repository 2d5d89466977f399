"""What the engine takes where Mixpanel's documents are silent: named options, said with every answer they touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Self, TypeVar

import attrs
from attrs import field, frozen
from attrs.validators import in_

from mixpanel_local.errors import BadRequest

T = TypeVar("T")


def _choice(default: T, *others: T) -> T:
    """An option that has *default* unless one of *others* is chosen."""
    return field(default=default, validator=in_((default, *others)), metadata={"choices": (default, *others)})


def _whole(default: int, least: int, most: int) -> int:
    """An option that has *default* unless another whole number from *least* to *most* is chosen."""
    choices = range(least, most + 1)
    return field(default=default, validator=in_(choices), metadata={"choices": choices})


@frozen(kw_only=True)
class Assumptions:
    """Choices of the engine; the defaults are what comes closest to the documents."""

    week_start: str = _choice("monday", "sunday")
    """The day a week begins: a project setting, Monday by the documents' example (docs/reports, Date Range)."""

    session_timeout: int = _whole(30, 1, 1440)
    """Minutes of silence that end a session: a project setting, 30 unless changed (docs/features/sessions)."""

    session_gap: str = _choice("ends", "continues")
    """What a silence of exactly the timeout does to the session; the documents' example has a longer one."""

    cohort_window: str = _choice("days", "hours")
    """Where the last N days of a cohort's event begin: with the day N days ago, the day under way being one more, as
    date ranges do (docs/reports, Date Range), or N times 24 hours ago; docs/users/cohorts does not say."""

    feed_order: str = _choice("oldest_first", "newest_first")
    """The order of an activity feed: that of the documents' example (reference/activity-stream-query)."""

    @classmethod
    def of(cls, chosen: Mapping[str, Any]) -> Self:
        """The defaults, but for what is *chosen* by name."""
        known = attrs.fields_dict(cls)
        for name, value in chosen.items():
            if name not in known:
                raise BadRequest(f"no assumption is called {name!r}; there are {', '.join(sorted(known))}")
            if value not in known[name].metadata["choices"]:
                raise BadRequest(f"assumption {name!r} is {value!r}; it is {_told(known[name].metadata['choices'])}")
        return cls(**chosen)

    def named(self, *names: str) -> dict[str, Any]:
        """The values of *names*, for the ``meta`` of an answer that rests on them."""
        return {name: getattr(self, name) for name in names}


def _told(choices: Sequence[object]) -> str:
    if isinstance(choices, range):
        return f"a whole number from {choices[0]} to {choices[-1]}"
    return f"one of {', '.join(map(repr, choices))}"


DOCUMENTED: Final = Assumptions()
"""The defaults."""
