"""Attempts as a table: when each took its steps, what it is counted by, whether the filters let it count."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import frozen

from mixpanel_local.engine.funnel.attribution import attributed
from mixpanel_local.engine.funnel.frequencies import Frequencies
from mixpanel_local.engine.funnel.journeys import SESSION
from mixpanel_local.engine.funnel.plan import between
from mixpanel_local.engine.funnel.question import THERE, VALUE, Question, defined_name, met_name
from mixpanel_local.engine.funnel.walking import Attempts
from mixpanel_local.engine.groups import segment_name
from mixpanel_local.engine.plan import Condition
from mixpanel_local.engine.sequences.rows import Booleans, Integers, Rows
from mixpanel_local.engine.sequences.search import NOWHERE
from mixpanel_local.engine.value import NOT_SET

if TYPE_CHECKING:
    import polars as pl

USER: Final = "user"
INTERVAL: Final = "interval"
ENTRY: Final = "entry"
FINAL: Final = "final"
DEPTH: Final = "depth"
KEPT: Final = "kept"


def since_previous(step: int) -> str:
    """The column of the milliseconds a step took from the one before."""
    return f"p{step}"


def since_entry(step: int) -> str:
    """The column of the milliseconds a step took from the entry."""
    return f"t{step}"


def value_at(step: int) -> str:
    """The column of the property's value at a step."""
    return f"x{step}"


def there_at(step: int) -> str:
    """The column that says whether the event of a step has the property."""
    return f"y{step}"


@frozen(eq=False)
class Tabling:
    """Makes tables of attempts at the funnel of *question* among *rows*; steps not reached have any time and value."""

    question: Question
    rows: Rows
    frequencies: Frequencies

    def table(self, attempts: Attempts, interval: Integers) -> pl.DataFrame:
        """One row per attempt; *interval* says for every event in which one it is."""
        import polars as pl

        entry = attempts.entry
        session = {SESSION: self.rows.frame[SESSION].gather(entry)} if self.question.by_session else {}
        return pl.DataFrame(
            {
                USER: self.rows.user[entry],
                INTERVAL: interval[entry],
                ENTRY: entry,
                FINAL: attempts.final,
                DEPTH: attempts.depth,
                KEPT: self._kept(attempts),
                **session,
                **self._times(attempts),
                **self._values(attempts),
                **self._segments(attempts),
            }
        )

    def _times(self, attempts: Attempts) -> Mapping[str, Integers]:
        time = self.rows.time[attempts.places]
        if self.question.setting.assumptions.funnel_grace_time == "zero":
            time = np.maximum.accumulate(np.where(attempts.places == NOWHERE, 0, time), axis=1)
        steps = range(1, time.shape[1])
        previous = {since_previous(step): time[:, step] - time[:, step - 1] for step in steps}
        return previous | {since_entry(step): time[:, step] - time[:, 0] for step in steps}

    def _values(self, attempts: Attempts) -> Mapping[str, pl.Series]:
        if self.question.plan.measured.target is None:
            return {}
        taken = [np.where(places == NOWHERE, attempts.entry, places) for places in attempts.places.T]
        columns = ((value_at, VALUE), (there_at, THERE))
        return {
            name(at): self.rows.frame[own].gather(places) for name, own in columns for at, places in enumerate(taken)
        }

    def _attributed(self, attempts: Attempts, defined: Booleans) -> Integers:
        return attributed(attempts, defined, self.question.setting.assumptions.funnel_attribution)

    def _kept(self, attempts: Attempts) -> Booleans:
        """Whether each attempt as a whole passes the filters."""
        met = [self._met(attempts, at) for at in range(len(self.question.filters))]
        kept = np.ones(len(attempts), dtype=np.bool_)
        for members, some in self.question.filtering:
            kept &= reduce(np.logical_or if some else np.logical_and, (met[at] for at in members))
        return kept

    def _met(self, attempts: Attempts, at: int) -> Booleans:
        condition = self.question.filters[at]
        if isinstance(condition, Condition) and between(condition.property) is not None:
            return self.frequencies.met(attempts, condition)
        flags = (self.rows.frame[name(at)].to_numpy() for name in (met_name, defined_name))
        met, defined = flags
        place = self._attributed(attempts, defined)
        kept: Booleans = (place != NOWHERE) & met[place]
        return kept

    def _segments(self, attempts: Attempts) -> Mapping[str, pl.Series]:
        lists = self.question.lists()
        return {segment_name(at): self._segment(attempts, at, is_list) for at, is_list in enumerate(lists)}

    def _segment(self, attempts: Attempts, at: int, is_list: bool) -> pl.Series:
        """The text of each attempt's segment, or a list of such texts."""
        import polars as pl

        groups = self.question.plan.groups
        if groups and between(groups[at].property) is not None:
            return self.frequencies.segment(attempts, groups[at])
        column = self.rows.frame[segment_name(at)]
        place = self._attributed(attempts, column.is_not_null().to_numpy())
        text = column.gather(np.where(place == NOWHERE, 0, place))
        text = text.set(pl.Series(place == NOWHERE), None)
        if not is_list:
            return text.fill_null(NOT_SET)
        return text.fill_null(json.dumps([NOT_SET])).str.json_decode(pl.List(pl.String))
