"""The users in a cohort, as a query of their own."""

from __future__ import annotations

from sqlglot import exp

from mixpanel_local.engine.cohorts.membership import Lookup
from mixpanel_local.engine.cohorts.tree import Cohort
from mixpanel_local.engine.conditions import Conditions
from mixpanel_local.engine.data_groups import Population
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.setting import Setting


def lookup(population: Population, setting: Setting, notes: Notes) -> Lookup:
    """Looks up who of *population* is in which cohort in *setting*."""
    return Lookup(population, setting.zone, setting.now, lambda scan: Conditions(scan, setting.now, notes), notes)


def members(definition: Cohort, population: Population, setting: Setting, notes: Notes) -> exp.Select:
    """Who is in the cohort at the moment of *setting*, one row each in column ``distinct_id``.

    The *population* are those who did any event or have a profile.
    """
    return lookup(population, setting, notes).members(definition)
