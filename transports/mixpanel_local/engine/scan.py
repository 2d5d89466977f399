"""The rows a question is about: which files, and where a property stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal, TypeAlias

from attrs import evolve, frozen
from sqlglot import exp

from mixpanel_dataset.columns import Column
from mixpanel_dataset.names import PROCESSED, RARE, column_name
from mixpanel_dataset.store import Files, Store
from mixpanel_local.engine.sql import Sql, alias, all_of, call, cast, column, number, rows_of, tables, text
from mixpanel_local.engine.value import Value

Resource: TypeAlias = Literal["events", "people", "behaviors"]
"""Whose property it is; the behaviors are a question's own, and of profiles."""

PROFILE: Final = "p"
"""The table of profiles."""

_TABLES: Final[dict[Resource, str]] = {"events": "e", "people": PROFILE}
_MS: Final = 1000
_BESIDE: Final = "beside"
_EPOCH: Final = date(1970, 1, 1)


@frozen
class Span:
    """Milliseconds since 1970, *start* included, *end* not."""

    start: int
    end: int

    def days(self) -> tuple[date, date]:
        """The first and the last UTC date it touches."""
        return _utc_date(self.start), _utc_date(self.end - 1)


@frozen
class Beside:
    """Rows joined to the events where an expression names their *table*; at most one of them to an event."""

    table: str
    rows: Sql
    on: Sql

    def __deepcopy__(self, _: object) -> Beside:
        """Itself: expressions that carry it are copied often."""
        return self

    def column(self, name: str) -> Sql:
        """A column of it, which brings it into whatever query it becomes a part of."""
        found = column(name, self.table)
        found.meta[_BESIDE] = self
        return found


@frozen
class Source:
    """A query in place of the files of events: their columns and, of properties, *columns*.

    Where it is not about the *same_users*, its users are others than those the files name.
    """

    rows: exp.Query
    columns: frozenset[Column]
    same_users: bool = True


