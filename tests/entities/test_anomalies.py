from __future__ import annotations

import json
from typing import Any

import pytest

from mixpanel_async import (
    BulkAnomalyEntry,
    BulkUpdateAnomalyParams,
    DataVolumeAnomaly,
    PartialReply,
    ResponseValidationError,
    UpdateAnomalyParams,
)
from mixpanel_transports.fake import json_reply, text_reply
from tests.faces import both, raised

DROP: dict[str, Any] = {
    "id": 5,
    "actualCount": 1,
    "predictedUpper": 20.5,
    "predictedLower": 10,
    "percentVariance": "-90",
    "status": "open",
    "project": 12345,
    "anomalyClass": "Event",
}


def test_anomalies_are_selected_by_what_is_sent_as_it_is() -> None:
    (found,), (request,) = both(
        lambda ws: ws.list_data_volume_anomalies(query_params={"status": "open", "limit": "5"}),
        json_reply({"results": {"anomalies": [DROP]}}),
    )

    assert found == DataVolumeAnomaly(
        id=5,
        actual_count=1,
        predicted_upper=20.5,
        predicted_lower=10,
        percent_variance="-90",
        status="open",
        project=12345,
        anomaly_class="Event",
    )
    assert (found.to_dict(), request.url.partition("?")[2]) == (DROP, "status=open&limit=5")


def test_defect_14_one_anomaly_that_cannot_be_read_does_not_lose_the_others() -> None:
    rows = [DROP, {**DROP, "id": "five"}, {**DROP, "status": "newly invented"}]
    with pytest.warns(PartialReply, match=r"anomalies\[1\]\.id"):
        found, _ = both(lambda ws: ws.list_data_volume_anomalies(), json_reply({"results": {"anomalies": rows}}))

    assert [anomaly.status for anomaly in found] == ["open", "newly invented"]


def test_an_answer_without_anomalies_is_not_taken_for_none() -> None:
    error, _ = raised(lambda ws: ws.list_data_volume_anomalies(), json_reply({"results": {}}))

    assert isinstance(error, ResponseValidationError)
    assert "there is no 'anomalies'" in str(error)


def test_anomalies_are_dismissed_one_by_one_or_together() -> None:
    one = UpdateAnomalyParams(id=5, status="dismissed", anomaly_class="Event")
    several = BulkUpdateAnomalyParams(anomalies=[BulkAnomalyEntry(id=5, anomaly_class="Event")], status="dismissed")
    said, (first,) = both(lambda ws: ws.update_anomaly(one), text_reply("", 204))
    _, (second,) = both(lambda ws: ws.bulk_update_anomalies(several), json_reply({"results": {}}))

    assert (said, json.loads(first.body)) == ({}, {"id": 5, "status": "dismissed", "anomalyClass": "Event"})
    assert json.loads(second.body) == {"anomalies": [{"id": 5, "anomalyClass": "Event"}], "status": "dismissed"}
    assert second.url.endswith("/data-volume-anomalies/bulk/")
