"""Sessions: which one each event belongs to, and the virtual events that begin and end it (docs/features/sessions).

A session is a user's events with no silence of the timeout between them, on one day of the project and at most 24
hours long. All events of the user make sessions, whatever a question is about, but for a few names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Self

from attrs import evolve, frozen
from sqlglot import exp

from mixpanel_dataset.columns import Column
from mixpanel_dataset.names import Kind, column_name
from mixpanel_dataset.store import Store
from mixpanel_local.assumptions import Assumptions
from mixpanel_local.engine.calendar import Zone, day_key
from mixpanel_local.engine.grouping import grouped
from mixpanel_local.engine.scan import EVENT, SEQ, TIME, USER, Beside, Scan, Source, Span, core_column
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.sql import (
    Sql,
    alias,
    all_of,
    any_of,
    call,
    case,
    cast,
    column,
    is_null,
    not_null,
    number,
    text,
)

START: Final = "$session_start"
END: Final = "$session_end"
ASSUMED: Final = ("session_timeout", "session_gap")
"""The assumptions that every answer about sessions rests on."""

# docs/features/sessions: left out by default.
_EXCLUDED: Final = (
    "$identify",
    "$create_alias",
    "$merge",
    "$hotshard_events",
    "$campaign_delivery",
    "$campaign_bounced",
    "$campaign_marked_spam",
    "$message_suppressed",
    "$unsubscribe",
    "$journey_entered",
)
# docs/features/sessions: properties that session events have from the events of the session.
_INHERITED: Final = (
    "$app_build_number",
    "$app_version_string",
    "$browser",
    "$city",
    "$country_code",
    "$current_url",
    "$device",
    "$manufacturer",
    "$os",
    "$region",
    "mp_country_code",
    "mp_lib",
    "mp_platform",
    "utm_campaign",
    "utm_content",
    "utm_source",
)
_OWN: Final[tuple[Column, ...]] = (
    ("$duration_s", "n"),
    ("$event_count", "n"),
    ("$origin_start", "s"),
    ("$origin_end", "s"),
)
_MINUTE_MS: Final = 60_000
_DAY_MS: Final = 86_400_000
_DAY: Final = "day"
_BEFORE: Final = "before"
_TABLE: Final = "s"
_SESSION: Final = "session"
_NUMBER: Final = "number"
# A session's start stands before all events of its time, its end behind them.
_BEFORE_ALL: Final = -1
_BEHIND_ALL: Final = 2**63 - 1


def session() -> Sql:
    """The session of an event, named by the time of its first event; NULL for one in no session."""
    return column(_SESSION, _TABLE)


def session_number() -> Sql:
    """The place of an event's session among those of its user, in the days a scan touches; NULL for one in none."""
    return column(_NUMBER, _TABLE)


