"""The users in a cohort, as a query of their own."""

from __future__ import annotations

from datetime import datetime

from sqlglot import exp

from mixpanel_dataset.store import Store
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.cohorts.membership import Lookup
from mixpanel_local.engine.cohorts.tree import Cohort
from mixpanel_local.engine.conditions import Conditions


def members(definition: Cohort, store: Store, zone: Zone, now: datetime) -> exp.Select:
    """The users in the cohort at *now*, one row each in column ``distinct_id``.

    Users are those who did any event or have a profile.
    """
    return Lookup(store, zone, now, lambda scan: Conditions(scan, now)).members(definition)
