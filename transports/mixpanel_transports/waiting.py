"""What a reply says of time: when it was sent, and when the next attempt may be made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC


def retry_after(headers: Mapping[str, str], wall_clock: Callable[[], float]) -> float | None:
    """Seconds to wait by the ``retry-after`` header, whole, fractional or as a date; None without a usable one.

    A date is compared with the reply's own ``date``, where it has one, so that clocks may differ.
    """
    value = headers.get("retry-after", "").strip()
    seconds = _number(value)
    if seconds is None and (until := moment(value)) is not None:
        asked_at = moment(headers.get("date", ""))
        seconds = until - (wall_clock() if asked_at is None else asked_at)
    return None if seconds is None else max(seconds, 0.0)


def _number(value: str) -> float | None:
    return float(value) if value.replace(".", "", 1).isdecimal() else None


def moment(value: str) -> float | None:
    """Seconds since the epoch of a *value* that is a date of HTTP, which without a zone is one of UTC; else None."""
    # Half the cost of importing the layers, for a header few replies have.
    from email.utils import parsedate_to_datetime

    try:
        found = parsedate_to_datetime(value)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
