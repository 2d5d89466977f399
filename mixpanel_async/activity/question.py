"""What is asked of an activity feed, checked and as it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from attrs import field, frozen

from mixpanel_async.arguments import at_least_one_if_given, texts
from mixpanel_async.dates import Day, day_range, day_text, days_later
from mixpanel_async.errors import ParamValidationError

DEFAULT_SPAN = 30
"""Days that are asked for where their beginning is left open."""

_CONTRADICTION = "QUERY_FAILED"  # documented for options that cannot go together, though nothing is sent


class FeedOptions(TypedDict, total=False):
    """Everything that may be said beside whose events are meant."""

    from_date: Day | None
    to_date: Day | None
    limit: int | None
    include_events: Sequence[str] | None
    exclude_events: Sequence[str] | None
    sentinel_event: Mapping[str, Any] | None
    paging_window: int | None
    search: str | None
    search_properties: Sequence[Mapping[str, Any]] | None
    use_custom_events: bool


def _whose(values: Sequence[str]) -> list[str]:
    ids = texts(values, "distinct_ids")
    if not ids:
        raise ParamValidationError(f"distinct_ids is {values!r}; name at least one user")
    return ids


def _first(day: Day | None) -> str | None:
    return None if day is None else day_text(day, "from_date")


def _last(day: Day | None) -> str | None:
    return None if day is None else day_text(day, "to_date")


def _included(names: Sequence[str] | None) -> list[str] | None:
    return None if names is None else texts(names, "include_events")


def _excluded(names: Sequence[str] | None) -> list[str] | None:
    return None if names is None else texts(names, "exclude_events")


@frozen
class FeedQuestion:
    """The events of *distinct_ids* that are asked for."""

    distinct_ids: list[str] = field(converter=_whose)
    from_date: str | None = field(default=None, kw_only=True, converter=_first)
    to_date: str | None = field(default=None, kw_only=True, converter=_last)
    limit: int | None = field(default=None, kw_only=True)
    include_events: list[str] | None = field(default=None, kw_only=True, converter=_included)
    exclude_events: list[str] | None = field(default=None, kw_only=True, converter=_excluded)
    sentinel_event: Mapping[str, Any] | None = field(default=None, kw_only=True)
    paging_window: int | None = field(default=None, kw_only=True)
    search: str | None = field(default=None, kw_only=True)
    search_properties: Sequence[Mapping[str, Any]] | None = field(default=None, kw_only=True)
    use_custom_events: bool = field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.from_date and self.to_date:
            day_range(self.from_date, self.to_date)
        for name in ("limit", "paging_window"):
            at_least_one_if_given(getattr(self, name), name)
        if self.include_events and self.exclude_events:
            raise ParamValidationError("include_events and exclude_events exclude each other; give one", _CONTRADICTION)
        if self.search_properties and not self.search:
            raise ParamValidationError("search_properties say where to look; give search, what for", _CONTRADICTION)

    def body(self, project: str, view: int) -> dict[str, Any]:
        """What is sent for a *project* and its data *view*."""
        options = {
            "limit": self.limit,
            "include_events": self.include_events,
            "exclude_events": self.exclude_events,
            "sentinel_event": self.sentinel_event,
            "paging_window": self.paging_window,
            "search": self.search,
            "search_properties": self.search_properties,
            "use_custom_events": self.use_custom_events or None,
        }
        return {
            "project_id": project,
            "workspace_id": view,
            "bookmark": {"dateRange": _date_range(self.from_date, self.to_date), "entries": []},
            "distinct_ids": self.distinct_ids,
            "mode": "raw",
            **{name: value for name, value in options.items() if value is not None},
        }


def _date_range(first: str | None, last: str | None) -> dict[str, Any]:
    """The days as the server reads them; a beginning left open is 30 days before the end."""
    if last is not None:
        return {"type": "between", "from": first or days_later(last, -DEFAULT_SPAN), "to": last}
    if first is not None:
        return {"type": "since", "from": first}
    return {"type": "relative_after", "window": {"unit": "day", "value": DEFAULT_SPAN}}
