"""Parts of a whole."""

from __future__ import annotations

from mixpanel_async.place import Number


def rate(part: Number, whole: Number) -> float:
    """Which part of *whole* it is, 0 to 1; of nothing, 0.0."""
    return part / whole if whole else 0.0
