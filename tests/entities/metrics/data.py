"""Saved metrics, as the server sends them."""

from __future__ import annotations

import json
from typing import Any

from mixpanel_transports.fake import json_reply
from mixpanel_transports.message import Reply, Request

LOGINS: dict[str, Any] = {
    "id": 901,
    "name": "Logins",
    "type": "metric",
    "description": "",
    "definition": {
        "behavior": {"type": "event", "name": "Login"},
        "measurement": {"math": "total"},
        "display": {"prefix": "$", "minimumDetectableEffect": 0.05},
        "goals": [
            {
                "id": "g-1",
                "label": "2026",
                "checkpoints": [["2026-12-31T00:00:00", 5000]],
                "target_type": "absolute",
                "unit": "users",
                "direction": "up",
            }
        ],
    },
    "can_update_basic": True,
}
RATIO: dict[str, Any] = {
    "id": 902,
    "name": "Ratio",
    "type": "formula",
    "definition": {
        "formula": {
            "definition": "A / B",
            "referencedMetrics": [{"type": "metric", "id": 901}, {"type": "metric", "behavior": {"type": "event"}}],
        }
    },
    "verified": True,
    "can_view": False,
}
WAREHOUSE: dict[str, Any] = {
    "id": 903,
    "name": "Costs",
    "type": "warehouse",
    "definition": {"query": "select 1", "metricType": "numeric", "aggregation": "sum", "syncInterval": "daily"},
    "warehouse_source_id": 4,
}
NOTHING = Reply(204, {}, b"")
NOT_FOUND = json_reply({"status": "error", "error": "metric does not exist"}, 404)


def rows(*found: dict[str, Any]) -> Reply:
    """The answer that holds these."""
    return json_reply({"status": "ok", "results": {str(row["id"]): row for row in found}})


def sent(request: Request) -> Any:
    """The JSON in a request."""
    return json.loads(request.body)


def steps(requests: list[Request]) -> list[str]:
    """What was asked, without the project."""
    return [f"{request.method} {request.url.rpartition('/12345')[2]}" for request in requests]
