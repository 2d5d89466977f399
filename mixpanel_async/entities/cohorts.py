"""Cohorts that are kept: groups of users with a name, and what defines them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import Attribute, field, frozen

from mixpanel_async.arguments import ids as checked_ids
from mixpanel_async.call import Call, Operations
from mixpanel_async.entities._bulk import all_removed, all_told
from mixpanel_async.entities._calls import app_call, done, many, one, one_or_nothing
from mixpanel_async.entities._creator import CohortCreator
from mixpanel_async.entities._model import Entity, Params, given_each
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.specs.cohort_definitions import CohortDefinition

__all__ = ["BulkUpdateCohortEntry", "Cohort", "CreateCohortParams", "UpdateCohortParams"]


@frozen(kw_only=True, eq=False, repr=False)
class Cohort(Entity):
    """A group of users that is kept; *count* is how many they were when Mixpanel last counted.

    *data_group_id* says what is grouped, None for users. *referenced_by* and *referenced_directly_by* are ids of what
    is made with it, *last_edited* and *last_queried* times as the server writes them.
    """

    id: int
    name: str
    description: str | None = None
    count: int | None = None
    is_visible: bool | None = None
    is_locked: bool | None = None
    data_group_id: str | int | None = None
    last_edited: str | None = None
    created_by: CohortCreator | None = None
    referenced_by: tuple[int, ...] | None = None
    verified: bool = False
    last_queried: str | None = None
    referenced_directly_by: tuple[int, ...] = ()
    active_integrations: tuple[int, ...] = ()


Definition = CohortDefinition | Mapping[str, Any]


def _defines(_: object, each: Attribute[Any], value: object) -> None:
    if value is not UNSET and value is not None and not isinstance(value, CohortDefinition | Mapping):
        raise ParamTypeError(
            f"{each.name} is {value!r}; give a CohortDefinition, or an object with selector and behaviors"
        )


@frozen(kw_only=True, eq=False, repr=False)
class _Defined(Params):
    """Params whose *definition* is sent as fields of their own."""

    definition: Definition | Unset | None = field(default=UNSET, validator=_defines)

    def to_body(self) -> dict[str, Any]:
        """The JSON that is sent."""
        body = super().to_body()
        body.pop("definition", None)
        return {**body, **_spoken(self.definition)}


def _spoken(definition: Definition | Unset | None) -> Mapping[str, Any]:
    if isinstance(definition, CohortDefinition):
        return definition.to_dict()
    return definition or {}


@frozen(kw_only=True, eq=False, repr=False)
class CreateCohortParams(_Defined):
    """A cohort to be made: its users are those that *definition* describes, a ``CohortDefinition`` or its ``to_dict``.

    What a definition given as an object says beside that is sent too, and goes before the fields here.
    """

    name: str
    description: str | Unset | None = UNSET
    data_group_id: str | int | Unset | None = UNSET
    is_locked: bool | Unset | None = UNSET
    is_visible: bool | Unset | None = UNSET
    deleted: bool | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class UpdateCohortParams(_Defined):
    """What to change of a cohort. A *definition* replaces the one it has; None, or an empty one, leaves it.

    *deleted* hides the cohort. What a definition given as an object says beside that goes before the fields here.
    """

    name: str | Unset | None = UNSET
    description: str | Unset | None = UNSET
    data_group_id: str | int | Unset | None = UNSET
    is_locked: bool | Unset | None = UNSET
    is_visible: bool | Unset | None = UNSET
    deleted: bool | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class BulkUpdateCohortEntry(_Defined):
    """What to change of the cohort *id*, one of several. A *definition* replaces the one it has."""

    id: int
    name: str | Unset | None = UNSET
    description: str | Unset | None = UNSET

    def __attrs_post_init__(self) -> None:
        other = _spoken(self.definition).get("id", self.id)
        if other != self.id:
            raise ParamValidationError(
                f"BulkUpdateCohortEntry: id is {self.id}, but the definition is of cohort {other}; "
                "leave the id out of the definition"
            )


class Cohorts(Operations):
    """Groups of users that are kept."""

    async def list_cohorts_full(
        self, *, data_group_id: str | int | None = None, ids: Sequence[int] | None = None
    ) -> list[Cohort]:
        """The cohorts, those of one data group or with these *ids* where that is said: of no ids there are none.

        ``[cohort.name for cohort in await ws.list_cohorts_full() if cohort.is_visible]``
        """
        if ids is not None and not ids:
            return []
        query = {"data_group_id": data_group_id, "ids": ",".join(map(str, checked_ids(ids or (), "ids"))) or None}
        return await self._call(app_call("GET", _ALL, many(Cohort), query=query))

    async def get_cohort(self, cohort_id: int) -> Cohort:
        """One cohort.

        ``(await ws.get_cohort(3003)).count``
        """
        return await self._call(_cohort(cohort_id))

    async def create_cohort(self, params: CreateCohortParams) -> Cohort:
        """The cohort made.

        ``await ws.create_cohort(CreateCohortParams(name="With email",
        definition=CohortDefinition(CohortCriteria.property_is_set("$email"))))``
        """
        return await self._call(app_call("POST", _ALL, one(Cohort), params=params))

    async def update_cohort(self, cohort_id: int, params: UpdateCohortParams) -> Cohort:
        """The cohort as it is after the change.

        ``await ws.update_cohort(3003, UpdateCohortParams(name="Power users, EU"))``
        """
        change = app_call("PATCH", _ONE, one_or_nothing(Cohort), args={"id": cohort_id}, params=params)
        return await changed(self._connection, change, _cohort(cohort_id))

    async def delete_cohort(self, cohort_id: int) -> None:
        """Remove one cohort.

        ``await ws.delete_cohort(3003)``
        """
        return await self._call(app_call("DELETE", _ONE, done, args={"id": cohort_id}))

    async def bulk_delete_cohorts(self, ids: Sequence[int]) -> None:
        """Remove cohorts; of no ids there is nothing to remove.

        ``await ws.bulk_delete_cohorts([3003, 3004])``
        """
        return await all_removed(self._connection, f"{_ALL}/bulk-delete", "cohort_ids", ids)

    async def bulk_update_cohorts(self, entries: Sequence[BulkUpdateCohortEntry]) -> None:
        """Change cohorts.

        ``await ws.bulk_update_cohorts([BulkUpdateCohortEntry(id=3003, name="Power users, EU")])``
        """
        told = given_each(entries, BulkUpdateCohortEntry)
        return await all_told(self._connection, f"{_ALL}/bulk-update", "cohorts", told)


_ALL = "{scope}/cohorts"
_ONE = _ALL + "/{id}"


def _cohort(cohort_id: int) -> Call[Cohort]:
    return app_call("GET", _ONE, one(Cohort), args={"id": cohort_id})
