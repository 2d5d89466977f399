"""An event that is frequent today."""

from __future__ import annotations

from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.place import Number
from mixpanel_async.results import Value


@frozen
class TopEvent(Value):
    """An event of today: its *count*, and the change against the same time yesterday (0.1 is ten percent more).

    The *count* is a whole number, or a fraction where the average per user was asked for.
    """

    event: str
    count: Number
    percent_change: float


def read_top_events(answer: Answer) -> list[TopEvent]:
    """The rows of GET /events/top."""
    return [
        TopEvent(row.get("event").text(), row.get("amount").number(), row.get("percent_change").number())
        for row in answer.part("events").items()
    ]
