"""What the server will stop answering, and the warning about it at the caller's line."""

from __future__ import annotations

from attrs import frozen

from mixpanel_async.callers import warn_caller


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
        warn_caller(DeprecationWarning(text))
