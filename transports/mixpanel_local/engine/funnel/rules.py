"""How attempts go on, where the documents leave it open: the assumptions as the kernel takes them."""

from __future__ import annotations

from typing import Final, Self

from attrs import frozen

from mixpanel_local.assumptions import Assumptions
from mixpanel_local.engine.funnel.plan import Window

_SECOND_MS: Final = 1000
_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_DAY_MS: Final = 86_400_000


@frozen
class Rules:
    """*window* is the largest value of the clock, counted from the entry, at which a step may still be taken.

    *grace* is how many milliseconds a step may come before the one it follows; None: its row must come later, with
    *later* also its time. The grace counts from the latest step so far or, when *chained*, from the one before.
    *around* lets it widen what is excluded; *spares* lets an event that is a step not exclude its own attempt.
    """

    window: int
    grace: int | None = None
    later: bool = False
    chained: bool = False
    around: bool = True
    spares: bool = False
    reenters: bool = False
    sessions: bool = False

    @classmethod
    def of(cls, window: Window, chosen: Assumptions) -> Self:
        """The rules that *chosen* makes."""
        sessions, grace = window.unit == "session", _grace(chosen)
        return cls(
            window=window.length - 1 if sessions else _milliseconds(window, chosen),
            grace=grace,
            later=grace is None and chosen.funnel_ties == "strict",
            chained=chosen.funnel_grace_from == "previous",
            around=chosen.funnel_grace_exclusions == "apply",
            spares=chosen.funnel_exclusion_on_step == "spares",
            reenters=chosen.funnel_converting_event == "reenters",
            sessions=sessions,
        )

    def reach(self, steps: int) -> int:
        """How many milliseconds before its entry an attempt at so many steps may look."""
        return (self.grace or 0) * steps


def length_of(window: Window, chosen: Assumptions) -> int | None:
    """The milliseconds a window takes at most; None for sessions."""
    return None if window.unit == "session" else _milliseconds(window, chosen)


def _milliseconds(window: Window, chosen: Assumptions) -> int:
    if window.unit == "month":
        length = window.length * chosen.funnel_month_days * _DAY_MS
    else:
        length = window.length * _SECONDS[window.unit] * _SECOND_MS
    return length if chosen.funnel_window_end == "inside" else length - 1


def _grace(chosen: Assumptions) -> int | None:
    if chosen.funnel_grace_seconds:
        grace = chosen.funnel_grace_seconds * _SECOND_MS
        return grace if chosen.funnel_grace_end == "inside" else grace - 1
    return 0 if chosen.funnel_ties == "any" else None
