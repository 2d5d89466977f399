"""How many feature flags there may be."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from mixpanel_async.call import Operations
from mixpanel_async.entities._calls import app_call, one
from mixpanel_async.entities._model import Entity

__all__ = ["FlagContractStatus", "FlagLimitsResponse"]


class FlagContractStatus(StrEnum):
    """Whether the contract for flags holds, has just ended, or is over."""

    ACTIVE = "active"
    GRACE_PERIOD = "grace_period"
    EXPIRED = "expired"


@frozen(kw_only=True, eq=False, repr=False)
class FlagLimitsResponse(Entity):
    """How many flags there may be (*limit*) and are (*current_usage*), by which contract."""

    limit: int
    is_trial: bool
    current_usage: int
    contract_status: FlagContractStatus | str


class FlagLimits(Operations):
    """How many feature flags there may be."""

    async def get_flag_limits(self) -> FlagLimitsResponse:
        """How many flags the account may have, and how many it has.

        ``(await ws.get_flag_limits()).current_usage``
        """
        return await self._call(app_call("GET", "{project}/feature-flags/limits/", one(FlagLimitsResponse)))
