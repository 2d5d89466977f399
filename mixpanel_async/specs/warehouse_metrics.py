"""A metric computed by SQL in a connected warehouse. It is saved in the project first, and asked for by its id."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.words import WarehouseAggregation, WarehouseSyncInterval

__all__ = ["WarehouseMetric"]


@frozen(repr=False)
class WarehouseMetric:
    """What *sql* yields in the warehouse connected as *source_id*: one number, or numbers over time.

    *value_column* and *time_column* say where they stand, *aggregation* how they come together, *sync_interval* how
    often they are fetched.
    """

    source_id: int
    sql: str
    metric_type: Literal["numeric", "timeseries"]
    value_column: str | None = None
    time_column: str | None = None
    aggregation: WarehouseAggregation | None = None
    sync_interval: WarehouseSyncInterval | None = None

    def __repr__(self) -> str:
        return shown(self, 3)
