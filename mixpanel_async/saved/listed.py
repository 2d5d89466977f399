"""What lists of saved things say of each: reports, funnels, cohorts."""

from __future__ import annotations

from typing import Any, Self, cast

from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.queries.bookmark.rules import BookmarkType
from mixpanel_async.results import Value


@frozen
class BookmarkInfo(Value):
    """A saved report: *id* is for ``query_saved_report``, times are ISO text.

    *type* may be one that Mixpanel added since.
    """

    id: int
    name: str
    type: BookmarkType
    project_id: int
    created: str
    modified: str
    workspace_id: int | None = None
    dashboard_id: int | None = None
    description: str | None = None
    creator_id: int | None = None
    creator_name: str | None = None

    @classmethod
    def read(cls, row: Answer) -> Self:
        """The report a row is about."""
        return cls(
            row.get("id").whole(),
            row.get("name").text_or(),
            cast("BookmarkType", row.get("type").text()),
            row.get("project_id").whole(),
            row.get("created").text_or(),
            row.get("modified").text_or(),
            row.get("workspace_id").if_given(Answer.whole),
            row.get("dashboard_id").if_given(Answer.whole),
            row.get("description").if_given(Answer.text),
            row.get("creator_id").if_given(Answer.whole),
            row.get("creator_name").if_given(Answer.text),
        )

    def to_dict(self) -> dict[str, Any]:
        """What is known of it, as plain data."""
        return {name: value for name, value in super().to_dict().items() if value is not None}


@frozen
class FunnelInfo(Value):
    """A saved funnel; *funnel_id* is for ``funnel``."""

    funnel_id: int
    name: str

    @classmethod
    def read(cls, row: Answer) -> Self:
        """The funnel a row is about."""
        return cls(row.get("funnel_id").whole(), row.get("name").text())


@frozen
class SavedCohort(Value):
    """A saved cohort of *count* users or groups; *created* is ``2026-01-31 23:59:59``.

    The embedded Mixpanel says -1 of a cohort that it cannot count.
    """

    id: int
    name: str
    count: int
    description: str
    created: str
    is_visible: bool

    @classmethod
    def read(cls, row: Answer) -> Self:
        """The cohort a row is about."""
        return cls(
            row.get("id").whole(),
            row.get("name").text(),
            row.get("count").whole(),
            row.get("description").text_or(),
            row.get("created").text_or(),
            _flag(row.get("is_visible")),
        )


def bookmarks_in(answer: Answer) -> list[BookmarkInfo]:
    """The reports in *answer*, which wraps them once or twice; their order is the server's."""
    wrapped = answer.results()
    if not isinstance(wrapped.value, dict):
        return [BookmarkInfo.read(row) for row in wrapped.rows()]
    return [BookmarkInfo.read(row) for row in wrapped.part("results").items()]


def funnels_in(answer: Answer) -> list[FunnelInfo]:
    """The funnels in *answer*, by name."""
    return sorted(map(FunnelInfo.read, answer.rows()), key=lambda funnel: funnel.name)


def cohorts_in(answer: Answer) -> list[SavedCohort]:
    """The cohorts in *answer*, by name."""
    return sorted(map(SavedCohort.read, answer.rows()), key=lambda cohort: cohort.name)


def _flag(place: Answer) -> bool:
    """Whether it is true, which lists say as 1."""
    return bool(place.value) if place.value in (0, 1) else place.flag()
