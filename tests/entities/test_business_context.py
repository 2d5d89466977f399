from __future__ import annotations

import json
from typing import Any

import pytest

from mixpanel_async import (
    BusinessContext,
    BusinessContextChain,
    BusinessContextValidationError,
    ParamTypeError,
    ParamValidationError,
    ResponseValidationError,
    WorkspaceScopeError,
)
from mixpanel_transports.fake import json_reply, text_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised


def said(content: Any, **more: Any) -> Reply:
    return json_reply({"status": "ok", "results": {"content": content, **more}})


def me(**seen: Any) -> Reply:
    return json_reply({"status": "ok", "results": seen})


MINE = me(projects={"12345": {"name": "p", "organization_id": 777}}, organizations={"777": {}, "778": {}})


def test_what_is_said_about_the_project() -> None:
    found, (request,) = both(lambda ws: ws.get_business_context(), said("We sell shoes.", updated_by="ann"))

    assert (found.level, found.project_id, found.organization_id) == ("project", "12345", None)
    assert (found.content, found.is_empty, found.character_count) == ("We sell shoes.", False, 14)
    assert found.extra == {"updated_by": "ann"}
    assert request.url.endswith("/projects/12345/business-context")


def test_a_pinned_data_view_changes_nothing() -> None:
    _, (request,) = both(lambda ws: ws.get_business_context(), said(""), workspace_id=77)

    assert request.url.endswith("/projects/12345/business-context")


def test_an_organization_that_is_named_is_asked_at_once() -> None:
    found, (request,) = both(lambda ws: ws.get_business_context(level="organization", organization_id=9), said("o"))

    assert found == BusinessContext(level="organization", content="o", organization_id=9)
    assert request.url.endswith("/organizations/9/business-context")


@pytest.mark.parametrize(
    "seen",
    [MINE, me(projects={}, organizations={"777": {"id": 777, "name": "o"}})],
    ids=["the project's", "the only one"],
)
def test_the_organization_is_looked_up_where_none_is_named(seen: Reply) -> None:
    found, requests = both(lambda ws: ws.get_business_context(level="organization"), seen, said("o"))

    assert found.organization_id == 777
    assert [request.url.partition("/api/app")[2] for request in requests] == [
        "/me",
        "/organizations/777/business-context",
    ]


@pytest.mark.parametrize(
    "seen",
    [me(projects={"1": {"organization_id": 7}}, organizations={"777": {}, "778": {}}), me(organizations={}), me()],
    ids=["several", "none", "not a word"],
)
def test_an_organization_that_is_not_certain_is_not_guessed(seen: Reply) -> None:
    error, requests = raised(lambda ws: ws.set_business_context("x", level="organization"), seen)

    assert isinstance(error, WorkspaceScopeError)
    assert (error.code, len(requests)) == ("ORGANIZATION_AMBIGUOUS", 1)
    assert str(error).endswith("give organization_id=")


def test_a_context_is_replaced_and_cleared() -> None:
    _, (replace,) = both(lambda ws: ws.set_business_context("new"), said("new"))
    cleared, (clear,) = both(lambda ws: ws.clear_business_context(), said(""))

    assert (replace.method, json.loads(replace.body)) == ("PUT", {"content": "new"})
    assert (clear.method, json.loads(clear.body), cleared.is_empty) == ("PUT", {"content": ""}, True)


def test_defect_19_a_change_that_answers_nothing_is_looked_at() -> None:
    found, requests = both(lambda ws: ws.set_business_context("new"), text_reply("", 204), said("new"))

    assert (found.content, [request.method for request in requests]) == ("new", ["PUT", "GET"])


def test_50_000_characters_are_sent_and_no_more() -> None:
    both(lambda ws: ws.set_business_context("ä" * 50_000), said("x"))
    error, requests = raised(lambda ws: ws.set_business_context("ä" * 50_001), said("x"))

    assert isinstance(error, BusinessContextValidationError)
    assert isinstance(error, ValueError)
    assert (error.code, error.details) == ("BUSINESS_CONTEXT_TOO_LONG", {"length": 50_001, "limit": 50_000})
    assert requests == []


@pytest.mark.parametrize(
    ("ask", "kind", "code"),
    [
        (lambda ws: ws.get_business_context(level="team"), ParamValidationError, "WS2_INVALID_LEVEL"),
        (lambda ws: ws.get_business_context(organization_id=9), ParamValidationError, None),
        (lambda ws: ws.set_business_context(None), ParamTypeError, None),
    ],
    ids=["level", "organization of a project", "no text"],
)
def test_what_means_nothing_is_not_sent(ask: Any, kind: type[Exception], code: str | None) -> None:
    error, requests = raised(ask, said("x"))

    assert (type(error), getattr(error, "code", None), requests) == (kind, code, [])


@pytest.mark.parametrize("results", [{}, {"content": ["x"]}])
def test_an_answer_without_a_text_is_refused(results: Any) -> None:
    error, _ = raised(lambda ws: ws.get_business_context(), json_reply({"status": "ok", "results": results}))

    assert isinstance(error, ResponseValidationError)


def test_the_chain_has_what_organization_and_project_say() -> None:
    chain, _ = both(
        lambda ws: ws.get_business_context_chain(), me(org_context="o", project_context=None), workspace_id=77
    )

    assert chain == BusinessContextChain(
        BusinessContext(level="organization", content="o"),
        BusinessContext(level="project", content="", project_id="12345"),
    )
    assert chain.to_dict()["organization"] == {"level": "organization", "content": "o"}


def test_a_chain_without_a_link_is_refused() -> None:
    error, _ = raised(lambda ws: ws.get_business_context_chain(), me(org_context="o"))

    assert isinstance(error, ResponseValidationError)
    assert "there is no 'project_context'" in str(error)
