"""Why a record is not taken."""

from __future__ import annotations


class RefusedError(ValueError):
    """A record that is not taken: which *field* is wrong, and how."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message
