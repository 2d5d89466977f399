"""When a reply says that the next attempt may be made."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def retry_after(headers: Mapping[str, str], wall_clock: Callable[[], float]) -> float | None:
    """Seconds to wait by the ``retry-after`` header, whole, fractional or as a date; None without a usable one.

    A date is compared with the reply's own ``date``, where it has one, so that clocks may differ.
    """
    value = headers.get("retry-after", "").strip()
    seconds = _number(value)
    if seconds is None and (moment := _moment(value)) is not None:
        asked_at = _moment(headers.get("date", ""))
        seconds = moment - (wall_clock() if asked_at is None else asked_at)
    return None if seconds is None else max(seconds, 0.0)


def _number(value: str) -> float | None:
    return float(value) if value.replace(".", "", 1).isdecimal() else None


def _moment(value: str) -> float | None:
    """Seconds since the epoch."""
    # Half the cost of importing the layers, for a header few replies have.
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(value).timestamp()
    except ValueError:
        return None
