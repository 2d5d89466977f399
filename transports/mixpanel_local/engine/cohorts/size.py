"""How large a cohort is, as of the end of each interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from attrs import evolve, frozen
from sqlglot import exp

from mixpanel_dataset.store import Store
from mixpanel_local.engine.calendar import Interval
from mixpanel_local.engine.cohorts.members import members
from mixpanel_local.engine.cohorts.tree import Behavior, CohortSize
from mixpanel_local.engine.conditions import Conditions
from mixpanel_local.engine.data_groups import Population
from mixpanel_local.engine.groups import Segments, segment_name, spread
from mixpanel_local.engine.nodes import nodes
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.plan import Behaved, Plan, PropertyRef
from mixpanel_local.engine.points import Levels, Path, Points, cut, points_of
from mixpanel_local.engine.scan import EVENT, SEQ, TIME, USER, Scan, Source, core_column
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import refuse
from mixpanel_local.engine.sql import alias, cast, column, number, text, union
from mixpanel_local.engine.table import Run
from mixpanel_local.errors import BadRequest

MOST_INTERVALS: Final = 93
"""docs/reports/insights: cohorts over time have at most so many intervals."""

_KEY: Final = "b"
_SIZE: Final = "n"


@frozen
class CohortMeasuring:
    """Measures cohorts in *store* for a question in *setting*."""

    store: Store
    run: Run
    setting: Setting

    def __call__(self, metric: Behaved, plan: Plan, shown: Sequence[Interval], notes: Notes) -> tuple[Levels, bool]:
        """The points of *metric* per level of breakdowns, and whether segments were left out."""
        asked = metric.asked
        if not isinstance(asked, CohortSize):
            raise TypeError(f"{metric.name!r} is no cohort")
        if len(shown) > MOST_INTERVALS:
            raise BadRequest(f"a cohort over time has at most {MOST_INTERVALS} intervals, not {len(shown)}")
        _refuse_events((asked.filters, plan.filters), plan.groups)
        levels = [self._points(asked, plan, shown, depth, notes) for depth in range(len(plan.groups) + 1)]
        leaves = levels[-1].lines
        if not plan.groups or len(leaves) <= plan.limit:
            return levels, False
        return cut(levels, levels[-1].ranked()[: plan.limit]), True

    def _points(self, asked: CohortSize, plan: Plan, shown: Sequence[Interval], depth: int, notes: Notes) -> Points:
        names = [segment_name(at) for at in range(depth)]
        moments = zip(shown, self._ends(plan, shown), strict=True)
        sizes = union(self._sizes(asked, plan, interval.key, end, depth, notes) for interval, end in moments)
        found = self.run(exp.select("*").from_(sizes.subquery("z")))
        values = ((_path(row), row[-2], row[-1]) for row in found.rows(*names, _KEY, _SIZE))
        points = points_of(values, [interval.key for interval in shown], 0)
        return points if depth or points.lines else Points({(): [0] * len(shown)}, 0)

    def _sizes(self, asked: CohortSize, plan: Plan, key: int, moment: datetime, depth: int, notes: Notes) -> exp.Query:
        """How many members there are at *moment*, by segment."""
        scan = self._members(asked, moment, plan, notes)
        tests = Conditions(scan, moment, notes)
        groups = Segments(tests, self.setting.zone).of(plan.groups[:depth])
        columns = (alias(segment, segment_name(at)) for at, (segment, _) in enumerate(groups))
        where = exp.and_(tests.of(asked.filters), tests.of(plan.filters))
        rows = spread(
            scan.select(*columns, alias(core_column(USER), USER), where=where), [a for _, a in groups], [USER]
        )
        names = [column(segment_name(at)) for at in range(depth)]
        users = exp.Count(this=exp.Distinct(expressions=[column(USER)]))
        sizes = exp.select(*names, alias(number(key), _KEY), alias(users, _SIZE)).from_(rows.subquery("r"))
        return sizes.group_by(*names) if names else sizes

    def _members(self, asked: CohortSize, moment: datetime, plan: Plan, notes: Notes) -> Scan:
        """The members in place of events."""
        population = Population.of(self.store, asked.data_group)
        scan = population.events(self.setting.zone.span(plan.first, plan.last))
        found = members(asked.cohort, population, evolve(self.setting, now=moment), notes)
        columns = {
            EVENT: text(""),
            USER: column(USER),
            TIME: number(scan.span.start),
            SEQ: number(0),
            "insert_id": cast(exp.null(), "VARCHAR"),
        }
        rows = exp.select(*(alias(value, name) for name, value in columns.items())).from_(found.subquery("m"))
        return evolve(scan, source=Source(rows, frozenset()))

    def _ends(self, plan: Plan, shown: Sequence[Interval]) -> Iterator[datetime]:
        """The last moment of each interval, or now where that is earlier: nothing is known of what comes."""
        ends = [*(round(each.begins.timestamp() * 1000) for each in shown[1:]), _end(plan, self.setting)]
        return (min(datetime.fromtimestamp((end - 1) / 1000, UTC), self.setting.now) for end in ends)


def _end(plan: Plan, setting: Setting) -> int:
    return setting.zone.span(plan.first, plan.last).end if plan.within is None else plan.within.end


def _path(row: tuple[object, ...]) -> Path:
    return tuple(str(name) for name in row[:-2])


def _refuse_events(filters: object, groups: object) -> None:
    """Refuse what is said of events, of which members have none; in breakdowns their properties are not set."""
    for node in _of_events(filters):
        raise refuse(
            f"the size of a cohort filtered by a property of events ({node.name})",
            instead="filter the other metrics, each by itself, or define the cohort by that property",
        )
    if any(node.is_time for node in _of_events(groups)):
        raise refuse("the size of a cohort by the time of events", instead="a line chart has it for every interval")


def _of_events(asked: object) -> Iterator[PropertyRef]:
    # What members did to be what is asked for, they did with events.
    for node in nodes(asked, besides=(Behavior,)):
        if isinstance(node, PropertyRef) and node.resource == "events":
            yield node
