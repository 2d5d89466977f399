# Generated from mixpanel_async.entities.cohorts by mixpanel_sync._generate: edit that module, not this one.
"""Cohorts that are kept: groups of users with a name, and what defines them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mixpanel_async.entities.cohorts import BulkUpdateCohortEntry, Cohort, CreateCohortParams, UpdateCohortParams
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities import cohorts as core


class Cohorts(Face):
    """Groups of users that are kept."""

    _core: core.Cohorts

    def list_cohorts_full(
        self, *, data_group_id: str | int | None = None, ids: Sequence[int] | None = None
    ) -> list[Cohort]:
        """The cohorts, those of one data group or with these *ids* where that is said: of no ids there are none.

        ``[cohort.name for cohort in ws.list_cohorts_full() if cohort.is_visible]``
        """
        return drive(self._core.list_cohorts_full(data_group_id=data_group_id, ids=ids))

    def get_cohort(self, cohort_id: int) -> Cohort:
        """One cohort.

        ``(ws.get_cohort(3003)).count``
        """
        return drive(self._core.get_cohort(cohort_id))

    def create_cohort(self, params: CreateCohortParams) -> Cohort:
        """The cohort made.

        ``ws.create_cohort(CreateCohortParams(name="With email",
        definition=CohortDefinition(CohortCriteria.property_is_set("$email"))))``
        """
        return drive(self._core.create_cohort(params))

    def update_cohort(self, cohort_id: int, params: UpdateCohortParams) -> Cohort:
        """The cohort as it is after the change.

        ``ws.update_cohort(3003, UpdateCohortParams(name="Power users, EU"))``
        """
        return drive(self._core.update_cohort(cohort_id, params))

    def delete_cohort(self, cohort_id: int) -> None:
        """Remove one cohort.

        ``ws.delete_cohort(3003)``
        """
        drive(self._core.delete_cohort(cohort_id))

    def bulk_delete_cohorts(self, ids: Sequence[int]) -> None:
        """Remove cohorts.

        ``ws.bulk_delete_cohorts([3003, 3004])``
        """
        drive(self._core.bulk_delete_cohorts(ids))

    def bulk_update_cohorts(self, entries: Sequence[BulkUpdateCohortEntry]) -> None:
        """Change cohorts.

        ``ws.bulk_update_cohorts([BulkUpdateCohortEntry(id=3003, name="Power users, EU")])``
        """
        drive(self._core.bulk_update_cohorts(entries))
