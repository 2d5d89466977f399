from __future__ import annotations

import json
from typing import Any

import pytest

import mixpanel_sync
from mixpanel_async import (
    BookmarkValidationError,
    FlowQueryResult,
    FunnelQueryResult,
    InsightsQuery,
    ParamTypeError,
    ParamValidationError,
    QueryResult,
    ReportLink,
    RetentionQueryResult,
)
from mixpanel_async.report_links.links import parsed
from mixpanel_async.report_links.making import minted
from mixpanel_transports.fake import Fake, json_reply, text_reply
from mixpanel_transports.message import Request
from tests.faces import workspace_options

PARAMS = InsightsQuery("Login", from_date="2026-01-01", to_date="2026-01-31").params()
HEAD: Any = {"computed_at": "2026-02-01T00:00:00", "from_date": "2026-01-01", "to_date": "2026-01-31", "params": PARAMS}
ANSWER = QueryResult(headers=[], series={}, **HEAD)


def make(subject: Any, reply: Any = None, *, pinned: int | None = None, **more: Any) -> tuple[Any, list[Request]]:
    """The link made of *subject*; slugs are made up, so one face is asked."""
    fake = Fake(reply or json_reply({"status": "ok", "results": {"created_at": "2026-01-31"}}))
    session = {} if pinned is None else {"workspace_id": pinned}
    with mixpanel_sync.Workspace(**workspace_options(fake, session)) as ws:
        return ws.create_report_link(subject, **more), fake.requests


def body(requests: list[Request]) -> Any:
    return json.loads(requests[0].body)


def test_params_become_a_link_that_leads_back_to_them() -> None:
    link, requests = make(PARAMS, name="Logins", description="d", bookmark_id=2002)

    assert isinstance(link, ReportLink)
    assert parsed(link.url).slug == link.slug
    assert (link.project_id, link.workspace_id, link.created_at) == (12345, None, "2026-01-31")
    assert body(requests) == {
        "slug": link.slug,
        "type": "insights",
        "params": PARAMS,
        "name": "Logins",
        "description": "d",
        "bookmark_id": 2002,
    }


@pytest.mark.parametrize(
    ("answer", "kind", "app"),
    [
        (ANSWER, "insights", "insights"),
        (FunnelQueryResult(**HEAD), "funnels", "insights"),
        (RetentionQueryResult(**HEAD), "retention", "insights"),
        (FlowQueryResult("2026-02-01T00:00:00", params={"steps": []}), "flows", "flows"),
    ],
)
def test_an_answer_knows_its_question_and_its_type(answer: Any, kind: str, app: str) -> None:
    link, requests = make(answer, validate=False)

    assert (body(requests)["type"], body(requests)["params"]) == (kind, dict(answer.params))
    assert link.url == f"https://mixpanel.com/project/12345/app/{app}#{link.slug}"


def test_defect_22_an_unpinned_workspace_looks_nothing_up() -> None:
    _, requests = make(PARAMS)

    assert [request.method for request in requests] == ["POST"]


@pytest.mark.parametrize(("pinned", "asked", "view"), [(77, None, 77), (None, 42, 42), (77, 42, 42)])
def test_a_link_opens_in_the_data_view_that_is_asked_for_or_pinned(pinned: Any, asked: Any, view: int) -> None:
    link, requests = make(PARAMS, pinned=pinned, workspace_id=asked)

    assert (parsed(link.url).workspace_id, link.workspace_id) == (view, view)
    assert requests[0].url.endswith("/projects/12345/bookmark-urls/")


def test_a_slug_of_the_servers_own_is_the_one_that_counts() -> None:
    link, _ = make(PARAMS, json_reply({"results": {"slug": "ServersSlug1"}}))

    assert (link.slug, link.url.partition("#")[2], link.created_at) == ("ServersSlug1", "ServersSlug1", None)


def test_a_server_that_says_nothing_has_made_it_as_asked() -> None:
    link, requests = make(PARAMS, text_reply("", 204))

    assert link.slug == body(requests)["slug"]


def test_params_that_make_no_report_are_not_sent() -> None:
    with pytest.raises(BookmarkValidationError):
        make({"a": 1})
    assert body(make({"a": 1}, validate=False)[1])["params"] == {"a": 1}


@pytest.mark.parametrize(
    ("subject", "said", "kind", "code"),
    [
        (PARAMS, "users", ParamValidationError, "RL1_UNKNOWN_REPORT_TYPE"),
        (ANSWER, "funnels", ParamValidationError, "RL4_REPORT_TYPE_CONFLICT"),
        ([PARAMS], None, ParamTypeError, None),
    ],
    ids=["unknown type", "another type", "no report"],
)
def test_what_makes_no_link_is_refused(subject: Any, said: Any, kind: type[Exception], code: str | None) -> None:
    with pytest.raises(kind) as caught:
        make(subject, report_type=said)
    assert getattr(caught.value, "code", None) == code


def test_slugs_have_twelve_signs_that_are_not_mistaken() -> None:
    choices: list[str] = []

    def last(signs: str) -> str:
        choices.append(signs)
        return signs[-1]

    assert minted(last) == "z" * 12
    assert not {*"0IOl_-"} & {*choices[0]}
    assert (len(choices), len(choices[0])) == (12, 58)
    assert minted() != minted()
