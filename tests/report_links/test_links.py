from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import ParamTypeError, ReportLinkParseError, UnsupportedReportLinkError
from mixpanel_async.report_links.links import parsed

SLUG = "AbCdEfGhJkLm"
SITE = "https://mixpanel.com"
IN_VIEW = f"{SITE}/project/12345/view/67890/app"


def said(text: str) -> dict[str, Any]:
    """What a link says of its report, save where it says nothing."""
    link = parsed(text)
    names = ("region", "project_id", "workspace_id", "slug", "bookmark_id", "overrides", "code")
    return {name: value for name in names if (value := getattr(link, name)) is not None}


PLACE = {"region": "us", "project_id": "12345", "workspace_id": 67890}


@pytest.mark.parametrize(
    ("text", "report"),
    [
        (f"{IN_VIEW}/insights#{SLUG}", {"slug": SLUG}),
        (f"{IN_VIEW}/flows/#{SLUG}", {"slug": SLUG}),
        (f"{SITE}/report/12345/view/67890/insights#{SLUG}", {"slug": SLUG}),
        (f"{IN_VIEW}/insights#report/2002", {"bookmark_id": 2002}),
        (f"{IN_VIEW}/insights?utm=x#report/2002/daily-logins", {"bookmark_id": 2002}),
        (f"{IN_VIEW}/insights#segmentation-report/2002/x", {"bookmark_id": 2002}),
        (f"{IN_VIEW}/funnels#view/2002/sign%20up", {"bookmark_id": 2002}),
        (f"{IN_VIEW}/insights#report/2002/x/~(a~1)", {"bookmark_id": 2002, "overrides": {"a": 1}}),
        (f"{IN_VIEW}/insights#report/2002/~(a~%27x%29", {"bookmark_id": 2002, "overrides": {"a": "x"}}),
        (f"{IN_VIEW}/boards#id=1001&edited-bookmark={SLUG}", {"slug": SLUG}),
    ],
)
def test_an_address_says_project_data_view_and_report(text: str, report: dict[str, Any]) -> None:
    assert said(text) == PLACE | report


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f" {SLUG}\n", {"slug": SLUG}),
        ("_-3456789012", {"slug": "_-3456789012"}),
        (f"{SITE}/s/a1-B_", {"region": "us", "code": "a1-B_"}),
        ("https://eu.mixpanel.com/s/abc/", {"region": "eu", "code": "abc"}),
        ("in.mixpanel.com/s/abc", {"region": "in", "code": "abc"}),
        (f"HTTP://MIXPANEL.ORG/project/1/app/insights#{SLUG}", {"region": "us", "project_id": "1", "slug": SLUG}),
        (f"{SITE}/report/1/flows#{SLUG}", {"region": "us", "project_id": "1", "slug": SLUG}),
    ],
)
def test_slugs_and_short_links_say_less(text: str, what: dict[str, Any]) -> None:
    assert said(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2002",
        "short",
        f"https://example.com/project/1/app/insights#{SLUG}",
        f"https://mixpanel.com@example.com/project/1/app/insights#{SLUG}",
        f"https://mixpanel.com.example.com/project/1/app/insights#{SLUG}",
        f"ftp://mixpanel.com/project/1/app/insights#{SLUG}",
        "https://[::1/s/abc",
        f"{SITE}/s/",
        f"{SITE}/s/a/b",
        f"{SITE}/settings/project/1",
        f"{SITE}/project/x/app/insights#{SLUG}",
        f"{IN_VIEW}/insights",
        f"{IN_VIEW}/insights#",
        f"{IN_VIEW}/insights#report",
        f"{IN_VIEW}/insights#report/abc",
        f"{IN_VIEW}/insights#report/2002/~(a~",
        f"{IN_VIEW}/insights#report/2002/~(~1)",
        f"{IN_VIEW}/insights#report/2002/~{'(~' * 5000}",
        f"{IN_VIEW}/boards#edited-bookmark=abc",
    ],
)
def test_what_is_no_link_to_a_report_is_refused(text: str) -> None:
    with pytest.raises(ReportLinkParseError, match="is no link to a report: ") as caught:
        parsed(text)
    assert (caught.value.code, caught.value.details) == ("REPORT_LINK_UNPARSEABLE", {"link": text})


@pytest.mark.parametrize(
    ("text", "way_on"),
    [
        (f"{IN_VIEW}/boards#id=1001", "dashboard 1001; take a report"),
        (f"{IN_VIEW}/insights#~(sections~())", "share it anew"),
    ],
)
def test_a_dashboard_and_the_old_form_are_named(text: str, way_on: str) -> None:
    with pytest.raises(UnsupportedReportLinkError, match=way_on) as caught:
        parsed(text)
    assert caught.value.code == "UNSUPPORTED_REPORT_LINK"


def test_a_number_is_no_link() -> None:
    with pytest.raises(ParamTypeError, match="link is 2002"):
        parsed(2002)  # type: ignore[arg-type]  # what is wrong is tested
