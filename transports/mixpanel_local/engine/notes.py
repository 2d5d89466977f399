"""What an answer rests on, gathered while it is made: assumptions taken, and events left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from attrs import Factory, define, field

from mixpanel_local.assumptions import DOCUMENTED, Assumptions

NOBODY: Final = "no distinct_id"
NOT_SET: Final = "property not set"
NOT_NUMERIC: Final = "property not a number"
"""Why events are left out."""


@define
class Notes:
    """The ``meta`` of an answer: those *assumptions* that were taken, and how many events what left out."""

    assumptions: Assumptions = DOCUMENTED
    _taken: set[str] = field(init=False, factory=set)
    _left_out: dict[str, dict[str, int]] = field(init=False, default=Factory(lambda: defaultdict(dict)))

    def take(self, name: str) -> Any:
        """What is assumed under *name*; the answer rests on it from now on."""
        self._taken.add(name)
        return getattr(self.assumptions, name)

    def take_all(self, names: Iterable[str]) -> None:
        """The answer rests on all that is assumed under *names*."""
        self._taken.update(names)

    def leave_out(self, metric: str, reason: str, events: int) -> None:
        """So many *events* of a metric count for nothing."""
        if events:
            known = self._left_out[metric]
            known[reason] = known.get(reason, 0) + events

    def join(self, other: Notes) -> None:
        """All that *other* notes, too."""
        self._taken |= other._taken
        for metric, reasons in other._left_out.items():
            for reason, events in reasons.items():
                self.leave_out(metric, reason, events)

    def meta(self) -> dict[str, Any]:
        """``{assumptions, left_out}``: values by name, and events by metric and reason."""
        return {
            "assumptions": self.assumptions.named(*sorted(self._taken)),
            "left_out": {metric: dict(reasons) for metric, reasons in self._left_out.items()},
        }
