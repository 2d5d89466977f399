"""An event that is frequent today."""

from __future__ import annotations

from typing import Any

from attrs import frozen


@frozen
class TopEvent:
    """An event of today: its *count*, and the change against the same time yesterday (0.1 is ten percent more)."""

    event: str
    count: int
    percent_change: float

    def to_dict(self) -> dict[str, Any]:
        """The same as plain data."""
        return {"event": self.event, "count": self.count, "percent_change": self.percent_change}


def read_top_events(reply: Any) -> list[TopEvent]:
    """The rows of GET /events/top."""
    return [
        TopEvent(row["event"], row["amount"], row["percent_change"])
        for row in (reply.get("events", ()) if isinstance(reply, dict) else ())
    ]
