"""Cohorts in a question: how large they are, and who is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from mixpanel_async.errors import ParamValidationError
from mixpanel_async.specs.cohort_refs import check_cohort, cohort_entry, sent_entry
from mixpanel_async.specs.roles import Breakdown, DescribedCohort, Measure
from mixpanel_async.specs.shown import shown

if TYPE_CHECKING:
    from mixpanel_async.specs.cohort_definitions import CohortDefinition

__all__ = ["CohortBreakdown", "CohortMetric"]


@frozen(repr=False)
class CohortBreakdown(Breakdown):
    """A row for the users in a cohort, and with *include_negated* one for everyone else.

    *cohort* is a saved one's id, or describes one; *name* is what the rows are called.
    """

    cohort: int | CohortDefinition
    name: str | None = None
    include_negated: bool = True

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        check_cohort(self.cohort, self.name, "CB")

    def clause(self, data_group_id: str | None = None) -> dict[str, Any]:
        """Its entry in ``sections.group``."""
        sides = (False, True) if self.include_negated else (False,)
        return {
            "value": [f"Not In {self.name or ''}" if negated else self.name or "" for negated in sides],
            "resourceType": "events",
            "profileType": None,
            "search": "",
            "dataGroupId": data_group_id,
            "propertyType": None,
            "typeCast": None,
            "cohorts": [self._side(data_group_id, negated=negated) for negated in sides],
            "isHidden": False,
        }

    def _side(self, data_group_id: str | None, *, negated: bool) -> dict[str, Any]:
        entry = {**sent_entry(cohort_entry(self.cohort, self.name, negated=negated)), "data_group_id": data_group_id}
        return entry if isinstance(self.cohort, DescribedCohort) else entry | {"groups": []}


@frozen(repr=False)
class CohortMetric(Measure):
    """The size of a saved cohort over time."""

    cohort: int
    name: str | None = None

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        check_cohort(self.cohort, self.name, "CM")
        if isinstance(self.cohort, DescribedCohort):
            raise ParamValidationError(
                "the size of a cohort can only be asked of a saved one; give its id", "CM5_INLINE_COHORT_METRIC"
            )

    def clause(self, *, hidden: bool | None = None) -> dict[str, Any]:
        """Its entry in ``sections.show``."""
        entry = {
            "type": "metric",
            "behavior": {
                "type": "cohort",
                "name": self.name or "",
                "resourceType": "cohorts",
                "dataGroupId": None,
                "dataset": "$mixpanel",
                "filtersDeterminer": "all",
                "filters": [],
                "id": self.cohort,
            },
            "measurement": {"math": "unique", "property": None, "perUserAggregation": None},
        }
        return entry if hidden is None else entry | {"isHidden": hidden}
