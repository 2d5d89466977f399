"""Cohorts as SQL: who is in them at a moment.

Every condition has an answer for a user of whom nothing is known, and *exceptions*, the users it answers differently
for. So *not* and *or* cost nothing, and all users are gone through only where those without any data belong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.cohorts.doing import Doing, TestsOn
from mixpanel_local.engine.cohorts.tree import Behavior, Cohort, Did, Has, Joined, Others
from mixpanel_local.engine.data_groups import Population
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.scan import PROFILE, USER, Span, core_column
from mixpanel_local.engine.sql import Sql, alias, all_of, any_of, call, column, not_null, number, rows_of, text, union

_LEAF: Final = "leaf"
_NO_TIME: Final = Span(0, 1)


@frozen
class _Part:
    """A condition: its answer for users without data, and the users (column ``distinct_id``) it is not right for."""

    default: Sql
    exceptions: exp.Query


@frozen
class Lookup:
    """Looks a *population* up in cohorts, as of *now*; *tests* make SQL of filters; *notes* gather what is assumed."""

    population: Population
    zone: Zone
    now: datetime
    tests: TestsOn
    notes: Notes

    def members(self, cohort: Cohort) -> exp.Select:
        """The users in *cohort*, one row each in column ``distinct_id``: of all who did an event or have a profile."""
        found = self._part(cohort)
        exceptions = _users(found.exceptions, exp.paren(found.default).not_())
        others = column(USER, "a").isin(query=_users(found.exceptions)).not_()
        everyone = exp.select(column(USER, "a")).from_(_everyone(self.population).subquery("a"))
        rest = everyone.where(all_of([found.default, others]))
        return exp.select(column(USER)).from_(union([exceptions, rest]).subquery("m"))

    def belongs(self, cohort: Cohort, user: Sql) -> Sql:
        """Whether *user* is in *cohort*; nobody is a user of whom nothing is known."""
        found = self._part(cohort)
        exceptional = call("coalesce", user.isin(query=_users(found.exceptions)), exp.false())
        return exceptional.neq(exp.paren(found.default))

    def doing(self, behavior: Behavior) -> Doing:
        """What users did of *behavior*."""
        return Doing(behavior, self.population, self.zone, self.now, self.tests, self.notes)

    def _part(self, cohort: Cohort) -> _Part:
        """The whole *cohort* as one part."""
        leaves = [self._leaf(leaf) for leaf in _leaves(cohort)]
        default = _truth(cohort, iter([leaf.default for leaf in leaves]))
        if len(leaves) == 1:
            return _Part(default, leaves[0].exceptions)
        truths = [exp.paren(_excepted(at)).neq(leaf.default) for at, leaf in enumerate(leaves)]
        differs = exp.paren(_truth(cohort, iter(truths))).neq(exp.paren(default))
        rows = exp.select("*").from_(_numbered(leaves).subquery("x"))
        users = exp.select(column(USER)).from_(rows.subquery("y")).group_by(column(USER)).having(differs)
        return _Part(default, users)

    def _leaf(self, leaf: Did | Has) -> _Part:
        return self._did(leaf) if isinstance(leaf, Did) else self._has(leaf)

    def _did(self, did: Did) -> _Part:
        doing = self.doing(did.behavior)
        of_nothing = doing.of_nothing(did.comparison, did.operand)
        return _Part(exp.convert(of_nothing), doing.exceptions(did.comparison, did.operand))

    def _has(self, has: Has) -> _Part:
        profiles = self.population.events(_NO_TIME)
        default = self.tests(profiles.without_profiles()).of(has.filters)
        if not profiles.profiles.paths:
            return _Part(default, _nobody())
        met = self.tests(profiles).of(has.filters)
        source = rows_of(profiles.profiles.paths, PROFILE)
        users = exp.select(alias(column(USER, PROFILE), USER)).from_(source)
        return _Part(default, users.where(exp.paren(met).neq(exp.paren(default))))


def _leaves(cohort: Cohort) -> Iterator[Did | Has]:
    if isinstance(cohort, Joined):
        for part in cohort.cohorts:
            yield from _leaves(part)
    elif isinstance(cohort, Others):
        yield from _leaves(cohort.cohort)
    else:
        yield cohort


def _truth(cohort: Cohort, leaves: Iterator[Sql]) -> Sql:
    """Whether a user is in *cohort*, by the truth of its leaves."""
    if isinstance(cohort, Joined):
        parts = [_truth(part, leaves) for part in cohort.cohorts]
        return exp.paren(any_of(parts) if cohort.some else all_of(parts))
    if isinstance(cohort, Others):
        return _truth(cohort.cohort, leaves).not_()
    return next(leaves)


def _numbered(leaves: Sequence[_Part]) -> exp.Query:
    """The exceptions of all *leaves*, with the number of the leaf."""
    return union(
        exp.select(column(USER), alias(number(at), _LEAF)).from_(leaf.exceptions.subquery(f"l{at}"))
        for at, leaf in enumerate(leaves)
    )


def _excepted(at: int) -> Sql:
    return call("bool_or", column(_LEAF).eq(number(at)))


def _users(query: exp.Query, where: Sql | None = None) -> exp.Select:
    users = exp.select(column(USER)).from_(query.subquery("u"))
    return users if where is None else users.where(where)


def _nobody() -> exp.Select:
    return exp.select(alias(text(""), USER)).where(exp.false())


def _everyone(population: Population) -> exp.Select:
    """Who did an event or has a profile."""
    history, profiles = population.history(), population.profiles
    active = [] if history.empty else [history.select(alias(core_column(USER), USER), where=exp.true())]
    known = [exp.select(column(USER)).from_(rows_of(profiles.paths, PROFILE))] if profiles.paths else []
    everyone = exp.select(column(USER)).distinct().from_(union([*active, *known, _nobody()]).subquery("w"))
    return everyone.where(all_of([not_null(column(USER)), column(USER).neq(text(""))]))