@frozen
class Sessions:
    """The sessions of everyone in *store*, of which the *hidden* events are no part (docs/features/sessions)."""

    store: Store
    zone: Zone
    assumptions: Assumptions
    hidden: Sequence[str] = ()

    @classmethod
    def of(cls, store: Store, setting: Setting) -> Self:
        """The sessions in *setting*."""
        return cls(store, setting.zone, setting.assumptions, setting.hidden_events)

    def beside(self, scan: Scan, users: Sql | None = None) -> Scan:
        """*scan* with ``session()`` and ``session_number()`` beside its events.

        *users*, a condition, spares the sessions of all others.
        """
        keys = (USER, TIME)
        one = alias(call("min", column(_SESSION)), _SESSION)
        found = grouped(self._numbered(self._scan(scan.span), users=users), keys, one)
        order = exp.Order(expressions=[exp.Ordered(this=column(_SESSION))])
        place = exp.Window(this=call("dense_rank"), partition_by=[column(USER)], order=order)
        rows = exp.select("*", alias(place, _NUMBER)).from_(found.subquery())
        same = all_of(core_column(name).eq(column(name, _TABLE)) for name in keys)
        return scan.beside(Beside(_TABLE, rows.subquery(_TABLE), same))

    def events(self, scan: Scan, users: Sql | None = None) -> Scan:
        """*scan* with ``$session_start`` and ``$session_end`` among its events; ``seq`` stays the order of all.

        *users*, a condition, leaves all others without them.
        """
        seen = self._scan(scan.span)
        if seen.empty:
            return scan
        whole = evolve(scan, events=seen.events)
        parts = {name: seen.property(name).parts() for name in _INHERITED}
        inherited = {name: kinds for name, kinds in parts.items() if kinds}
        every = exp.Column(this=exp.Star(), table=exp.to_identifier("e", quoted=True))
        named = core_column(EVENT).isin(text(START), text(END))
        rows = exp.union(whole.select(every, where=named.not_()), self._edges(seen, inherited, users), distinct=False)
        rows.set("by_name", True)
        of_sessions = {*_OWN, *((name, kind) for name, kinds in inherited.items() for kind in kinds)}
        return evolve(whole, source=Source(rows, whole.events.columns | of_sessions))

    def _scan(self, span: Span) -> Scan:
        """All events of the days *span* touches: what came before midnight is another session."""
        first, last = (self.zone.day(moment) for moment in (span.start, span.end - 1))
        return Scan.of(self.store, self.zone.span(first, last))

    def _numbered(self, seen: Scan, extra: Sequence[Sql] = (), users: Sql | None = None) -> exp.Select:
        """The events of *seen* that are in sessions: ``seq, distinct_id, day, time, event, session`` and *extra*."""
        core = map(core_column, dict.fromkeys((SEQ, USER, TIME, EVENT, *seen.order)))
        known = not_null(call("nullif", core_column(USER), text("")))
        kept = all_of([known, self._counts(), *([] if users is None else [users])])
        events = seen.select(*core, alias(day_key(self.zone, seen.span), _DAY), *extra, where=kept)
        gaps = exp.select("*", alias(_over(call("lag", column(TIME)), ordered=True), _BEFORE)).from_(events.subquery())
        starts = call("max", case((self._begins(), column(TIME))))
        numbered = exp.select("*", alias(_over(starts, ordered=True), _SESSION)).from_(gaps.subquery())
        return _shortened(numbered) if self.zone.shifts(seen.span) else numbered

    def _counts(self) -> Sql:
        """Whether an event's name lets it be part of a session."""
        return core_column(EVENT).isin(*map(text, (*_EXCLUDED, START, END, *self.hidden))).not_()

    def _begins(self) -> Sql:
        """Whether an event is the first after a silence."""
        gap = column(TIME) - column(_BEFORE)
        timeout = number(self.assumptions.session_timeout * _MINUTE_MS)
        long = gap >= timeout if self.assumptions.session_gap == "ends" else gap > timeout
        return any_of([is_null(column(_BEFORE)), long])

    def _edges(self, seen: Scan, inherited: Mapping[str, Mapping[Kind, Sql]], users: Sql | None = None) -> exp.Select:
        """The virtual events: two rows per session."""
        packed = [alias(_packed(kinds), name) for name, kinds in inherited.items()]
        numbered = self._numbered(seen, packed, users)
        order = call("row", *map(column, seen.order))
        results = {
            "began": call("min", column(TIME)),
            "ended": call("max", column(TIME)),
            "events": call("count"),
            "entry": call("arg_min", column(EVENT), order),
            "exit": call("arg_max", column(EVENT), order),
            # The first event of the session in which the property is defined has it.
            **{name: call("arg_min", column(name), order) for name in inherited},
        }
        both = alias(call("unnest", exp.Array(expressions=[text(START), text(END)])), EVENT)
        keys = (column(USER), column(_SESSION))
        found = (alias(result, name) for name, result in results.items())
        made = exp.select(*keys, *found, both).from_(numbered.subquery()).group_by(*keys)
        return exp.select(*_columns(inherited)).from_(made.subquery())


def _columns(inherited: Mapping[str, Mapping[Kind, Sql]]) -> Iterator[Sql]:
    """The columns of a virtual event."""
    ends = column(EVENT).eq(text(END))
    yield from (column(EVENT), column(USER))
    yield alias(case((ends, column("ended")), default=column("began")), TIME)
    yield alias(case((ends, number(_BEHIND_ALL)), default=number(_BEFORE_ALL)), SEQ)
    duration = cast(column("ended") - column("began"), "DOUBLE") / number(1000.0)
    own = (duration, cast(column("events"), "DOUBLE"), column("entry"), column("exit"))
    yield from (alias(value, column_name(*known)) for known, value in zip(_OWN, own, strict=True))
    for name, kinds in inherited.items():
        for kind in kinds:
            yield alias(call("struct_extract", column(name), text(kind)), column_name(name, kind))


def _packed(kinds: Mapping[Kind, Sql]) -> Sql:
    """All kinds of a value as one, NULL where it is not set."""
    fields = [exp.PropertyEQ(this=exp.to_identifier(kind), expression=part.copy()) for kind, part in kinds.items()]
    there = any_of(not_null(part) for part in kinds.values())
    return case((there, exp.Anonymous(this="struct_pack", expressions=fields)))


def _over(function: Sql, *further: Sql, ordered: bool = False) -> Sql:
    """*function* within a user's day, or a part of it."""
    order = exp.Order(expressions=[exp.Ordered(this=column(name)) for name in (TIME, SEQ)]) if ordered else None
    return exp.Window(this=function, partition_by=[column(USER), column(_DAY), *further], order=order)


def _shortened(numbered: exp.Select) -> exp.Select:
    """Sessions cut after 24 hours, which only a day of 25 has room for."""
    beyond = column(TIME) - column(_SESSION) > number(_DAY_MS)
    first = _over(call("min", column(TIME)), column(_SESSION), beyond)
    return exp.select(exp.Star(replace=[exp.alias_(first, _SESSION, quoted=True)])).from_(numbered.subquery())
