"""A base that waits for nothing."""

from __future__ import annotations


class Linked:
    """Things with an address."""

    @property
    def address(self) -> str:
        """Where to find it."""
        return "https://shop.example"
