"""What the server will stop answering, and the warning about it at the caller's line."""

from __future__ import annotations

import inspect
import warnings
from types import FrameType

from attrs import frozen

# Frames of these packages are ours; the first one beyond them is the caller's.
_OURS = ("mixpanel_async", "mixpanel_sync", "mixpanel_transports")


@frozen
class Deprecation:
    """*name* is deprecated *since* a version of ours, because of *why*; *instead* says what to write in its place."""

    name: str
    since: str
    why: str
    instead: str

    def warn(self) -> None:
        """Give a ``DeprecationWarning`` that points at the line outside this library from which the call came."""
        text = f"{self.name} is deprecated since {self.since}: {self.why}; use {self.instead}"
        warnings.warn(text, DeprecationWarning, stacklevel=_level(inspect.currentframe()))


def _level(frame: FrameType | None) -> int:
    """How many frames above ``warn`` the caller stands, as ``stacklevel`` counts them."""
    level = 1
    while frame is not None and _is_ours(frame):
        frame, level = frame.f_back, level + 1
    return level


def _is_ours(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0] in _OURS
