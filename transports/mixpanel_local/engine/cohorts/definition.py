"""Definitions of cohorts, and the cohorts that questions name, as trees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mixpanel_local.engine.cohorts.tree import Cohort
from mixpanel_local.engine.filter_reading import cohort_reader
from mixpanel_local.engine.setting import Setting


def read_definition(entry: Mapping[str, Any], setting: Setting, where: str = "cohort") -> Cohort:
    """The cohort of a definition ``{selector, behaviors}``."""
    return cohort_reader(setting).definition(entry, where)


def read_saved(id: int, setting: Setting) -> Cohort:
    """The cohort that is saved under *id*."""
    return cohort_reader(setting).saved(id)


def read_named(entry: Mapping[str, Any], setting: Setting, where: str) -> Cohort:
    """The cohort of ``{id, negated}`` or ``{raw_cohort, negated}``, as filters and breakdowns name it."""
    return cohort_reader(setting).named(entry, where)
