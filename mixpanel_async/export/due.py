"""Which days are to be fetched: those that are missing, and those that were fetched too early."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from mixpanel_async.errors import ParamValidationError
from mixpanel_async.export.journal import Slot
from mixpanel_async.export.question import EventsExport
from mixpanel_async.export.windows import Window, days_between

_DAY: Final = timedelta(days=1).total_seconds()


def asked_for(question: EventsExport, known: Collection[str], today: date) -> Window:
    """The days a question is about: what it leaves open is the first day that is *known*, and *today*."""
    first = question.from_date or min(known, default=None)
    if first is None:
        raise ParamValidationError("there is nothing yet to go on from; give from_date")
    window = Window.of(first, question.to_date or today)
    if window.first > window.last:
        raise ParamValidationError(f"from_date {window.first} is after to_date {window.last}")
    return window


def due(question: EventsExport, asked: Window, covered: Mapping[str, Slot], *, chain: int, now: float) -> list[date]:
    """The days of *asked* that are missing, or may have changed since they were fetched.

    That is: fetched before they were over, unless that is still so *now*; of an incremental export, fetched less than
    its look-back after that. What this *chain* of runs has fetched is not fetched by it again, but for days that were
    not over then and are now.
    """

    def is_due(day: date) -> bool:
        slot = covered.get(day.isoformat())
        if slot is None or slot.fetched < _end(question, day) <= now:
            return True
        return slot.chain != chain and _may_have_changed(question, day, slot, now)

    return [day for day in days_between(asked.first, asked.last) if is_due(day)]


def _may_have_changed(question: EventsExport, day: date, slot: Slot, now: float) -> bool:
    over = _end(question, day)
    if question.incremental:
        return slot.fetched < over + question.look_back * _DAY
    # A clock from before the server sent the day has been set back, and does not tell whether the day is over.
    return slot.fetched < over and not slot.fetched <= now < over


def _end(question: EventsExport, day: date) -> float:
    """When *day* is over, as the server counts days."""
    return datetime.combine(day + timedelta(days=1), time(), question.clock or UTC).timestamp()
