"""Alerts on saved reports. They are kept, and never fire: nothing here runs by the clock."""

from __future__ import annotations

from typing import Final

from mixpanel_local.engine.shape import item, sequence
from mixpanel_local.kept.kinds import ALERT, BOOKMARK
from mixpanel_local.kept.things import Changing, Reading
from mixpanel_local.routes.app.crud import Crud, Row, everything, ok, read_id
from mixpanel_local.routes.app.history import history_of
from mixpanel_local.routes.context import Context

_LIMIT: Final = 50


def _on_a_report(changes: Changing, body: Row) -> Row:
    if (report := body.get("bookmark_id")) is not None:
        changes.need(BOOKMARK.name, report)
    return body


def _with_report(reading: Reading, row: Row) -> Row:
    report = reading.get(BOOKMARK.name, row["bookmark_id"])
    said = {} if report is None else {"name": report.body["name"], "type": report.body["type"]}
    return {**row, "bookmark": {"id": row["bookmark_id"], **said}, "valid": report is not None}


def _asked(context: Context, row: Row) -> bool:
    asked = context.call.arguments.get("bookmark_id")
    return everything(context, row) and (not asked or str(row["bookmark_id"]) == asked)


def _count(context: Context) -> object:
    count = len(context.kept.all(ALERT.name))
    return ok({"anomaly_alerts_count": count, "alert_limit": _LIMIT, "is_below_limit": count < _LIMIT})


def _history(context: Context) -> object:
    """When it fired, which it never did."""
    context.kept.need(ALERT.name, context.groups["id"])
    return ok(history_of(context.call, ()))


def _validation(context: Context) -> object:
    """Whether alerts fit a report of some type: they do, if it is of the type theirs has."""
    sent = context.call.json()
    kind = item(sent, "bookmark_type", "$")
    with context.kept.reading() as reading:
        found = []
        for number in sequence(item(sent, "alert_ids", "$"), "alert_ids", read_id):
            alert = reading.need(ALERT.name, number)
            report = reading.get(BOOKMARK.name, alert.body["bookmark_id"])
            valid = report is not None and report.body["type"] == kind
            reason = None if valid else f"the alert is on a report of another type than {kind!r}"
            found.append(
                {"alert_id": int(alert.id), "alert_name": alert.body["name"], "valid": valid, "reason": reason}
            )
    return ok({"alert_validations": found, "invalid_count": sum(not one["valid"] for one in found)})


_ALERTS: Final = Crud(kind=ALERT, making=_on_a_report, changing=_on_a_report, showing=_with_report, listing=_asked)

ROUTES: Final = (
    *_ALERTS.routes(),
    *_ALERTS.bulk_routes(),
    _ALERTS.route("GET", "/alert-count", _count),
    _ALERTS.route("GET", "/{id}/history", _history),
    _ALERTS.route("POST", "/validate-alerts-for-bookmark", _validation),
)
