"""How often users did something between the steps of their attempts (docs/features/computed-properties)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.funnel.journeys import Journeys
from mixpanel_local.engine.funnel.rules import Rules
from mixpanel_local.engine.funnel.walking import Attempts, over
from mixpanel_local.engine.groups import Segments
from mixpanel_local.engine.plan import Condition, Frequency, Group, Property
from mixpanel_local.engine.sequences.rows import Booleans, Integers
from mixpanel_local.engine.sequences.search import NOWHERE, Track
from mixpanel_local.engine.sql import Sql, alias, call, cast, column, number
from mixpanel_local.engine.value import Value

if TYPE_CHECKING:
    import polars as pl

    from mixpanel_local.engine.database import Query

_TIMES: Final = "times"
_RESULT: Final = "result"


@frozen(eq=False)
class Frequencies:
    """The events in *tracks*, one for each of *asked*, between the first and the last step that an attempt took.

    An attempt that did not convert may be *whole*: then all count until it was over. *query* names the counts.
    """

    asked: tuple[Frequency, ...]
    tracks: tuple[Track, ...]
    journeys: Journeys
    rules: Rules
    segments: Segments
    query: Query
    whole: bool

    def segment(self, attempts: Attempts, group: Group) -> pl.Series:
        """The segment of each attempt in a breakdown by a frequency."""
        value = Value(number=column(_TIMES))
        return self._named(self.counts(attempts, group.property), self.segments.named(group, value))

    def met(self, attempts: Attempts, condition: Condition) -> Booleans:
        """Whether each attempt meets a condition about a frequency."""
        value = Value(number=column(_TIMES))
        found = self._named(self.counts(attempts, condition.property), self.segments.tests.on(value, condition))
        met: Booleans = found.to_numpy()
        return met

    def counts(self, attempts: Attempts, target: Property) -> Integers:
        """How often the user did it strictly between the steps; the events that are steps do not count."""
        track = self.tracks[self.asked.index(target)]
        user, places = self.journeys.user[attempts.entry], attempts.places
        last = places.max(axis=1)
        if self.whole:
            ends = over(attempts, self.journeys, self.rules)
            last = np.where(attempts.depth == places.shape[1], last, np.maximum(ends, last))
        first = np.where(places == NOWHERE, last[:, None], places).min(axis=1)
        found = track.before(user, last) - track.before(user, first + 1)
        for step in places.T:
            found -= (step > first) & (step < last) & track.has(user, step)
        counts: Integers = np.maximum(found, 0)
        return counts

    def _named(self, counts: Integers, result: Sql) -> pl.Series:
        """*result*, SQL of a number of times, for each of *counts*."""
        times = call("unnest", call("range", number(0), number(int(counts.max(initial=0)) + 1)))
        every = exp.select(alias(cast(times, "DOUBLE"), _TIMES)).subquery("t")
        found = self.query.frame(exp.select(column(_TIMES), alias(result, _RESULT)).from_(every).order_by(_TIMES))
        return found[_RESULT].gather(counts)
