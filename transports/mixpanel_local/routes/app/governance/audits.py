"""Audits: which events were seen that no schema knows. Anomalies are looked for nowhere, so there are none."""

from __future__ import annotations

from typing import Final

from mixpanel_local.engine.discovery import Discovery
from mixpanel_local.engine.shape import entries, item
from mixpanel_local.errors import NotFound, Unsupported
from mixpanel_local.routes.app.crud import ok, read_id
from mixpanel_local.routes.app.schemas import described
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Route

_DATA: Final = "/api/app/{scope}/data-definitions"
_ANOMALIES: Final = f"{_DATA}/data-volume-anomalies"


def _events(context: Context) -> object:
    known = described(context.kept, "event")
    counted = Discovery(context.store, context.query.frame).counted_events()
    found = [
        {"violation": "Unexpected Event", "name": name, "count": count, "event": name}
        for name, count in counted
        if name not in known
    ]
    return ok([found, {"computed_at": context.now.isoformat()}])


def _whole(_: Context) -> object:
    raise Unsupported(
        "the embedded Mixpanel audits events and not their properties, since how those are counted is not documented; "
        "ask for the audit of events only (run_audit_events_only)"
    )


def _anomalies(_: Context) -> object:
    return ok({"anomalies": []})


def _change(context: Context) -> object:
    return _missing(read_id(item(context.call.json(), "id", "$"), "id"))


def _change_several(context: Context) -> object:
    asked = entries(item(context.call.json(), "anomalies", "$"), "anomalies")
    return _missing(read_id(item(asked[0], "id", "anomalies"), "anomalies")) if asked else ok({})


def _missing(number: str) -> object:
    raise NotFound(f"there is no anomaly {number}: the embedded Mixpanel watches no counts")


ROUTES: Final = (
    Route("GET", f"{_DATA}/audit-events-only", _events),
    Route("GET", f"{_DATA}/audit", _whole),
    Route("GET", _ANOMALIES, _anomalies),
    Route("PATCH", _ANOMALIES, _change),
    Route("PATCH", f"{_ANOMALIES}/bulk", _change_several),
)
