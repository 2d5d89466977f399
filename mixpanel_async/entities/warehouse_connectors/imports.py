"""What is known of an import from a warehouse and of its runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from attrs import frozen

from mixpanel_async.entities._model import Entity

__all__ = [
    "WarehouseImport",
    "WarehouseImportRun",
    "WarehouseImportStatus",
    "WarehouseImportType",
    "WarehouseSyncFrequency",
    "WarehouseSyncMode",
]


class WarehouseImportType(StrEnum):
    """What the rows of a table become."""

    EVENT_SYNC = "event_sync"
    EVENT_STREAM = "event_stream"
    PEOPLE = "people"
    GROUPS = "groups"
    LOOKUP_TABLE = "lookup_table"


class WarehouseSyncMode(StrEnum):
    """Which rows are imported: new ones by their insert time, all that changed, all each time, or all of them once."""

    TIME_BASED = "time_based"
    MIRROR_MODE = "mirror_mode"
    FULL_SYNC = "full_sync"
    ONE_TIME = "one_time"


class WarehouseSyncFrequency(IntEnum):
    """How often an import runs; on the wire it is nanoseconds. ``MANUAL`` is by ``run_warehouse_import`` alone."""

    MANUAL = 0
    HOURLY = 3_600_000_000_000
    DAILY = 86_400_000_000_000
    WEEKLY = 604_800_000_000_000


class WarehouseImportStatus(StrEnum):
    """How a run of an import went, or that it goes on."""

    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


@frozen(kw_only=True, eq=False, repr=False)
class WarehouseImport(Entity):
    """A table of a warehouse that is imported, *run_every* so often. A list leaves out what columns mean.

    *table_params* say where the table is, in the words of the warehouse. *property_mappings* go from columns to
    properties. *last_dispatch* is a number of which Mixpanel does not document the unit.
    """

    id: int
    import_type: WarehouseImportType | str | None = None
    sync_mode: WarehouseSyncMode | str | None = None
    created: datetime | None = None
    creator_id: int | None = None
    creator_name: str | None = None
    creator_email: str | None = None
    warehouse_source_id: int | None = None
    table_params: Mapping[str, Any] | None = None
    paused: bool | None = None
    run_every: WarehouseSyncFrequency | int | None = None
    last_dispatch: int | None = None
    is_deleted: bool | None = None
    event_name: str | None = None
    event_column_name: str | None = None
    time_column_name: str | None = None
    user_column_name: str | None = None
    insert_time_column_name: str | None = None
    property_mappings: Mapping[str, Any] | None = None
    group_key: str | None = None
    group_id_column: str | None = None
    databricks_params: Mapping[str, Any] | None = None


@frozen(kw_only=True, eq=False, repr=False)
class WarehouseImportRun(Entity):
    """One run of an import. *start_time* and *end_time* are numbers of which Mixpanel does not document the unit."""

    status: WarehouseImportStatus | str
    start_time: int | None = None
    end_time: int | None = None
    num_events_imported: int | None = None
