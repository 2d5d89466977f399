"""How far a zone's clocks are ahead of UTC, and when that changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

# Since 1970 no clocks were changed twice within six days.
_CALM_MS: Final = 6 * 86_400_000


def offset_at(zone: ZoneInfo, ms: int) -> int:
    """Milliseconds the clocks of *zone* are ahead of UTC at *ms*."""
    moment = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=ms)
    offset = moment.astimezone(zone).utcoffset() or timedelta()
    return offset // timedelta(milliseconds=1)


def offsets(zone: ZoneInfo, start: int, end: int) -> list[tuple[int, int]]:
    """The offsets of *zone* between *start* and *end*, each with the instant at which it ends."""
    found = []
    known = offset_at(zone, start)
    for low in range(start, end, _CALM_MS):
        high = min(low + _CALM_MS, end)
        if (offset := offset_at(zone, high)) != known:
            found.append((_change(zone, low, high), known))
            known = offset
    return [*found, (end, known)]


def _change(zone: ZoneInfo, low: int, high: int) -> int:
    before = offset_at(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset_at(zone, middle) == before else (low, middle)
    return high
