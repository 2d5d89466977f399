"""What the embedded Mixpanel refuses, and why."""

from __future__ import annotations

from attrs import frozen

from mixpanel_dataset.errors import StoreError
from mixpanel_transports.errors import MixpanelError

__all__ = ["BadLine", "BadLineError", "BadRequest", "StoreError", "Unsupported"]


class Unsupported(MixpanelError):  # noqa: N818 - the documented name
    """Mixpanel can answer this and the embedded one cannot yet; the message names the call and the construct."""

    default_code = "LOCAL_UNSUPPORTED"


class ServingError(MixpanelError):
    """The store cannot be served in this way."""

    default_code = "LOCAL_SERVING"


class BadRequest(MixpanelError):  # noqa: N818
    """The request means nothing, to Mixpanel neither."""

    default_code = "LOCAL_BAD_REQUEST"


class NotFound(MixpanelError):  # noqa: N818
    """The request is about a thing that is not kept here."""

    default_code = "LOCAL_NOT_FOUND"


@frozen
class BadLine:
    """A line that is no event or profile: where it stands and what is wrong with it."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class BadLineError(StoreError):
    """An imported file holds a line that cannot be kept; nothing was imported."""

    def __init__(self, bad: BadLine) -> None:
        self.bad_line = bad
        super().__init__(
            f"{bad}; nothing was imported. Correct the line, or pass on_bad_line= to collect such lines and go on",
            details={"file": bad.file, "line": bad.line, "reason": bad.reason},
        )
