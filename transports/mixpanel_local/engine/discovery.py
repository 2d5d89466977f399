"""What there is: events, properties and values, the most frequent first."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Final

from attrs import frozen
from sqlglot import exp

from mixpanel_dataset.store import Files, Store
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.database import Frames
from mixpanel_local.engine.grouping import By
from mixpanel_local.engine.measures import COUNT, USER, USERS, Measure
from mixpanel_local.engine.scan import EVENT, TIME, Resource, Scan, core_column
from mixpanel_local.engine.scan import USER as USER_COLUMN
from mixpanel_local.engine.sightings import sightings
from mixpanel_local.engine.sql import Sql, alias, call, column, number, text

_NAME: Final = "name"
_COUNT: Final = "value"


@frozen
class Discovery:
    """Looks around in *store*."""

    store: Store
    run: Frames

    def events(self, first: date, last: date, *, unique: bool, limit: int) -> list[tuple[str, int]]:
        """Events of those days with their counts, or with their numbers of users."""
        scan = self._scan(first, last)
        return self._ranking(scan, core_column(EVENT), exp.true(), USERS if unique else COUNT, limit)

    def every_event(self) -> list[str]:
        """All events there ever were."""
        return [name for name, _ in self.counted_events()]

    def counted_events(self) -> list[tuple[str, int]]:
        """All events there ever were, with how many of each."""
        return self._ranking(Scan.of_all(self.store), core_column(EVENT), exp.true(), COUNT, None)

    def properties(self, event: str | None, limit: int) -> list[tuple[str, int]] | None:
        """Properties of *event*, or of all, with how many events have them; None when there is no such event."""
        seen = sightings(Scan.of_all(self.store), self.run, _is_event(event))
        if not seen:
            return None
        found = sum(seen.values(), Counter[str]())
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]

    def properties_by_event(self) -> dict[str, list[str]]:
        """Each event with the properties it was seen with, both by name."""
        seen = sightings(Scan.of_all(self.store), self.run, exp.true())
        return {event: sorted(names) for event, names in seen.items()}

    def values(self, name: str, event: str | None, limit: int) -> list[tuple[str, int]]:
        """Values of property *name* with their counts; lists and objects as JSON."""
        scan = Scan.of_all(self.store)
        label = scan.property(name).label()
        where = label.is_(exp.null()).not_()
        return self._ranking(scan, label, exp.and_(where, _is_event(event)), COUNT, limit)

    def every_property(self, resource: Resource) -> list[str]:
        """Properties of all events, or of all profiles, by name."""
        return _names(Scan.of_all(self.store).events if resource == "events" else self.store.profiles())

    def last_day(self) -> date | None:
        """The last day that has events, by the project's calendar."""
        if not self.store.days:
            return None
        scan = Scan.of(self.store, Zone("UTC").span(self.store.days[-1], self.store.days[-1]))
        milliseconds = self.run(scan.select(alias(call("max", core_column(TIME)), _NAME), where=exp.true())).item()
        return Zone(self.store.time_zone).today(datetime.fromtimestamp(milliseconds / 1000, UTC))

    def _scan(self, first: date, last: date) -> Scan:
        return Scan.of(self.store, Zone(self.store.time_zone).span(first, last))

    def _ranking(self, scan: Scan, name: Sql, where: Sql, measure: Measure, limit: int | None) -> list[tuple[str, int]]:
        if scan.empty:
            return []
        user = call("nullif", core_column(USER_COLUMN), text(""))
        rows = scan.select(alias(name, _NAME), alias(user, USER), where=where)
        query = measure.lower(rows, By.of(_NAME)).order_by(exp.Ordered(this=column(_COUNT), desc=True), column(_NAME))
        frame = self.run(query if limit is None else query.limit(number(limit)))
        return list(zip(frame[_NAME].to_list(), frame[_COUNT].to_list(), strict=True))


def _names(files: Files) -> list[str]:
    return sorted({name for name, _ in files.columns} | files.rare)


def _is_event(event: str | None) -> Sql:
    return exp.true() if event is None else core_column(EVENT).eq(text(event))
