"""Profiles: those that are asked for, page by page.

Silent in Mixpanel's documents, and decided here: a *search* looks into ids, names and addresses, without regard to
case; profiles are in order of their ids unless they are sorted, and those without the property come last then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from attrs import field, frozen
from sqlglot import exp

from mixpanel_dataset.names import RARE, column_name
from mixpanel_dataset.store import Files, Store
from mixpanel_local.engine.cells import Properties, properties_reader
from mixpanel_local.engine.cohorts.tree import AMOUNT
from mixpanel_local.engine.database import Query
from mixpanel_local.engine.expression import Lowering, condition
from mixpanel_local.engine.language import Node
from mixpanel_local.engine.scan import PROFILE, USER, Resource, Scan, Span
from mixpanel_local.engine.sql import (
    Sql,
    alias,
    all_of,
    any_of,
    call,
    cast,
    column,
    not_null,
    number,
    rows_of,
    text,
    true_where,
)
from mixpanel_local.engine.value import Value
from mixpanel_local.errors import BadRequest

_SEARCHED: Final = ("$distinct_id", "$name", "$first_name", "$last_name", "$email", "$username")
_ID: Final = column(USER, PROFILE)


@frozen
class Sort:
    """The order of profiles, by the value of an expression."""

    key: Node
    descending: bool


@frozen
class ProfilePlan:
    """Which profiles are asked for.

    *members* are users of whom they must be; with *everyone* of these is there, with or without a profile.
    *behaviors* are how often users did something (columns ``distinct_id`` and ``amount``), by the names expressions
    have for it. *group* is the key of the groups that are asked for instead of users.
    """

    where: Node | None = None
    behaviors: Mapping[str, exp.Select] = field(factory=dict)
    members: exp.Select | None = None
    everyone: bool = False
    users: Sequence[str] | None = None
    search: str | None = None
    group: str | None = None


@frozen
class Profiles:
    """The profiles of *store* that *plan* asks for."""

    store: Store
    plan: ProfilePlan

    @cached_property
    def files(self) -> Files:
        """Where they are."""
        return self.store.profiles(self.plan.group)

    @property
    def _empty(self) -> bool:
        return not self.files.paths and not (self.plan.members and self.plan.everyone)

    def property(self, name: str, resource: Resource = "people") -> Value:
        """A property of a profile, whether an expression calls it that of an event or of a user; or a behavior."""
        if resource == "behaviors":
            return Value(number=self._times(name))
        if name == "$distinct_id":
            return Value(text=_ID)
        return Scan(self.store, Span(0, 0), Files(self.files.root), self.files).property(name, "people")

    def _times(self, behavior: str) -> Sql:
        """How often a profile's user did it."""
        if (amounts := self.plan.behaviors.get(behavior)) is None:
            known = ", ".join(map(repr, self.plan.behaviors)) or "none"
            raise BadRequest(f"no behavior is called {behavior!r}; there are {known}")
        own = exp.select(column(AMOUNT)).from_(amounts.subquery("b")).where(column(USER, "b").eq(_ID))
        return cast(call("coalesce", own.subquery(), number(0)), "DOUBLE")

    def count(self, query: Query) -> int:
        """How many there are."""
        if self._empty:
            return 0
        return int(query.frame(self._select(alias(call("count"), "n"))).item())

    def page(
        self, query: Query, *, sort: Sort | None, names: Sequence[str] | None, first: int, size: int
    ) -> list[dict[str, Any]]:
        """*size* profiles from number *first* on, with the properties called *names* or all."""
        if self._empty or size <= 0:
            return []
        wanted = sorted(known for known in self.files.columns if names is None or known[0] in names)
        rare = [RARE] if self.files.rare and (names is None or not self.files.rare.isdisjoint(names)) else []
        columns = [column(name, PROFILE) for name in (*(column_name(*known) for known in wanted), *rare)]
        rows = self._select(_ID, *columns).order_by(*self._order(sort)).limit(number(size)).offset(number(first))
        return [
            {"$distinct_id": row[0], "$properties": _shown(properties_reader(wanted, found[1:])(row[1:]), names)}
            for found, several in query.rows(rows, size)
            for row in several
        ]

    def values(self, query: Query, node: Node) -> list[float | None]:
        """What an expression is worth as a number, for each of them; None where it is none."""
        if self._empty:
            return []
        value = Lowering(self).value(node).as_number()
        numbers: list[float | None] = query.frame(self._select(alias(value, "n")))["n"].to_list()
        return numbers

    def _select(self, *columns: Sql) -> exp.Select:
        return exp.select(*columns).from_(self._rows()).where(all_of(self._conditions()))

    def _rows(self) -> Sql:
        """The table of profiles; of members without one too where everyone is asked for."""
        if not (self.plan.members and self.plan.everyone):
            return rows_of(self.files.paths, PROFILE)
        members = exp.select("*").from_(self.plan.members.subquery("m"))
        if self.files.paths:
            members = members.join(rows_of(self.files.paths, "q"), using=[exp.to_identifier(USER)], join_type="left")
        return members.subquery(PROFILE)

    def _conditions(self) -> list[Sql]:
        plan, conditions = self.plan, [condition(self.plan.where, self)]
        if plan.users is not None:
            conditions.append(_ID.isin(*map(text, plan.users)) if plan.users else exp.false())
        if plan.members is not None and not plan.everyone:
            conditions.append(_ID.isin(query=plan.members))
        if plan.search:
            sought = call("lower", text(plan.search))
            labels = (call("coalesce", self.property(name).label(), text("")) for name in _SEARCHED)
            conditions.append(any_of(call("contains", call("lower", label), sought) for label in labels))
        return conditions

    def _order(self, sort: Sort | None) -> list[Sql]:
        if sort is None:
            return [_ID]
        value = Lowering(self).value(sort.key)
        keys = [value.numeric(), value.label()]
        return [*(exp.Ordered(this=key, desc=sort.descending, nulls_first=False) for key in keys), _ID]


def profile_properties(store: Store, query: Query, limit: int) -> list[tuple[str, str, int]]:
    """Properties of users' profiles: name, type and how many have it, those that most have first."""
    files = store.profiles()
    names = sorted({name for name, _ in files.columns} | files.rare)
    if not names:
        return []
    profiles = Profiles(store, ProfilePlan())
    kinds = [(name, kind, there) for name in names for kind, there in _kinds(profiles.property(name))]
    columns = [alias(call("count_if", there), f"c{at}") for at, (_, _, there) in enumerate(kinds)]
    row = map(int, query.frame(exp.select(*columns).from_(rows_of(files.paths, PROFILE))).row(0))
    found: dict[str, dict[str, int]] = {}
    for (name, kind, _), count in zip(kinds, row, strict=True):
        found.setdefault(name, {})[kind] = count
    ranked = [(name, max(counts, key=counts.__getitem__), sum(counts.values())) for name, counts in found.items()]
    return sorted((one for one in ranked if one[2]), key=lambda one: (-one[2], one[0]))[:limit]


def _kinds(value: Value) -> Iterator[tuple[str, Sql]]:
    """What a property's values may be, and whether one is."""
    several = {"string": value.text, "number": value.number, "boolean": value.boolean}
    for kind, part in several.items():
        if part is not None:
            yield kind, not_null(part)
    if value.json is not None:
        yield "list", value.is_list()
        yield "object", true_where(call("starts_with", value.json, text("{")))


def _shown(properties: Properties, names: Sequence[str] | None) -> Properties:
    return properties if names is None else {name: properties[name] for name in names if name in properties}
