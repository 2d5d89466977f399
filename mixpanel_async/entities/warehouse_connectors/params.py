"""What is said to make or change an import from a warehouse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, get_args

from attrs import field, frozen

from mixpanel_async.entities._choices import one_of
from mixpanel_async.entities._model import Params
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.warehouse_connectors.databricks import DatabricksParams
from mixpanel_async.entities.warehouse_connectors.imports import WarehouseSyncFrequency, WarehouseSyncMode
from mixpanel_async.errors import ParamValidationError
from mixpanel_async.specs.words import WarehouseSyncInterval

__all__ = [
    "CreateEventStreamImportParams",
    "CreateGroupsImportParams",
    "CreateLookupTableImportParams",
    "CreatePeopleImportParams",
    "UpdateWarehouseImportParams",
    "WarehouseJoinProperty",
]

Frequency = WarehouseSyncFrequency | WarehouseSyncInterval | int
"""``"daily"``, ``WarehouseSyncFrequency.DAILY``, or its nanoseconds."""


def frequency(value: Frequency) -> WarehouseSyncFrequency:
    """How often an import shall run, from a word or nanoseconds."""
    if isinstance(value, str) and value in get_args(WarehouseSyncInterval):
        return WarehouseSyncFrequency[value.upper()]
    for each in WarehouseSyncFrequency:
        if each == value and not isinstance(value, bool):
            return each
    raise ParamValidationError(
        f"run_every is {value!r}; it is one of {', '.join(get_args(WarehouseSyncInterval))}, or as many nanoseconds"
    )


def _frequency_or_unset(value: Frequency | Unset) -> WarehouseSyncFrequency | Unset:
    return UNSET if value is UNSET else frequency(value)


@frozen(kw_only=True, eq=False, repr=False)
class _ImportParams(Params):
    """What all new imports say: the source, set up in Mixpanel, and where its table is, in the warehouse's words."""

    warehouse_source_id: int
    table_params: Mapping[str, Any]
    run_every: Frequency | Unset = field(default=UNSET, converter=_frequency_or_unset)
    databricks_params: DatabricksParams | Mapping[str, Any] | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class _RowsParams(_ImportParams):
    """What imports of events and profiles say besides.

    ``sync_mode="time_based"`` goes by *insert_time_column_name*. *property_mappings* go from columns to properties, and
    *json_properties_column_name* is a column of further properties.
    """

    sync_mode: WarehouseSyncMode | str = field(validator=one_of(WarehouseSyncMode))
    insert_time_column_name: str | Unset | None = UNSET
    json_properties_column_name: str | Unset | None = UNSET
    property_mappings: Mapping[str, str] | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class CreateEventStreamImportParams(_RowsParams):
    """A table of events: each row becomes one, all called *event_name*, or as *event_column_name* says.

    A project with group analytics for companies needs *company_column_name*.
    """

    time_column_name: str
    event_name: str | Unset = UNSET
    event_column_name: str | Unset = UNSET
    user_column_name: str | Unset = UNSET
    device_column_name: str | Unset | None = UNSET
    company_column_name: str | Unset = UNSET
    import_type: Literal["event_stream"] = "event_stream"

    def __attrs_post_init__(self) -> None:
        if (self.event_name is UNSET) == (self.event_column_name is UNSET):
            raise ParamValidationError(
                "CreateEventStreamImportParams: give event_name, or event_column_name, and not both"
            )


@frozen(kw_only=True, eq=False, repr=False)
class CreatePeopleImportParams(_RowsParams):
    """A table of users: each row becomes the profile of the one in *user_column_name*."""

    user_column_name: str
    import_type: Literal["people"] = "people"


@frozen(kw_only=True, eq=False, repr=False)
class CreateGroupsImportParams(_RowsParams):
    """A table of groups: each row becomes the profile of the one of *group_key* in *group_id_column*."""

    group_key: str
    group_id_column: str
    import_type: Literal["groups"] = "groups"


@frozen(kw_only=True, eq=False, repr=False)
class WarehouseJoinProperty(Params):
    """The property whose values are looked up in an imported table: its name, and whether of events or of users.

    A custom property has its id in *custom_property_id*.
    """

    camel: ClassVar[bool] = True

    value: str
    resource_type: Literal["event", "user"] = field(validator=one_of(("event", "user")))
    custom_property_id: int | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class CreateLookupTableImportParams(_ImportParams):
    """A table to become a lookup table: values of *mixpanel_property* are looked up in *property_key_column_name*."""

    mixpanel_property: WarehouseJoinProperty
    property_key_column_name: str
    sync_mode: Literal["full_sync", "one_time"] = field(validator=one_of(("full_sync", "one_time")))
    import_type: Literal["lookup_table"] = "lookup_table"


@frozen(kw_only=True, eq=False, repr=False)
class UpdateWarehouseImportParams(Params):
    """Whether an import rests and how often it runs: Mixpanel wants both. *databricks_params* replace all there are."""

    paused: bool
    run_every: Frequency = field(converter=frequency)
    databricks_params: DatabricksParams | Mapping[str, Any] | Unset | None = UNSET
