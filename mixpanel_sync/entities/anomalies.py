# Generated from mixpanel_async.entities.anomalies by mixpanel_sync._generate: edit that module, not this one.
"""Data volume anomalies: counts of events or values that are not as they were foreseen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mixpanel_async.entities.anomalies import BulkUpdateAnomalyParams, DataVolumeAnomaly, UpdateAnomalyParams
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities import anomalies as core


class Anomalies(Face):
    """Counts that are not as they were foreseen. Changes give what the server answers, as it is sent."""

    _core: core.Anomalies

    def list_data_volume_anomalies(self, *, query_params: Mapping[str, str] | None = None) -> list[DataVolumeAnomaly]:
        """The anomalies found, or those that *query_params* select, which are sent as they are.

        ``ws.list_data_volume_anomalies(query_params={"status": "open", "limit": "50"})``
        """
        return drive(self._core.list_data_volume_anomalies(query_params=query_params))

    def update_anomaly(self, params: UpdateAnomalyParams) -> dict[str, Any]:
        """Dismiss one anomaly, or open it again.

        ``ws.update_anomaly(UpdateAnomalyParams(id=5, status="dismissed", anomaly_class="Event"))``
        """
        return drive(self._core.update_anomaly(params))

    def bulk_update_anomalies(self, params: BulkUpdateAnomalyParams) -> dict[str, Any]:
        """Dismiss anomalies, or open them again.

        ``ws.bulk_update_anomalies(BulkUpdateAnomalyParams(status="dismissed",
        anomalies=[BulkAnomalyEntry(id=5, anomaly_class="Event")]))``
        """
        return drive(self._core.bulk_update_anomalies(params))
