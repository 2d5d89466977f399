"""Links to reports, and the reports that links lead to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from attrs import frozen

from mixpanel_async.entities.bookmarks.reports import Bookmark
from mixpanel_async.results import Value
from mixpanel_async.session import Region

__all__ = ["ReportLink", "ReportLinkType", "ResolvedReport"]

ReportLinkType = Literal["insights", "funnels", "retention", "flows"]
"""The reports that links can be made to, and that can be asked by a link."""


@frozen
class ReportLink(Value):
    """A link to a report that need not be saved: *url* opens it in the app.

    *workspace_id* is the data view that it opens in; None leaves that to the app. *bookmark_id* is the saved report it
    was made from. *created_at* is as the server writes it.
    """

    url: str
    slug: str
    report_type: ReportLinkType
    project_id: int
    workspace_id: int | None
    name: str = ""
    description: str = ""
    bookmark_id: int | None = None
    created_at: str | None = None


@frozen
class ResolvedReport(Value):
    """The report that a link (*input*) leads to: *params* are its question.

    *source* says how the link names it: by a *slug*, or as a saved report, which *bookmark* then is. *url* is its plain
    address; *expanded_url* is where a short link led. *workspace_id* is the data view that it is asked in. *overrides*
    are changes that the link lays over a saved report; *params* are without them.
    """

    source: Literal["slug", "bookmark"]
    report_type: str
    params: Mapping[str, Any]
    project_id: int
    workspace_id: int | None
    region: Region
    url: str
    input: str
    expanded_url: str | None = None
    slug: str | None = None
    bookmark_id: int | None = None
    bookmark: Bookmark | None = None
    name: str | None = None
    description: str | None = None
    overrides: Mapping[str, Any] | None = None
