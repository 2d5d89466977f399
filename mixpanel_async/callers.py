"""Warnings at the line outside this library from which a call came."""

from __future__ import annotations

import inspect
import warnings
from types import FrameType

# Frames of these packages are ours; the first one beyond them is the caller's.
_OURS = ("mixpanel_async", "mixpanel_sync", "mixpanel_transports")


def warn_caller(warning: Warning) -> None:
    """Give *warning*, pointing at the caller's line."""
    warnings.warn(warning, stacklevel=_level(inspect.currentframe()))


def _level(frame: FrameType | None) -> int:
    """How many frames above ``warn_caller`` the caller stands, as ``stacklevel`` counts them."""
    level = 1
    while frame is not None and _is_ours(frame):
        frame, level = frame.f_back, level + 1
    return level


def _is_ours(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0] in _OURS
