"""A retention of insights parameters becomes a plan; what cannot be answered says so by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias, TypeGuard, cast

from attrs import evolve, frozen

from mixpanel_dataset.store import Store
from mixpanel_local.engine.assumed import assumed_in
from mixpanel_local.engine.behavior_reading import described, read_arms
from mixpanel_local.engine.data_group_reading import check_of_groups, read_data_group
from mixpanel_local.engine.data_groups import Population
from mixpanel_local.engine.display_reading import read_comparison, read_limit
from mixpanel_local.engine.filter_reading import read_filters, read_filters_of
from mixpanel_local.engine.funnel.plan import Occurrence, between
from mixpanel_local.engine.group_reading import read_counted_group
from mixpanel_local.engine.plan import Comparison, Condition, Filters, Group, Property, Test
from mixpanel_local.engine.property_reading import read_property
from mixpanel_local.engine.retention.after import frequencies
from mixpanel_local.engine.retention.bucket_reading import SIZES, read_buckets
from mixpanel_local.engine.retention.plan import Criterion, Measured, Retention, births
from mixpanel_local.engine.retention.rows import Rows
from mixpanel_local.engine.scan import Scan, Span
from mixpanel_local.engine.sessions import ASSUMED as ABOUT_SESSIONS
from mixpanel_local.engine.sessions import END, START, Sessions
from mixpanel_local.engine.setting import Counting, Setting
from mixpanel_local.engine.shape import entries, item, mapping, one_of, refuse
from mixpanel_local.engine.time_reading import read_range
from mixpanel_local.engine.units import CALENDAR_UNITS, CalendarUnit
from mixpanel_local.errors import BadRequest

Body: TypeAlias = Mapping[str, Any]

# What a return is carried to: docs/reports/retention, Retention Criteria.
_CRITERIA: Final[dict[str, Criterion]] = {
    "none": "on",
    "carry_back": "on or after",
    "carry_forward": "on or before",
    "consecutive_forward": "streak",
}
_MEASURED: Final[dict[str, Measured]] = {
    "retention_rate": "users",
    "unique": "users",
    "total": "total",
    "average": "average",
}
_CALL: Final = "retention"
_SEGMENTED_BY: Final = "retentionSegmentationEvent"
_CUMULATIVE: Final = "retentionCumulative"
_RANGE_INSTEAD: Final = "give the frequency a range of time of its own"
_ALWAYS: Final = ("retention_birth", "retention_bucket_zero", "retention_average", "retention_future_buckets")


@frozen
class Read:
    """A question, the *name* of what it measures, and the assumptions that its answer rests on.

    Its buckets have custom sizes, if *sized*. The *comparison* is the other time it is asked about.
    """

    asked: Retention
    name: str
    assumed: Sequence[str]
    sized: bool
    comparison: Comparison | None = None


def read_retention(body: Body, setting: Setting) -> Read:
    """The one retention of a request body ``{bookmark, project_id, queryLimits}``."""
    bookmark = mapping(item(body, "bookmark", "$"), "$.bookmark")
    sections = mapping(item(bookmark, "sections", "$.bookmark"), "$.bookmark.sections")
    shown = entries(item(sections, "show", "sections"), "sections.show")
    if len(shown) != 1:
        raise refuse("several metrics beside the cohorts of a retention", _CALL, instead="ask for each by itself")
    display = mapping(bookmark.get("displayOptions") or {}, "$.bookmark.displayOptions")
    read = read_clause(shown[0], sections, setting, read_limit(body))
    return evolve(read, comparison=read_comparison(display))


def read_clause(clause: Body, sections: Body, setting: Setting, limit: int) -> Read:
    """The retention that *clause* of a report's *sections* measures, in at most *limit* segments."""
    setting = evolve(setting, data_group=read_data_group(sections))
    given = described(mapping(item(clause, "behavior", "sections.show"), "behavior"), "retention", setting)
    measurement = mapping(clause.get("measurement") or {}, "measurement")
    read = _Reader(_checked(given), measurement, setting).read(clause, sections, limit)
    if read.asked.data_group is not None:
        check_of_groups(read.asked, call=_CALL)
    return read


def _checked(behavior: Body) -> Body:
    if (kind := behavior.get("retentionType") or "birth") != "birth":
        raise refuse(f"retentionType {kind!r}", _CALL, instead="name the same event twice for recurring retention")
    if len(_events(behavior)) != 2:
        raise BadRequest(f"behavior.behaviors: a retention has two events, not {len(_events(behavior))}")
    return behavior


def _events(behavior: Body) -> Sequence[Body]:
    return entries(item(behavior, "behaviors", "behavior"), "behavior.behaviors")


def _is_after(condition: Test) -> TypeGuard[Condition]:
    """Whether it is about how often something was done after the first event."""
    return isinstance(condition, Condition) and between(condition.property) is not None


