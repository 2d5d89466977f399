"""Lines that are no events: said by the server instead of events, or recorded in a bad form."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from mixpanel_async.export.broken import Masked, may_be_data, no_event
from mixpanel_async.export.extras import quarantined

if TYPE_CHECKING:
    from mixpanel_dataset import BadLine


class Suspects:
    """The bad lines of one body, written into *file* as they are found; the file is there once there are any.

    Two bodies with the same lines, in whatever order, have the same ``print``.
    """

    def __init__(self, file: Path, window: str) -> None:
        self.file = file
        self.count = 0
        self._window = window
        self._sum = 0

    @property
    def print(self) -> tuple[int, int]:
        """What tells these lines from others."""
        return self.count, self._sum

    def take(self, lines: Sequence[BadLine], masked: Masked) -> None:
        """Keep *lines*; one that cannot have been recorded raises ``ExportError``, which shows it *masked*."""
        for line in lines:
            if not may_be_data(line.content):
                raise no_event(line.content, line.number, masked)
        if lines:
            with self.file.open("a", encoding="utf-8") as quarantine:
                quarantine.writelines(quarantined(line, self._window) for line in lines)
        for line in lines:
            self._sum = (self._sum + int.from_bytes(blake2b(line.content.strip(), digest_size=8).digest())) % 2**64
        self.count += len(lines)

    def remove(self) -> None:
        """Remove the file."""
        self.file.unlink(missing_ok=True)
