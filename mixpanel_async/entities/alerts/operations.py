"""Operations on alerts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mixpanel_async.arguments import yes_or_no
from mixpanel_async.call import Call, Operations
from mixpanel_async.entities._bulk import all_removed
from mixpanel_async.entities._calls import app_call, done, many, mapping_or_nothing, one, one_or_nothing
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities.alerts.alert import (
    AlertCount,
    AlertScreenshotResponse,
    CreateAlertParams,
    CustomAlert,
    UpdateAlertParams,
)

ALERTS = "{scope}/alerts/custom/"
ALERT = ALERTS + "{id}/"


class Alerts(Operations):
    """Who is told when a saved report's numbers meet a condition."""

    async def list_alerts(
        self, *, bookmark_id: int | None = None, skip_user_filter: bool | None = None
    ) -> list[CustomAlert]:
        """The alerts, those on one saved report where that is said.

        *skip_user_filter* asks for the alerts of everybody; else the server may leave out those that are not yours.

        ``[alert.name for alert in await ws.list_alerts(bookmark_id=2002) if alert.paused]``
        """
        everybody = None if skip_user_filter is None else str(yes_or_no(skip_user_filter, "skip_user_filter")).lower()
        query = {"bookmark_id": bookmark_id, "skip_user_filter": everybody}
        return await self._call(app_call("GET", ALERTS, many(CustomAlert), query=query))

    async def get_alert(self, alert_id: int) -> CustomAlert:
        """One alert.

        ``(await ws.get_alert(5005)).last_fired``
        """
        return await self._call(_alert(alert_id))

    async def create_alert(self, params: CreateAlertParams) -> CustomAlert:
        """The alert made.

        ``await ws.create_alert(CreateAlertParams(bookmark_id=2002, name="Logins drop", condition={"keys": [{"header":
        "Login", "value": "Login"}], "type": "absolute", "op": "<", "value": 100}, frequency=AlertFrequencyPreset.DAILY,
        paused=False, subscriptions=[{"type": "email", "value": "team@example.com"}]))``
        """
        return await self._call(app_call("POST", ALERTS, one(CustomAlert), params=params))

    async def update_alert(self, alert_id: int, params: UpdateAlertParams) -> CustomAlert:
        """The alert as it is after the change.

        ``await ws.update_alert(5005, UpdateAlertParams(paused=True))``
        """
        return await changed(self._connection, _change(alert_id, params), _alert(alert_id))

    async def delete_alert(self, alert_id: int) -> None:
        """Remove one alert.

        ``await ws.delete_alert(5005)``
        """
        return await self._call(app_call("DELETE", ALERT, done, args={"id": alert_id}))

    async def bulk_delete_alerts(self, ids: Sequence[int]) -> None:
        """Remove alerts; of no ids there is nothing to remove.

        ``await ws.bulk_delete_alerts([5005, 5006])``
        """
        return await all_removed(self._connection, f"{ALERTS}bulk-delete/", "alert_ids", ids)

    async def get_alert_count(self, *, alert_type: str | None = None) -> AlertCount:
        """How many alerts there are and may be, of one type (``"anomaly"``) where that is said.

        ``(await ws.get_alert_count()).is_below_limit``
        """
        return await self._call(app_call("GET", f"{ALERTS}alert-count/", one(AlertCount), query={"type": alert_type}))

    async def test_alert(self, params: CreateAlertParams) -> dict[str, Any]:
        """Tell the subscribers once, as such an alert would; it is not kept. What comes back is undocumented.

        ``await ws.test_alert(CreateAlertParams(bookmark_id=2002, name="Logins drop", condition={"op": "<", "value":
        100}, frequency=3600, paused=False, subscriptions=[{"type": "email", "value": "team@example.com"}]))``
        """
        return await self._call(app_call("POST", f"{ALERTS}test/", mapping_or_nothing, params=params))

    async def get_alert_screenshot_url(self, gcs_key: str) -> AlertScreenshotResponse:
        """Where the picture is that an alert took of its report; *gcs_key* is its name in the alert's history.

        ``(await ws.get_alert_screenshot_url("alerts/5005/2026-01-31.png")).signed_url``
        """
        read = one(AlertScreenshotResponse)
        return await self._call(app_call("GET", f"{ALERTS}screenshot/", read, query={"gcs_key": gcs_key}))


def _alert(alert_id: int) -> Call[CustomAlert]:
    return app_call("GET", ALERT, one(CustomAlert), args={"id": alert_id})


def _change(alert_id: int, params: UpdateAlertParams) -> Call[CustomAlert | None]:
    return app_call("PATCH", ALERT, one_or_nothing(CustomAlert), args={"id": alert_id}, params=params)
