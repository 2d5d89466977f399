from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import (
    Bookmark,
    QueryError,
    ReportLinkError,
    ReportLinkNotFoundError,
    ReportLinkScopeMismatchError,
    ResolvedReport,
    ResponseValidationError,
)
from mixpanel_transports.fake import json_reply, text_reply
from tests.faces import both, raised

SLUG = "AbCdEfGhJkLm"
PARAMS = {"sections": {"show": []}}
RECORD = {"slug": SLUG, "type": "funnels", "params": PARAMS, "name": "n", "description": "d", "bookmark_id": 7}
REPORT = {"id": 2002, "name": "Logins", "type": "insights", "params": PARAMS}
SAVED = "https://mixpanel.com/project/12345/view/67890/app/insights#report/2002/logins/~(a~1)"


def resolve(link: str, *script: Any, **options: Any) -> Any:
    return both(lambda ws: ws.resolve_report_link(link), *script, **options)


def test_a_slug_alone_is_a_report_of_this_project() -> None:
    report, (request,) = resolve(SLUG, json_reply({"status": "ok", "results": RECORD}))

    assert report == ResolvedReport(
        source="slug",
        report_type="funnels",
        params=PARAMS,
        project_id=12345,
        workspace_id=None,
        region="us",
        url=f"https://mixpanel.com/project/12345/app/insights#{SLUG}",
        input=SLUG,
        slug=SLUG,
        bookmark_id=7,
        name="n",
        description="d",
    )
    assert request.url.endswith(f"/projects/12345/bookmark-urls/{SLUG}/")


def test_a_slug_is_looked_up_in_the_project_whatever_data_view_is_pinned() -> None:
    report, (request,) = resolve(SLUG, json_reply({"results": RECORD}), workspace_id=77)

    assert (report.workspace_id, report.url) == (77, f"https://mixpanel.com/project/12345/view/77/app/insights#{SLUG}")
    assert request.url.endswith(f"/projects/12345/bookmark-urls/{SLUG}/")


def test_a_saved_report_comes_with_what_the_link_changes_of_it() -> None:
    report, (request,) = resolve(SAVED, json_reply({"status": "ok", "results": REPORT}))

    assert (report.source, report.bookmark_id, report.workspace_id) == ("bookmark", 2002, 67890)
    assert report.bookmark == Bookmark(id=2002, name="Logins", bookmark_type="insights", params=PARAMS)
    assert (report.params, report.overrides) == (PARAMS, {"a": 1})
    assert (report.url, report.input, report.expanded_url) == (SAVED, SAVED, None)
    assert request.url.endswith("/projects/12345/bookmarks/2002?v=2")
    assert report.to_dict()["bookmark"] == REPORT


@pytest.mark.parametrize(
    ("link", "code"), [(SLUG, "REPORT_LINK_SLUG_NOT_FOUND"), (SAVED, "REPORT_LINK_BOOKMARK_NOT_FOUND")]
)
def test_a_report_that_is_gone_is_not_found(link: str, code: str) -> None:
    error, _ = raised(lambda ws: ws.resolve_report_link(link), json_reply({"error": "nope"}, 404))

    assert isinstance(error, ReportLinkNotFoundError)
    assert isinstance(error, ReportLinkError)
    assert (error.code, error.details) == (code, {"link": link})
    assert isinstance(error.__cause__, QueryError)


def test_a_report_that_may_not_be_seen_is_refused_as_ever() -> None:
    error, _ = raised(lambda ws: ws.resolve_report_link(SLUG), text_reply("no", 403))

    assert type(error) is QueryError


@pytest.mark.parametrize(
    ("link", "options", "words"),
    [
        (
            SAVED.replace("12345", "1"),
            {},
            "leads to project 1, this Workspace looks at 12345; turn it there: ws.use(project='1')",
        ),
        (SAVED, {"region": "eu"}, "ws.use(region='us')"),
        (SAVED, {"workspace_id": 77}, "ws.use(workspace=67890)"),
    ],
    ids=["project", "region", "data view"],
)
def test_a_link_that_leads_elsewhere_is_not_sent(link: str, options: dict[str, Any], words: str) -> None:
    error, requests = raised(lambda ws: ws.resolve_report_link(link), **options)

    assert isinstance(error, ReportLinkScopeMismatchError)
    assert str(error).endswith(words)
    assert requests == []


@pytest.mark.parametrize(
    ("link", "results"), [(SLUG, {"type": "insights"}), (SLUG, {"params": {}}), (SAVED, REPORT | {"params": None})]
)
def test_a_report_without_its_question_is_refused(link: str, results: Any) -> None:
    error, _ = raised(lambda ws: ws.resolve_report_link(link), json_reply({"status": "ok", "results": results}))

    assert isinstance(error, ResponseValidationError)
