"""Groups in place of users: an event is of those its property names (docs/data-structure/group-analytics)."""

from __future__ import annotations

from typing import Self

from attrs import evolve, frozen
from sqlglot import exp

from mixpanel_dataset.store import Files, Store
from mixpanel_local.engine.scan import USER, Scan, Source, Span, always, core_column
from mixpanel_local.engine.sql import Sql, alias, all_of, call, case, column, lambda_of, number, rows_of, text
from mixpanel_local.engine.value import Value
from mixpanel_local.errors import BadRequest


@frozen
class Population:
    """Whom a question about *store* is about: users, or the groups of a *key*."""

    store: Store
    key: str | None = None

    @classmethod
    def of(cls, store: Store, data_group: str | int | None) -> Self:
        """Users, or the groups that questions call *data_group*."""
        return cls(store, None if data_group is None else group_key(store, data_group))

    @classmethod
    def seen(cls, scan: Scan) -> Self:
        """Those whose events *scan* reads."""
        return cls(scan.store, scan.group)

    @property
    def profiles(self) -> Files:
        """Their profiles."""
        return self.store.profiles(self.key)

    def events(self, span: Span) -> Scan:
        """Their events of *span*; an event of several groups is there for each."""
        scan = Scan.of(self.store, span)
        return scan if self.key is None else by_group(scan, self.key, several=True)

    def history(self) -> Scan:
        """All their events."""
        return self.events(always(self.store))


def group_key(store: Store, id: str | int) -> str:
    """The property whose values are the groups that questions call *id*."""
    key = store.group_key(id)
    if key is None:
        names = {**dict.fromkeys(sorted(store.manifest.groups), ""), **store.manifest.group_ids}
        known = ", ".join(f"{name!r}" + (f" ({number})" if number else "") for name, number in names.items()) or "none"
        raise BadRequest(
            f"no group key has the id {id!r}; there are {known}. "
            "import_profiles(files, store, group_key=..., data_group_id=...) says which it is"
        )
    return key


def by_group(scan: Scan, key: str, *, several: bool) -> Scan:
    """Events as of their groups, with the profiles of groups beside them; those of no group are nobody's.

    Of *several* groups that an event names it is one of each; else of the first alone.
    """
    grouped = evolve(scan, profiles=scan.store.profiles(key), group=key)
    if scan.empty:
        return grouped
    value, time = scan.property(key), core_column("time")
    groups = _several(value) if several else _first(value)
    inside = all_of([time >= number(scan.span.start), time < number(scan.span.end)])
    other = exp.Star(except_=[exp.to_identifier(USER, quoted=True)])
    rows = exp.select(exp.Column(this=other, table=exp.to_identifier("e")), alias(groups, USER))
    query = rows.from_(rows_of(scan.events.paths, "e")).where(inside)
    return evolve(grouped, source=Source(query, scan.events.columns, same_users=False))


def _first(value: Value) -> Sql:
    if value.json is None:
        return value.label()
    return case((value.is_list(), call("list_extract", _names(value.json), number(1))), default=value.label())


def _several(value: Value) -> Sql:
    """One row for each group; one for nobody where there is none."""
    if value.json is None:
        return value.label()
    single = call("list_value", value.label())
    found = case((value.is_list(), call("list_distinct", _names(value.json))), default=single)
    empty = call("list_value", exp.cast(exp.null(), "VARCHAR"))
    return call("unnest", case((call("len", found) > number(0), found), default=empty))


def _names(json: Sql) -> Sql:
    name = Value.of_json(column("item")).label()
    return call("list_transform", call("json_extract", json, text("$[*]")), lambda_of("item", name))
