"""How a question or an answer becomes a link."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from string import ascii_letters, digits
from typing import Any, get_args

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call
from mixpanel_async.entities.bookmarks.shape import refuse_misshapen
from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.queries.flow.result import FlowQueryResult
from mixpanel_async.queries.funnel.result import FunnelQueryResult
from mixpanel_async.queries.insights.result import QueryResult
from mixpanel_async.queries.retention.result import RetentionQueryResult
from mixpanel_async.report_links.addresses import slug_address
from mixpanel_async.report_links.values import ReportLink, ReportLinkType
from mixpanel_async.session import Session

LINKS = "{project}/bookmark-urls/"

Linkable = Mapping[str, Any] | QueryResult | FunnelQueryResult | RetentionQueryResult | FlowQueryResult
"""What a link can be made of: a report's params, or an answer, which has them."""

_TYPES: Mapping[type, ReportLinkType] = {
    QueryResult: "insights",
    FunnelQueryResult: "funnels",
    RetentionQueryResult: "retention",
    FlowQueryResult: "flows",
}

SLUG_LENGTH = 12
_LETTERS = "".join(sorted({*ascii_letters, *digits} - {*"0IOl"}))
"""What slugs are made of: nothing that is read for something else."""


def minted(choose: Callable[[str], str] = secrets.choice) -> str:
    """A new slug."""
    return "".join(choose(_LETTERS) for _ in range(SLUG_LENGTH))


@frozen(kw_only=True)
class Draft:
    """A link to be made."""

    report_type: ReportLinkType
    params: Mapping[str, Any]
    name: str
    description: str
    workspace_id: int | None
    bookmark_id: int | None
    slug: str = field(factory=minted)

    def call(self, session: Session) -> Call[ReportLink]:
        """Make it."""
        said = {"name": self.name, "description": self.description, "bookmark_id": self.bookmark_id}
        body = {"slug": self.slug, "type": self.report_type, "params": self.params}
        return Call(
            method="POST",
            family="app",
            path=LINKS,
            json=body | {name: value for name, value in said.items() if value not in ("", None)},
            safe=False,
            read=lambda answer: self._made(session, answer.results()),
        )

    def _made(self, session: Session, said: Answer) -> ReportLink:
        """The link as the server keeps it, under a slug of its own where it gives one."""
        slug, created = said.get("slug").text_or() or self.slug, said.get("created_at").value
        return ReportLink(
            slug_address(session, self.report_type, slug, self.workspace_id),
            slug,
            self.report_type,
            int(session.project_id),
            self.workspace_id or session.workspace_id,
            self.name,
            self.description,
            self.bookmark_id,
            None if created is None else str(created),
        )


def drafted(subject: Linkable, report_type: ReportLinkType | None, *, validate: bool, **more: Any) -> Draft:
    """The link to *subject*; params that make no such report are refused where that is wanted."""
    kind = _type_of(subject, report_type)
    params = subject if isinstance(subject, Mapping) else subject.params
    if validate:
        refuse_misshapen(params, kind)
    return Draft(report_type=kind, params=params, **more)


def _type_of(subject: Linkable, said: ReportLinkType | None) -> ReportLinkType:
    """The type of report: an answer knows it, params are insights unless it is *said*."""
    known = get_args(ReportLinkType)
    if said is not None and said not in known:
        raise ParamValidationError(
            f"report_type is {said!r}; it is one of {', '.join(known)}", "RL1_UNKNOWN_REPORT_TYPE"
        )
    if isinstance(subject, Mapping):
        return said or "insights"
    its_own = _TYPES.get(type(subject))
    if its_own is None:
        raise ParamTypeError(f"params is {subject!r}; give a report's params, or an answer that has them")
    if said not in (None, its_own):
        message = f"report_type is {said!r}, but the {type(subject).__name__} is of {its_own}; leave it out"
        raise ParamValidationError(message, "RL4_REPORT_TYPE_CONFLICT")
    return its_own
