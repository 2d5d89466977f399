"""What a link to a report says: which report, of which project, in which region."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from attrs import evolve, frozen

from mixpanel_async.errors import ParamTypeError, ReportLinkParseError, UnsupportedReportLinkError
from mixpanel_async.report_links.jsurl import decoded
from mixpanel_async.session import SITES, Region

_REGIONS: Mapping[str | None, Region] = {
    "mixpanel.org": "us",
    **{urlsplit(site).hostname: region for region, site in SITES.items()},
}
"""The regions by the hosts of their sites."""

_SLUG = re.compile(r"[0-9A-Za-z_-]{12}")
_SHORT = re.compile(r"/s/([\w-]+)/?", re.ASCII)
_IN_PROJECT = re.compile(
    r"/(?:project/(\d+)(?:/view/(\d+))?/app|report/(\d+)(?:/view/(\d+))?)/[\w-]+/?",
    re.ASCII,
)
_SAVED = re.compile(r"(?:report|segmentation-report|view)/(\d+)(?:/.*)?", re.ASCII)
_OVERRIDES = re.compile(r"/(~\(.*)$")
_SHAPES = "https://mixpanel.com/project/1/app/insights#report/2, ...#AbCdEfGhJkLm, https://mixpanel.com/s/abc"


@frozen
class Link:
    """What a link says, None where it says nothing: a report has a *slug* or a *bookmark_id*, a short link a *code*.

    *text* is the link as it was given, *url* the whole address, *overrides* what it lays over the saved report.
    """

    text: str
    url: str | None = None
    region: Region | None = None
    project_id: str | None = None
    workspace_id: int | None = None
    slug: str | None = None
    bookmark_id: int | None = None
    overrides: Mapping[str, Any] | None = None
    code: str | None = None


def parsed(text: str) -> Link:
    """What *text* says: a slug, the address of a report, a short link."""
    if not isinstance(text, str):
        raise ParamTypeError(f"link is {text!r}; give the address of a report, such as {_SHAPES}")
    given = text.strip()
    if _SLUG.fullmatch(given):
        return Link(text, slug=given)
    address = _split(given)
    region = _REGIONS.get(address.hostname)
    if region is None:
        raise _unread(text, "it is no slug, and no address of mixpanel.com, eu.mixpanel.com or in.mixpanel.com")
    if short := _SHORT.fullmatch(address.path):
        return Link(text, address.geturl(), region, code=short[1])
    found = _IN_PROJECT.fullmatch(address.path)
    if not found:
        raise _unread(text, f"{address.path!r} is no place of reports")
    project, view = found[1] or found[3], found[2] or found[4]
    return _report(Link(text, address.geturl(), region, project, int(view) if view else None), address.fragment)


def _split(text: str) -> SplitResult:
    """The parts of an address, which may go without ``https://``."""
    try:
        return urlsplit(text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}")
    except ValueError as problem:
        raise _unread(text, str(problem)) from problem


def _report(place: Link, fragment: str) -> Link:
    """The report of a *place* that the part behind ``#`` names."""
    if _SLUG.fullmatch(fragment):
        return evolve(place, slug=fragment)
    if saved := _SAVED.fullmatch(fragment):
        return evolve(place, bookmark_id=int(saved[1]), overrides=_overrides(place.text, fragment))
    if fragment.startswith("~"):
        message = f"{place.text!r} holds a whole report in an old form; open it in the app and share it anew"
        raise UnsupportedReportLinkError(message, details={"link": place.text})
    return evolve(place, slug=_slug_on_dashboard(place.text, fragment))


def _slug_on_dashboard(text: str, fragment: str) -> str:
    """The slug of a report that is being changed on a dashboard."""
    said = parse_qs(fragment)
    (slug,) = said.get("edited-bookmark", [""])[:1]
    if _SLUG.fullmatch(slug):
        return slug
    if "id" in said:
        message = f"{text!r} leads to dashboard {said['id'][0]}; take a report of it: get_dashboard has them"
        raise UnsupportedReportLinkError(message, details={"link": text})
    raise _unread(text, f"{fragment!r} behind '#' names no report")


def _overrides(text: str, fragment: str) -> Mapping[str, Any] | None:
    found = _OVERRIDES.search(unquote(fragment))
    if not found:
        return None
    try:
        value = decoded(found[1])
    except (ValueError, RecursionError) as problem:
        raise _unread(text, f"what it changes of the report cannot be read ({problem})") from problem
    if not isinstance(value, dict):
        raise _unread(text, "what it changes of the report is no object")
    return value


def _unread(text: str, problem: str) -> ReportLinkParseError:
    message = f"{text!r} is no link to a report: {problem}; links are {_SHAPES}"
    return ReportLinkParseError(message, details={"link": text})
