"""Which of the saved metrics are asked for."""

from __future__ import annotations

from mixpanel_async.connection import Connection
from mixpanel_async.entities._saved import chosen
from mixpanel_async.entities.metrics.definitions import KINDS
from mixpanel_async.entities.metrics.saved import METRICS, SavedMetric


async def listed(
    connection: Connection, kind: str | None, verified: bool | None, name_contains: str | None, *, viewable_only: bool
) -> list[SavedMetric]:
    """Those of one *kind*, (not) *verified*, with a text in their names; of what can be looked at, or of all."""
    every = await connection.perform(METRICS.every())
    found = chosen(every, kind, KINDS, name_contains)
    return [each for each in found if _is_meant(each, verified) and not (viewable_only and each.can_view is False)]


def _is_meant(metric: SavedMetric, verified: bool | None) -> bool:
    return verified is None or bool(metric.verified) is verified
