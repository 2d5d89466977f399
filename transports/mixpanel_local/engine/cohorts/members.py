"""The users in a cohort, as a query of their own."""

from __future__ import annotations

from sqlglot import exp

from mixpanel_dataset.store import Store
from mixpanel_local.engine.cohorts.membership import Lookup
from mixpanel_local.engine.cohorts.tree import Cohort
from mixpanel_local.engine.conditions import Conditions
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.setting import Setting


def lookup(store: Store, setting: Setting, notes: Notes) -> Lookup:
    """Looks up who of *store* is in which cohort in *setting*."""
    return Lookup(store, setting.zone, setting.now, lambda scan: Conditions(scan, setting.now, notes), notes)


def members(definition: Cohort, store: Store, setting: Setting, notes: Notes) -> exp.Select:
    """The users in the cohort at the moment of *setting*, one row each in column ``distinct_id``.

    Users are those who did any event or have a profile.
    """
    return lookup(store, setting, notes).members(definition)