@frozen
class Scan:
    """Events of a span, with the profile of each one's user, and whatever else was put, beside it."""

    store: Store
    span: Span
    events: Files
    profiles: Files
    others: tuple[Beside, ...] = ()
    source: Source | None = None
    group: str | None = None
    """The property whose values are the users here."""

    @classmethod
    def of(cls, store: Store, span: Span) -> Scan:
        """The scan of *store* that reads no date outside *span*."""
        return cls(store, span, store.events(*span.days()), store.profiles())

    @classmethod
    def of_all(cls, store: Store) -> Scan:
        """The scan that reads every event of *store*."""
        return cls.of(store, always(store))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to read."""
        return self.source is None and not self.events.paths

    def of_profiles(self) -> Scan:
        """Profiles in place of events: one each, at the beginning of the span, with no properties of its own."""
        none = Files(self.events.root)
        if not self.profiles.paths:
            return evolve(self, events=none, source=None)
        columns = {
            EVENT: text(""),
            USER: column(USER, PROFILE),
            TIME: number(self.span.start),
            SEQ: number(0),
            "insert_id": cast(exp.null(), "VARCHAR"),
        }
        rows = exp.select(*(alias(value, name) for name, value in columns.items()))
        return evolve(self, events=none, source=Source(rows.from_(rows_of(self.profiles.paths, PROFILE)), frozenset()))

    @property
    def order(self) -> Sequence[str]:
        """The columns by which a user's events are in the order they happened in."""
        folders = [part.path.rpartition("/")[0] for part in self.events.parts]
        # The files of one date number their events each from the beginning.
        return (TIME, SEQ) if len(set(folders)) == len(folders) else (TIME, SEQ, "insert_id", EVENT)

    def place(self) -> Sql:
        """SQL of one value by which a user's events are in the order they happened in."""
        if len(self.order) > 2:
            return call("row", *map(core_column, self.order))
        # One integer is compared much faster than a row of two.
        return cast(core_column(TIME), "HUGEINT") * cast(text(str(2**64)), "HUGEINT") + core_column(SEQ)

    def without_profiles(self) -> Scan:
        """The same events, of users of whom nothing is known."""
        return evolve(self, profiles=Files(self.profiles.root))

    def property(self, name: str, resource: Resource = "events") -> Value:
        """Property *name* of the event, or of the user's profile."""
        files = self.events if resource == "events" else self.profiles
        if resource == "people" and not files.paths:
            return Value()
        if (core := _core(name, resource)) is not None:
            return core
        own = self.in_columns(name, resource)
        if name not in files.rare:
            return own
        return Value.first([own, Value.of_json(member(column(RARE, _TABLES[resource]), name))])

    def in_columns(self, name: str, resource: Resource = "events") -> Value:
        """Property *name* as far as it has columns of its own."""
        files, table = (self.events if resource == "events" else self.profiles), _TABLES[resource]
        columns = self.source.columns if self.source and resource == "events" else files.columns
        found = {kind: column(column_name(name, kind), table) for known, kind in columns if known == name}
        own = Value(found.get("n"), found.get("i"), found.get("s"), found.get("b"), found.get("j"))
        if name == PROCESSED and resource == "events" and files.processed:
            return Value.first([Value(number=cast(core_column(PROCESSED), "DOUBLE")), own])
        return own

    def beside(self, other: Beside) -> Scan:
        """The same events, with *other* beside them."""
        return evolve(self, others=(*self.others, other))

    def select(self, *columns: Sql, where: Sql) -> exp.Select:
        """*columns* of the rows for which *where* holds."""
        time = column("time", _TABLES["events"])
        inside = all_of([time >= number(self.span.start), time < number(self.span.end), where])
        query = exp.select(*columns).from_(self._rows()).where(inside)
        named = tables(query)
        brought = {found.table: found.meta[_BESIDE] for found in query.find_all(exp.Column) if _BESIDE in found.meta}
        for other in (*self._profiles(), *self.others, *brought.values()):
            if other.table in named:
                query = query.join(other.rows.copy(), on=other.on.copy(), join_type="left")
        return query

    def _rows(self) -> Sql:
        return rows_of(self.events.paths, "e") if self.source is None else self.source.rows.subquery("e")

    def _profiles(self) -> tuple[Beside, ...]:
        same = column("distinct_id", "p").eq(column("distinct_id", "e"))
        return (Beside("p", rows_of(self.profiles.paths, "p"), same),) if self.profiles.paths else ()


def always(store: Store) -> Span:
    """All the time of which *store* has events."""
    first, last = (store.days[0], store.days[-1]) if store.days else (_EPOCH, _EPOCH)
    moments = (datetime.combine(day, time(), UTC).timestamp() for day in (first, last + timedelta(days=1)))
    return Span(*(round(moment * _MS) for moment in moments))


EVENT: Final = "event"
USER: Final = "distinct_id"
TIME: Final = "time"
SEQ: Final = "seq"
"""Orders the events of one millisecond: events are in order of (time, seq)."""


def core_column(name: str) -> Sql:
    """One of the columns every event has."""
    return column(name, "e")


def member(document: Sql, name: str) -> Sql:
    """The JSON under *name* in an object."""
    pointer = "/" + name.replace("~", "~0").replace("/", "~1")
    return call("json_extract", document, text(pointer))


def _core(name: str, resource: Resource) -> Value | None:
    """The value of what is no property column but a column of its own."""
    if resource == "people":
        return Value(text=column("distinct_id", "p")) if name == "$distinct_id" else None
    texts = {"distinct_id": USER, "$distinct_id": USER, "$insert_id": "insert_id", "$event_name": EVENT}
    if name in texts:
        return Value(text=core_column(texts[name]))
    if name in ("time", "$time"):
        return Value(number=cast(core_column(TIME), "DOUBLE") / number(_MS))
    return None


def _utc_date(ms: int) -> date:
    return datetime.fromtimestamp(0, UTC).date() + timedelta(days=ms // 86_400_000)
