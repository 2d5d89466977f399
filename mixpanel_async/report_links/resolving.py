"""From a link to the report that it leads to."""

from __future__ import annotations

from typing import TypeVar

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call
from mixpanel_async.connection import Connection
from mixpanel_async.entities.bookmarks.operations import bookmark_call
from mixpanel_async.entities.bookmarks.reports import Bookmark
from mixpanel_async.errors import QueryError, ReportLinkNotFoundError, ResponseValidationError
from mixpanel_async.report_links.addresses import slug_address
from mixpanel_async.report_links.links import Link, parsed
from mixpanel_async.report_links.making import LINKS
from mixpanel_async.report_links.scope import refuse_elsewhere
from mixpanel_async.report_links.shortened import expanded
from mixpanel_async.report_links.values import ResolvedReport
from mixpanel_async.session import Session

T = TypeVar("T")


async def resolved(connection: Connection, text: str) -> ResolvedReport:
    """The report that the link *text* leads to."""
    given, session = parsed(text), connection.session
    refuse_elsewhere(session, text, given.region, given.project_id, given.workspace_id)
    link = await expanded(connection, given) if given.code else given
    refuse_elsewhere(session, text, link.region, link.project_id, link.workspace_id)
    long = link.url if given.code else None
    if link.bookmark_id is None:
        call = _by_slug(session, link, text, long)
        return await _found(connection, call, text, "REPORT_LINK_SLUG_NOT_FOUND")
    bookmark = await _found(connection, bookmark_call(link.bookmark_id), text, "REPORT_LINK_BOOKMARK_NOT_FOUND")
    return _of_bookmark(session, link, text, long, bookmark)


async def _found(connection: Connection, call: Call[T], text: str, code: str) -> T:
    try:
        return await connection.perform(call)
    except QueryError as refusal:
        if refusal.status_code != 404:
            raise
        message = f"there is no report where {text!r} leads; it may be removed, or not to be seen by this account"
        raise ReportLinkNotFoundError(message, code, {"link": text}) from refusal


def _by_slug(session: Session, link: Link, text: str, long: str | None) -> Call[ResolvedReport]:
    slug, view = link.slug or "", link.workspace_id or session.workspace_id

    def read(answer: Answer) -> ResolvedReport:
        record = answer.results()
        kind = record.required("type").text()
        return ResolvedReport(
            "slug",
            kind,
            record.required("params").object(),
            int(session.project_id),
            view,
            session.region,
            link.url or slug_address(session, kind, slug, view),
            text,
            long,
            slug,
            record.get("bookmark_id").if_given(Answer.whole),
            None,
            record.get("name").if_given(Answer.text),
            record.get("description").if_given(Answer.text),
        )

    return Call(family="app", path=f"{LINKS}{{slug}}/", args={"slug": slug}, read=read)


def _of_bookmark(session: Session, link: Link, text: str, long: str | None, bookmark: Bookmark) -> ResolvedReport:
    if bookmark.params is None:
        message = f"saved report {bookmark.id} came without params; please report it with the link"
        raise ResponseValidationError(message, details={"link": text})
    return ResolvedReport(
        "bookmark",
        bookmark.bookmark_type,
        bookmark.params,
        int(session.project_id),
        link.workspace_id or session.workspace_id,
        session.region,
        link.url or text,
        text,
        long,
        None,
        bookmark.id,
        bookmark,
        bookmark.name,
        bookmark.description,
        link.overrides,
    )
