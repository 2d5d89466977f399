"""Saved reports themselves: what is known of one, and what is said to make or change it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from attrs import field, frozen

from mixpanel_async.entities._choices import one_of
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.entities._open import as_sent
from mixpanel_async.entities._unset import UNSET, Unset

__all__ = [
    "Bookmark",
    "BookmarkMetadata",
    "BookmarkTypeLiteral",
    "BulkUpdateBookmarkEntry",
    "CreateBookmarkParams",
    "UpdateBookmarkParams",
]

BookmarkTypeLiteral = Literal["insights", "funnels", "retention", "flows", "user"]
"""The reports that can be made."""


@frozen(kw_only=True, eq=False, repr=False)
class BookmarkMetadata(Entity):
    """How a saved report is shown and counted; each type of report has its own. The window is in days."""

    table_display_mode: str | None = None
    compare_enabled: bool | None = None
    compare_filters: tuple[Any, ...] | None = None
    retention_calculation_type: str | None = None
    event_name: str | None = None
    funnel_conversion_window: int | None = None
    funnel_breakdown_limit: int | None = None


@frozen(kw_only=True, eq=False, repr=False)
class Bookmark(Entity):
    """A saved report. Its *params* are the question, as ``build_params`` and its like make them.

    *bookmark_type* is ``insights``, ``funnels``, ``retention``, ``flows`` ...; *original_type* what it was before it
    was converted. The ``can_`` fields are about the account that asks.
    """

    id: int
    name: str
    bookmark_type: str = field(metadata={"wire": "type"})
    project_id: int | None = None
    description: str | None = None
    icon: str | None = None
    params: Mapping[str, Any] | None = None
    dashboard_id: int | None = None
    include_in_dashboard: bool | None = None
    is_default: bool | None = None
    creator_id: int | None = None
    creator_name: str | None = None
    creator_email: str | None = None
    created: datetime | None = None
    modified: datetime | None = None
    last_modified_by_id: int | None = None
    last_modified_by_name: str | None = None
    last_modified_by_email: str | None = None
    metadata: BookmarkMetadata | None = None
    is_visibility_restricted: bool | None = None
    is_modification_restricted: bool | None = None
    can_update_basic: bool | None = None
    can_view: bool | None = None
    can_share: bool | None = None
    generation_type: str | None = None
    original_type: str | None = None
    unique_view_count: int | None = None
    total_view_count: int | None = None


@as_sent
@frozen(kw_only=True, eq=False, repr=False)
class CreateBookmarkParams(Params):
    """A report to be saved: *params* are a result's ``params``, or those of ``build_params`` and its like.

    *bookmark_type* must be theirs. *dashboard_id* is where it stands: a report needs a dashboard.
    """

    name: str
    bookmark_type: BookmarkTypeLiteral = field(metadata={"wire": "type"}, validator=one_of(BookmarkTypeLiteral))
    params: Mapping[str, Any]
    description: str | Unset | None = UNSET
    icon: str | Unset | None = UNSET
    dashboard_id: int | Unset | None = UNSET
    is_visibility_restricted: bool | Unset | None = UNSET
    is_modification_restricted: bool | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class UpdateBookmarkParams(Params):
    """What to change of a saved report. *params* replace those it has; *deleted* hides it, and can be taken back."""

    name: str | Unset | None = UNSET
    params: Mapping[str, Any] | Unset | None = UNSET
    description: str | Unset | None = UNSET
    icon: str | Unset | None = UNSET
    dashboard_id: int | Unset | None = UNSET
    is_visibility_restricted: bool | Unset | None = UNSET
    is_modification_restricted: bool | Unset | None = UNSET
    deleted: bool | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class BulkUpdateBookmarkEntry(Params):
    """What to change of the saved report *id*, one of several. *params* replace those it has."""

    id: int
    name: str | Unset | None = UNSET
    params: Mapping[str, Any] | Unset | None = UNSET
    description: str | Unset | None = UNSET
    icon: str | Unset | None = UNSET
    is_visibility_restricted: bool | Unset | None = UNSET
    is_modification_restricted: bool | Unset | None = UNSET
