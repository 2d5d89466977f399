"""Data volume anomalies: counts of events or values that are not as they were foreseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import json_object
from mixpanel_async.call import Operations
from mixpanel_async.entities._calls import app_call, entities, mapping_or_nothing
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.place import Number

__all__ = ["BulkAnomalyEntry", "BulkUpdateAnomalyParams", "DataVolumeAnomaly", "UpdateAnomalyParams"]


@frozen(kw_only=True, eq=False, repr=False)
class DataVolumeAnomaly(Entity):
    """A count that is not between *predicted_lower* and *predicted_upper*; *percent_variance* says how far off it is.

    Its *status* is ``"open"`` or ``"dismissed"``. *anomaly_class* says what was counted: ``"Event"``, ``"Property"``,
    ``"PropertyTypeDrift"`` (*drift_types* has more) or ``"Metric"``; ids and names are of that.
    """

    camel: ClassVar[bool] = True

    id: int
    timestamp: datetime | None = None
    actual_count: Number
    predicted_upper: Number
    predicted_lower: Number
    percent_variance: str
    status: str
    project: int
    event: int | None = None
    event_name: str | None = None
    property: int | None = None
    property_name: str | None = None
    metric: int | None = None
    metric_name: str | None = None
    metric_type: str | None = None
    primary_type: str | None = None
    drift_types: Mapping[str, Any] | None = None
    anomaly_class: str


@frozen(kw_only=True, eq=False, repr=False)
class UpdateAnomalyParams(Params):
    """An anomaly, by its id and class, to be ``"open"`` or ``"dismissed"``."""

    camel: ClassVar[bool] = True

    id: int
    status: str
    anomaly_class: str


@frozen(kw_only=True, eq=False, repr=False)
class BulkAnomalyEntry(Params):
    """One of several anomalies."""

    camel: ClassVar[bool] = True

    id: int
    anomaly_class: str


@frozen(kw_only=True, eq=False, repr=False)
class BulkUpdateAnomalyParams(Params):
    """Anomalies that are all to be ``"open"``, or all ``"dismissed"``."""

    camel: ClassVar[bool] = True

    anomalies: Sequence[BulkAnomalyEntry]
    status: str


class Anomalies(Operations):
    """Counts that are not as they were foreseen. Changes give what the server answers, as it is sent."""

    async def list_data_volume_anomalies(
        self, *, query_params: Mapping[str, str] | None = None
    ) -> list[DataVolumeAnomaly]:
        """The anomalies found, or those that *query_params* select, which are sent as they are.

        ``await ws.list_data_volume_anomalies(query_params={"status": "open", "limit": "50"})``
        """
        return await self._call(
            app_call(
                "GET",
                _ALL,
                _anomalies,
                query=query_params if query_params is None else json_object(query_params, "query_params"),
            )
        )

    async def update_anomaly(self, params: UpdateAnomalyParams) -> dict[str, Any]:
        """Dismiss one anomaly, or open it again.

        ``await ws.update_anomaly(UpdateAnomalyParams(id=5, status="dismissed", anomaly_class="Event"))``
        """
        return await self._call(app_call("PATCH", _ALL, mapping_or_nothing, params=params))

    async def bulk_update_anomalies(self, params: BulkUpdateAnomalyParams) -> dict[str, Any]:
        """Dismiss anomalies, or open them again.

        ``await ws.bulk_update_anomalies(BulkUpdateAnomalyParams(status="dismissed",
        anomalies=[BulkAnomalyEntry(id=5, anomaly_class="Event")]))``
        """
        return await self._call(app_call("PATCH", f"{_ALL}bulk/", mapping_or_nothing, params=params))


_ALL = "{scope}/data-definitions/data-volume-anomalies/"


def _anomalies(answer: Answer) -> list[DataVolumeAnomaly]:
    return entities(DataVolumeAnomaly, answer.results().required("anomalies"))
