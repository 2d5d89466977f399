"""Short links, which only the site can expand."""

from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import (
    AuthenticationError,
    QueryError,
    RateLimitError,
    ReportLinkNotFoundError,
    ReportLinkScopeMismatchError,
    ServerError,
    ShortLinkResolutionError,
    UnsupportedReportLinkError,
)
from mixpanel_transports.fake import json_reply, text_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised

SLUG = "AbCdEfGhJkLm"
SHORT = "https://mixpanel.com/s/abc"
LONG = f"https://mixpanel.com/project/12345/app/insights#{SLUG}"
RECORD = json_reply({"status": "ok", "results": {"slug": SLUG, "type": "insights", "params": {"sections": {}}}})


def to(place: str, status: int = 302) -> Reply:
    return text_reply("", status, {"location": place})


def page(script: str) -> Reply:
    return text_reply(f"<html><script>window.location.href = {script};</script></html>")


def ask(ws: Any) -> Any:
    return ws.resolve_report_link(SHORT)


@pytest.mark.parametrize(
    "hint",
    [
        *(to(LONG, status) for status in (301, 302, 303, 307, 308)),
        to(f"/project/12345/app/insights#{SLUG}"),
        page(f'"{LONG}"'),
        page(f"'{LONG}'"),
        page('"https:\\/\\/mixpanel.com\\u002Fproject/12345/app/insights\\x23' + SLUG + '"'),
    ],
)
def test_a_short_link_is_followed_by_one_step(hint: Reply) -> None:
    report, requests = both(ask, hint, RECORD)

    assert (report.input, report.expanded_url, report.url, report.slug) == (SHORT, LONG, LONG, SLUG)
    assert [(request.method, request.url) for request in requests] == [
        ("GET", SHORT),
        ("GET", f"https://mixpanel.com/api/app/projects/12345/bookmark-urls/{SLUG}/"),
    ]
    assert all(request.headers["authorization"].startswith("Basic ") for request in requests)


def test_the_site_of_the_region_is_asked() -> None:
    short, long = SHORT.replace("//", "//eu."), LONG.replace("//", "//eu.")
    _, requests = both(lambda ws: ws.resolve_report_link(short), to(long), RECORD, region="eu")

    assert requests[0].url == short


def test_a_proxy_gets_short_links_too() -> None:
    _, requests = both(ask, to(LONG), RECORD, base_url="http://127.0.0.1:8080")

    assert requests[0].url == "http://127.0.0.1:8080/s/abc"


def test_a_short_link_of_another_region_is_not_sent_anywhere() -> None:
    error, requests = raised(lambda ws: ws.resolve_report_link("https://eu.mixpanel.com/s/abc"))

    assert (type(error), requests) == (ReportLinkScopeMismatchError, [])


@pytest.mark.parametrize(
    "place",
    [
        f"https://example.com/project/12345/app/insights#{SLUG}",
        "//example.com/login",
        "javascript:alert(1)",
        "https://mixpanel.com/pricing",
        "https://mixpanel.com/s/def",
    ],
)
@pytest.mark.parametrize("hint", [to, lambda place: page(f'"{place}"')], ids=["redirect", "page"])
def test_where_it_leads_away_is_not_followed_and_learns_nothing(hint: Any, place: str) -> None:
    error, requests = raised(ask, hint(place))

    assert isinstance(error, ShortLinkResolutionError)
    assert error.code == "SHORT_LINK_RESOLUTION_ERROR"
    assert [request.url for request in requests] == [SHORT]


@pytest.mark.parametrize("hint", [to("/login/?next=/s/abc"), page('"https://mixpanel.com/login"')])
def test_a_login_page_is_a_failed_sign_in(hint: Reply) -> None:
    error, _ = raised(ask, hint)

    assert isinstance(error, AuthenticationError)
    assert str(error).endswith("open it in a browser and give the address it leads to")


def test_a_short_link_to_a_dashboard_says_so() -> None:
    error, _ = raised(ask, to("https://mixpanel.com/project/12345/app/boards#id=1001"))

    assert isinstance(error, UnsupportedReportLinkError)


def test_where_it_leads_into_another_project_is_not_asked_for() -> None:
    error, requests = raised(ask, to(LONG.replace("12345", "54321")))

    assert isinstance(error, ReportLinkScopeMismatchError)
    assert error.details == {"link": SHORT, "scope": "project", "there": "54321", "here": "12345"}
    assert len(requests) == 1


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (json_reply({"error": "x"}, 301), ShortLinkResolutionError, "SHORT_LINK_NO_LOCATION"),
        (text_reply("hello"), ShortLinkResolutionError, "SHORT_LINK_UNEXPECTED_RESPONSE"),
        (json_reply({"error": "x"}), ShortLinkResolutionError, "SHORT_LINK_UNEXPECTED_RESPONSE"),
        (text_reply("", 204), ShortLinkResolutionError, "SHORT_LINK_UNEXPECTED_RESPONSE"),
        (text_reply("x", 304), ShortLinkResolutionError, "SHORT_LINK_UNEXPECTED_RESPONSE"),
        (json_reply({"error": "x"}, 400), ShortLinkResolutionError, "SHORT_LINK_UNEXPECTED_RESPONSE"),
        (json_reply({"error": "x"}, 401), AuthenticationError, "AUTH_FAILED"),
        (json_reply({"error": "x"}, 403), QueryError, "QUERY_FAILED"),
        (text_reply("x", 404), ReportLinkNotFoundError, "SHORT_LINK_NOT_FOUND"),
        (json_reply({"error": "x"}, 429, {"retry-after": "9999"}), RateLimitError, "RATE_LIMITED"),
        (json_reply({"error": "x"}, 501), ServerError, "SERVER_ERROR"),
    ],
)
def test_every_other_answer_is_an_error_of_its_own(reply: Reply, kind: type[Exception], code: str) -> None:
    error, _ = raised(ask, reply)

    assert (type(error), getattr(error, "code", None)) == (kind, code)
