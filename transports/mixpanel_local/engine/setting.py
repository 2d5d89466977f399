"""What a question is asked in: the moment, the project's time zone, what is kept there, and what is assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, Protocol

from attrs import frozen

from mixpanel_local.assumptions import DOCUMENTED, Assumptions
from mixpanel_local.engine.calendar import Unit, Zone
from mixpanel_local.engine.scan import Span
from mixpanel_local.errors import BadRequest


class Thing(Protocol):
    """Something saved in the project."""

    @property
    def id(self) -> str:
        """What it is known by."""
        ...

    @property
    def body(self) -> Mapping[str, Any]:
        """It, as it was sent to be saved."""
        ...


class Kept(Protocol):
    """What is saved in the project: cohorts, custom properties, custom events, metrics, behaviors."""

    def get(self, kind: str, id: str | int, /) -> Thing | None:
        """One thing; None where there is none."""
        ...

    def all(self, kind: str, /) -> Sequence[Thing]:
        """All things of a kind, in the order they were made."""
        ...


@frozen
class Nothing:
    """A project in which nothing is saved."""

    def get(self, kind: str, id: str | int, /) -> None:
        """No thing."""

    def all(self, _: str, /) -> tuple[()]:
        """No things."""
        return ()


NOTHING: Final = Nothing()

EVENT_DEFINITION: Final = "event_definition"
"""The kind under which what is said of events in the Lexicon is kept."""


@frozen
class Counting:
    """What frequencies count in that name no time: each *unit* of it, a *span*, all that is asked for; or what happens
    *between* the steps of a funnel, or after the first event of a retention.
    """

    unit: Unit | None = None
    span: Span | None = None
    between: bool = False


@frozen
class Setting:
    """What the reading of a question's parameters depends on beside them.

    *counting* is None where frequencies that name no time mean something else than a count over time. *data_group* says
    what the question is about in place of users.
    """

    now: datetime
    zone: Zone
    kept: Kept = NOTHING
    assumptions: Assumptions = DOCUMENTED
    counting: Counting | None = None
    data_group: str | None = None

    @property
    def today(self) -> date:
        """The day of the project it is."""
        return self.zone.today(self.now)

    @property
    def hidden_events(self) -> tuple[str, ...]:
        """The events that the Lexicon hides."""
        return tuple(event.id for event in self.kept.all(EVENT_DEFINITION) if event.body.get("hidden"))

    def saved(self, kind: str, id: object) -> Mapping[str, Any]:
        """What is saved under *id*; a ``BadRequest`` where nothing is."""
        known = isinstance(id, str | int) and not isinstance(id, bool)
        found = self.kept.get(kind, id) if known else None  # type: ignore[arg-type]
        if found is None:
            raise BadRequest(f"no {kind.replace('_', ' ')} is saved under the id {id!r}")
        return found.body
