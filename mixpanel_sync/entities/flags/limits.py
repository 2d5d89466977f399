# Generated from mixpanel_async.entities.flags.limits by mixpanel_sync._generate: edit that module, not this one.
"""How many feature flags there may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_async.entities.flags.limits import FlagLimitsResponse
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.flags import limits as core


class FlagLimits(Face):
    """How many feature flags there may be."""

    _core: core.FlagLimits

    def get_flag_limits(self) -> FlagLimitsResponse:
        """How many flags the account may have, and how many it has.

        ``(ws.get_flag_limits()).current_usage``
        """
        return drive(self._core.get_flag_limits())
