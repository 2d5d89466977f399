"""Dashboards themselves: what is known of one, and what is said to make or change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from attrs import Attribute, field, frozen

from mixpanel_async.entities._choices import one_of
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.errors import ParamValidationError

__all__ = [
    "CreateDashboardParams",
    "Dashboard",
    "DashboardRow",
    "DashboardRowContent",
    "UpdateDashboardParams",
]

MAX_PER_ROW = 4
"""Things side by side on a dashboard."""


@frozen(kw_only=True, eq=False, repr=False)
class Dashboard(Entity):
    """A board of reports and text; Mixpanel's pages say *Boards*.

    *layout* (rows and their order) and *contents* (what stands in them) come with one dashboard, seldom with lists.
    *filters*, *breakdowns* and *time_filter* hold for every report on it. The ``can_`` fields are about the
    account that asks.
    """

    id: int
    title: str
    description: str | None = None
    is_private: bool = False
    is_restricted: bool = False
    creator_id: int | None = None
    creator_name: str | None = None
    creator_email: str | None = None
    created: datetime | None = None
    modified: datetime | None = None
    is_favorited: bool = False
    pinned_date: str | None = None
    layout_version: Any = None
    unique_view_count: int | None = None
    total_view_count: int | None = None
    last_modified_by_id: int | None = None
    last_modified_by_name: str | None = None
    last_modified_by_email: str | None = None
    filters: tuple[Any, ...] | None = None
    breakdowns: tuple[Any, ...] | None = None
    time_filter: Any = None
    generation_type: str | None = None
    parent_dashboard_id: int | None = None
    child_dashboards: tuple[Any, ...] | None = None
    can_update_basic: bool = False
    can_share: bool = False
    can_view: bool = False
    can_update_restricted: bool = False
    can_update_visibility: bool = False
    is_superadmin: bool = False
    allow_staff_override: bool = False
    can_pin: bool = False
    is_shared_with_project: bool = False
    creator: str | None = None
    ancestors: tuple[Any, ...] = ()
    layout: Any = None
    contents: Any = None
    num_active_public_links: int | None = None
    new_content: Any = None
    template_type: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class DashboardRowContent(Params):
    """A text card or a report of a new dashboard.

    Text has ``{"markdown": "<h2>Overview</h2>"}``, a report ``{"bookmark": {"name": ..., "type": "insights", "params":
    json.dumps(result.params)}}``: its params are JSON in a text.
    """

    content_type: Literal["text", "report"] = field(validator=one_of(Literal["text", "report"]))
    content_params: Mapping[str, Any]


def _fits_in_a_row(_: object, each: Attribute[Any], contents: Sequence[object]) -> None:
    if not 1 <= len(contents) <= MAX_PER_ROW:
        raise ParamValidationError(
            f"DashboardRow: {each.name} are {len(contents)}; a row holds 1 to {MAX_PER_ROW}, begin another row"
        )


@frozen(kw_only=True, eq=False, repr=False)
class DashboardRow(Params):
    """One to four things side by side on a new dashboard; Mixpanel shares the width among them."""

    contents: Sequence[DashboardRowContent] = field(validator=_fits_in_a_row)


@frozen(kw_only=True, eq=False, repr=False)
class CreateDashboardParams(Params):
    """A dashboard to be made, empty, with *rows*, or as a copy of another (*duplicate* is its id).

    Only *rows* choose what stands beside what.
    """

    title: str
    description: str | Unset | None = UNSET
    is_private: bool | Unset | None = UNSET
    is_restricted: bool | Unset | None = UNSET
    filters: Sequence[Any] | Unset | None = UNSET
    breakdowns: Sequence[Any] | Unset | None = UNSET
    time_filter: Mapping[str, Any] | Unset | None = UNSET
    duplicate: int | Unset | None = UNSET
    rows: Sequence[DashboardRow] | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class UpdateDashboardParams(Params):
    """What to change of a dashboard.

    *content* is one thing to do to what stands on it: ``{"action": "create", "content_type": "text", "content_params":
    {"markdown": "<p>Hi</p>"}}``. *layout* replaces rows and their order.
    """

    title: str | Unset | None = UNSET
    description: str | Unset | None = UNSET
    is_private: bool | Unset | None = UNSET
    is_restricted: bool | Unset | None = UNSET
    filters: Sequence[Any] | Unset | None = UNSET
    breakdowns: Sequence[Any] | Unset | None = UNSET
    time_filter: Mapping[str, Any] | Unset | None = UNSET
    layout: Mapping[str, Any] | Unset | None = UNSET
    content: Mapping[str, Any] | Unset | None = UNSET