@frozen
class _Reader:
    """Reads what a clause describes and measures."""

    behavior: Body
    measurement: Body
    setting: Setting

    def read(self, clause: Body, sections: Body, limit: int) -> Read:
        """The question."""
        assumed, rows = self.setting.assumptions, self._rows(sections)
        recurring = assumed.retention_birth not in ("first in range", "first ever")
        asked = Retention(
            rows=rows,
            buckets=read_buckets(self.behavior, rows, self.setting),
            born=births(self._occurrence(0, sections), assumed.retention_birth),
            back=self._occurrence(1, sections),
            criterion=self._criterion,
            measured=_MEASURED[one_of(self.measurement.get("math") or "retention_rate", tuple(_MEASURED), "math")],
            amount=self._amount(),
            over_all=assumed.retention_property_average == "all users",
            cumulative=self._is_cumulative and assumed.retention_cumulative == "sum of buckets",
            groups=self._groups(sections),
            limit=limit,
            recurring=recurring,
            early=assumed.retention_birth_event == "first in row" or not recurring,
            event_counts=assumed.retention_bucket_zero == "birth event counts",
            open_end=assumed.retention_on_or_after_horizon == "no end",
            by_return=self._by_return,
            scan=self._scan,
            data_group=self.setting.data_group,
            after=tuple(one for one in self._everywhere(sections) if _is_after(one)),
            after_end=assumed.retention_frequency_end == "last bucket",
        )
        assumed_names = [*_ALWAYS, *self._called_for(asked)]
        return Read(asked, self._name(clause), assumed_names, sized=bool(self.behavior.get(SIZES)))

    def _rows(self, sections: Body) -> Rows:
        when = read_range(sections, self.setting)
        unit = cast("CalendarUnit", one_of(when.unit, CALENDAR_UNITS, "sections.time.unit"))
        return Rows(self.setting.zone, unit, when.first, when.last, within=when.within)

    def _occurrence(self, at: int, sections: Body) -> Occurrence:
        entry, setting = _events(self.behavior)[at], self.setting
        arms, own = read_arms(entry, setting), read_filters_of(entry, f"behaviors[{at}].filters", setting)
        whole = read_filters(self.behavior.get("filter") or [], "all", "behavior.filter", setting)
        everywhere = Filters(tuple(one for one in self._everywhere(sections) if not _is_after(one)))
        return Occurrence(arms, Filters(tuple(one for one in (own, whole, everywhere) if one.conditions)))

    def _everywhere(self, sections: Body) -> Sequence[Test]:
        """The filters of the whole report."""
        return read_filters(sections.get("filter") or [], "all", "sections.filter", self._whole).conditions

    def _groups(self, sections: Body) -> tuple[Group, ...]:
        several = entries(sections.get("group") or [], "sections.group")
        groups = tuple(read_counted_group(group, self._whole) for group in several)
        if self._by_return and any(between(group.property) for group in groups):
            raise refuse(
                "a frequency after the first event, in segments of the second one", _CALL, instead=_RANGE_INSTEAD
            )
        return groups

    @property
    def _whole(self) -> Setting:
        """What the whole report is read in: its frequencies are after first events, among other metrics by interval."""
        setting = self.setting
        return setting if setting.counting is not None else evolve(setting, counting=Counting(between=True))

    def _scan(self, store: Store, span: Span) -> Scan:
        """The events of *store*: as of their groups, or with those at the ends of sessions, if it is about them."""
        setting = self.setting
        scan = Population.of(store, setting.data_group).events(span)
        if not self._is_of_sessions:
            return scan
        return Sessions.of(store, setting).events(scan)

    @property
    def _is_of_sessions(self) -> bool:
        return any(event.get("name") in (START, END) for event in _events(self.behavior))

    def _amount(self) -> Property | None:
        named = self.measurement.get("property")
        if named is None:
            return None
        return read_property(mapping(named, "measurement.property"), "name", self.setting)

    @property
    def _criterion(self) -> Criterion:
        # Without a mode a return counts for its own bucket, as in the API (reference, Query Retention Report).
        default = "carry_back" if self.behavior.get("retentionUnbounded") else "none"
        mode = self.behavior.get("retentionUnboundedMode") or default
        criterion = _CRITERIA[one_of(mode, tuple(_CRITERIA), "retentionUnboundedMode")]
        so_far = self._is_cumulative and self.setting.assumptions.retention_cumulative == "users so far"
        return "on or before" if so_far and criterion == "on" else criterion

    @property
    def _is_cumulative(self) -> bool:
        return bool(self.measurement.get(_CUMULATIVE))

    @property
    def _by_return(self) -> bool:
        first, second = (event.get("name") for event in _events(self.behavior))
        named = self.measurement.get(_SEGMENTED_BY)
        if named is None:
            return self.setting.assumptions.retention_segment_event == "second"
        return one_of(named, (str(first), str(second)), f"measurement.{_SEGMENTED_BY}") != first

    def _name(self, clause: Body) -> str:
        given = clause.get("name") or self.behavior.get("renamed") or self.behavior.get("name")
        return str(given or " and then ".join(str(event.get("name")) for event in _events(self.behavior)))

    def _called_for(self, asked: Retention) -> Sequence[str]:
        """The assumptions that something in the question calls for."""
        sized, calendar = bool(self.behavior.get(SIZES)), asked.buckets.unit if asked.buckets.calendar else None
        called = {
            "week_start": "week" in (asked.rows.unit, calendar),
            "retention_birth_event": asked.recurring,
            "retention_bucket_sizes": sized,
            "retention_bucket_count": not sized,
            "retention_on_or_after_horizon": asked.criterion == "on or after",
            "retention_segment_event": bool(asked.groups) and self.measurement.get(_SEGMENTED_BY) is None,
            "retention_property_average": asked.measured == "average",
            "retention_cumulative": self._is_cumulative,
            "retention_frequency_end": bool(frequencies(asked)),
        }
        sessions = ABOUT_SESSIONS if self._is_of_sessions else ()
        return [*(name for name, touched in called.items() if touched), *sessions, *sorted(assumed_in(asked))]
