"""The two events of a retention question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import field, frozen

from mixpanel_async.errors import ValidationError
from mixpanel_async.specs.event_names import check_name
from mixpanel_async.specs.filtered_events import event_entry, filter_problems, own_filters
from mixpanel_async.specs.filters import Filter
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.words import FiltersCombinator

__all__ = ["RetentionEvent"]


@frozen(repr=False)
class RetentionEvent:
    """*event* where it passes *filters*: all of them, or any."""

    event: str
    filters: Sequence[Filter] | None = field(default=None, converter=own_filters)
    filters_combinator: FiltersCombinator = "all"

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        check_name(self.event, "event")

    def clause(self) -> dict[str, Any]:
        """Its entry in the ``behaviors`` of a retention."""
        return event_entry(self.event, self.filters, self.filters_combinator)

    def property_problems(self) -> Iterable[ValidationError]:
        """Rules that the custom properties of its filters break."""
        return filter_problems(self.filters) if self.filters else ()
