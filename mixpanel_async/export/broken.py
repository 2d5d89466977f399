"""What an export that is not whole looks like, and whether asking again may help."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from mixpanel_async.errors import (
    APIError,
    ConnectionFailed,
    DeadlineExceeded,
    ExportError,
    RateLimitError,
    ServerError,
)

BROKEN: Final = "EXPORT_BROKEN"
TOO_MUCH: Final = "EXPORT_TERMINATED"
DOUBTFUL: Final = "EXPORT_DOUBTFUL"
EXCERPT: Final = 200

Masked = Callable[[bytes], bytes]
"""Takes credentials out of what a server has said."""

_TIMED_OUT: Final = 408
# Not documented; seen since 2017 as the last line: github.com/mixpanel/mixpanel-utils/issues/5
_TERMINATED: Final = re.compile(rb"terminated early", re.IGNORECASE)
_EVENT_BEGINS: Final = re.compile(rb'\s*\{\s*"(event|properties)"')


def text_of(line: bytes) -> str:
    """The beginning of *line*, to be shown."""
    return line[: 4 * EXCERPT].decode("utf-8", "replace").strip()[:EXCERPT]


def no_event(line: bytes, number: int, masked: Masked) -> ExportError:
    """Line *number* is something that the server, or whoever is in between, says instead of events.

    It is shown *masked*: servers repeat what they were sent.
    """
    line = masked(line)
    terminated = _TERMINATED.search(line) is not None
    return ExportError(
        f"line {number} of the export is no event but {text_of(line)!r}; the rows before it are not all there are: "
        + ("ask for fewer days at once" if terminated else "ask the same days again, or fewer of them"),
        TOO_MUCH if terminated else BROKEN,
        details={"line": number, "text": text_of(line)},
    )


def may_be_data(line: bytes) -> bool:
    """Whether a line that is no event may yet be one that was recorded in a bad form."""
    return _EVENT_BEGINS.match(line) is not None and _TERMINATED.search(line) is None


def passes(error: Exception) -> bool:
    """Whether the same question may be answered well the next time."""
    if isinstance(error, APIError) and error.status_code == _TIMED_OUT:
        return True
    return isinstance(error, (ConnectionFailed, DeadlineExceeded, ServerError, RateLimitError)) or (
        isinstance(error, ExportError) and error.code in (BROKEN, TOO_MUCH, DOUBTFUL)
    )


def asks_for_less(error: Exception) -> bool:
    """Whether less at once is more likely to be answered: the server gave up, or took too long."""
    if isinstance(error, APIError):
        return error.status_code in (_TIMED_OUT, 504)
    return isinstance(error, DeadlineExceeded) or (isinstance(error, ExportError) and error.code == TOO_MUCH)
