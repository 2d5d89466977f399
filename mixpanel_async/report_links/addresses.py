"""Where reports stand on the site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mixpanel_async.errors import ParamValidationError
from mixpanel_async.queries.bookmark.rules import BookmarkType
from mixpanel_async.session import SITES, Session

LinkedReport = BookmarkType | Literal["funnel"]
"""The types of saved reports that have an address, one of them by two names."""

_PLACES: Mapping[str, str] = {
    "insights": "insights#report",
    "funnels": "funnels#view",
    "funnel": "funnels#view",
    "retention": "retention#report",
    "flows": "flows#report",
    "launch-analysis": "impact#report",
}


def saved_address(session: Session, report_type: str, bookmark_id: int, view: int | None) -> str:
    """The address of a saved report."""
    if report_type not in tuple(_PLACES):
        raise ParamValidationError(
            f"report_type is {report_type!r}; it is one of {', '.join(_PLACES)}", "RL1_UNKNOWN_REPORT_TYPE"
        )
    return f"{_project(session, view)}/app/{_PLACES[report_type]}/{bookmark_id}"


def slug_address(session: Session, report_type: str, slug: str, view: int | None) -> str:
    """The address of a report that is not saved; funnels and retention open in the insights app."""
    app = "flows" if report_type == "flows" else "insights"
    return f"{_project(session, view)}/app/{app}#{slug}"


def _project(session: Session, view: int | None) -> str:
    """The project's address; without a *view* the site shows the default one."""
    view = view or session.workspace_id
    return f"{SITES[session.region]}/project/{session.project_id}" + (f"/view/{view}" if view else "")
