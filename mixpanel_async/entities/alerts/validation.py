"""Whether alerts still fit a report that is about to change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from attrs import Attribute, field, frozen

from mixpanel_async.call import Operations
from mixpanel_async.entities._calls import app_call, one
from mixpanel_async.entities._choices import one_of
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.entities.alerts.operations import ALERTS
from mixpanel_async.errors import ParamValidationError

__all__ = ["AlertValidation", "ValidateAlertsForBookmarkParams", "ValidateAlertsForBookmarkResponse"]

AlertedReport = Literal["insights", "funnels"]
"""The reports that alerts look at."""


@frozen(kw_only=True, eq=False, repr=False)
class AlertValidation(Entity):
    """Whether one alert fits the report; *reason* says why it does not."""

    alert_id: int
    valid: bool
    alert_name: str | None = None
    reason: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class ValidateAlertsForBookmarkResponse(Entity):
    """What becomes of each alert, and how many of them would no longer fit: *invalid_count*."""

    alert_validations: tuple[AlertValidation, ...] = ()
    invalid_count: int = 0


def _some(params: object, each: Attribute[Any], ids: Sequence[int]) -> None:
    if not ids:
        raise ParamValidationError(f"{type(params).__name__}: {each.name} is empty; name at least one alert")


@frozen(kw_only=True, eq=False, repr=False)
class ValidateAlertsForBookmarkParams(Params):
    """Alerts by their ids, and the type and params that their report will have."""

    alert_ids: Sequence[int] = field(validator=_some)
    bookmark_type: AlertedReport = field(validator=one_of(AlertedReport))
    bookmark_params: Mapping[str, Any]


class AlertValidations(Operations):
    """Whether alerts still fit their reports."""

    async def validate_alerts_for_bookmark(
        self, params: ValidateAlertsForBookmarkParams
    ) -> ValidateAlertsForBookmarkResponse:
        """Which alerts would no longer fit their report, were it changed to these params; nothing is changed.

        ``(await ws.validate_alerts_for_bookmark(ValidateAlertsForBookmarkParams(alert_ids=[5005],
        bookmark_type="insights", bookmark_params=ws.build_params("Login")))).invalid_count``
        """
        read = one(ValidateAlertsForBookmarkResponse)
        return await self._call(
            app_call("POST", f"{ALERTS}validate-alerts-for-bookmark/", read, params=params, safe=True)
        )
