"""Service accounts: made with a secret that is shown once, members of projects."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from mixpanel_async import (
    CreateServiceAccountParams,
    ParamValidationError,
    ProjectServiceAccount,
    ResponseValidationError,
    ServiceAccount,
    ServiceAccountRole,
)
from mixpanel_transports.fake import json_reply
from tests.faces import both, raised

OK = json_reply({"status": "ok"})
BOT: dict[str, Any] = {
    "id": 1,
    "username": "bot.abc123.mp-service-account",
    "last_used": None,
    "expires": None,
    "creator": 2,
    "created": "2024-01-01T00:00:00Z",
    "user": 3,
}


def test_the_service_accounts_of_an_organization_have_their_times() -> None:
    (bot,), (request,) = both(lambda ws: ws.list_service_accounts(4711), json_reply({"status": "ok", "results": [BOT]}))

    assert request.url == "https://mixpanel.com/api/app/organizations/4711/service-accounts"
    assert (bot.created, bot.last_used, bot.to_dict()) == (datetime(2024, 1, 1, tzinfo=UTC), None, BOT)


@pytest.mark.parametrize("answer", [BOT, {"status": "ok", "results": BOT}])
def test_one_service_account_comes_wrapped_or_not(answer: dict[str, Any]) -> None:
    bot, (request,) = both(lambda ws: ws.get_service_account(4711, 1), json_reply(answer))

    assert (bot.id, request.url.partition("/app")[2]) == (1, "/organizations/4711/service-accounts/1")


def test_a_service_account_is_made_with_roles_and_an_end() -> None:
    params = CreateServiceAccountParams(
        username="bot",
        role="consumer",
        expires=datetime(2026, 1, 31, tzinfo=UTC),
        projects={12345: "analyst", 7: ServiceAccountRole.OWNER},
    )
    _, (request,) = both(
        lambda ws: ws.create_service_account(4711, params), json_reply({"results": {**BOT, "token": "t0p"}}, 201)
    )

    assert json.loads(request.body) == {
        "username": "bot",
        "role": "consumer",
        "expires": "2026-01-31T00:00:00+00:00",
        "projects": [{"id": 12345, "role": "analyst"}, {"id": 7, "role": "owner"}],
    }
    assert json.loads(both(_minimal, json_reply({**BOT, "token": "t"}))[1][0].body) == {"username": "bot"}


def _minimal(ws: Any) -> Any:
    return ws.create_service_account(4711, CreateServiceAccountParams(username="bot"))


def test_a_new_secret_is_not_shown_and_signs_in() -> None:
    made, _ = both(_minimal, json_reply({"status": "ok", "results": {**BOT, "token": "t0p s3cret"}}))

    assert made.credentials == ServiceAccount(BOT["username"], "t0p s3cret")
    assert (made.token, made.to_dict()["token"]) == ("t0p s3cret", "t0p s3cret")
    assert "s3cret" not in f"{made!r} {made} {[*made.__rich_repr__()]} {made.credentials!r}"


def test_a_new_secret_is_not_lost_with_an_answer_that_cannot_be_read() -> None:
    error, _ = raised(_minimal, json_reply({"results": {"username": "bot", "token": "t0p"}}))

    assert isinstance(error, ResponseValidationError)
    assert error.details["response_body"]["results"]["token"] == "t0p"
    assert "t0p" not in str(error)


def test_a_service_account_made_without_a_secret_is_not_taken_for_one() -> None:
    error, _ = raised(_minimal, json_reply({"results": BOT}))

    assert isinstance(error, ResponseValidationError)


def test_members_of_the_project_have_roles_also_new_ones() -> None:
    more = {"hasSensitiveAccess": True, "role": "analyst", "role_order": 2, "target_type": "team", "email": "x"}
    (one, two), (request,) = both(
        lambda ws: ws.list_project_service_accounts(),
        json_reply({"results": [{**BOT, **more}, {**BOT, "role": "auditor"}]}),
    )

    assert request.url.endswith("/projects/12345/service-accounts")
    assert (one.role, one.has_sensitive_access, one.target_type) == (ServiceAccountRole.ANALYST, True, "team")
    assert (one.to_dict(), two.role) == ({**BOT, **more}, "auditor")
    assert one == ProjectServiceAccount(**_without_wire({**BOT, **more}))


def _without_wire(row: dict[str, Any]) -> dict[str, Any]:
    created, access = datetime.fromisoformat(row["created"]), row["hasSensitiveAccess"]
    rest = {name: value for name, value in row.items() if name != "hasSensitiveAccess"}
    return {**rest, "created": created, "has_sensitive_access": access}


def test_service_accounts_join_projects() -> None:
    done, (request,) = both(
        lambda ws: ws.add_service_accounts_to_projects(4711, [7, 8], {12345: "analyst", 6: "admin"}), OK
    )

    assert (done, request.url.rpartition("/")[2]) == (None, "add-to-project")
    assert json.loads(request.body) == {
        "projects": [{"id": 12345, "role": "analyst"}, {"id": 6, "role": "admin"}],
        "service_account_ids": [7, 8],
    }


def test_service_accounts_leave_projects() -> None:
    done, (request,) = both(lambda ws: ws.remove_service_accounts_from_projects(4711, {12345: [7], 6: []}), OK)

    assert (done, request.url.rpartition("/")[2]) == (None, "remove-from-project")
    assert json.loads(request.body) == {"projects": [{"id": 12345, "service_account_ids": [7]}]}


@pytest.mark.parametrize(
    "nobody",
    [
        lambda ws: ws.add_service_accounts_to_projects(4711, [], {12345: "analyst"}),
        lambda ws: ws.add_service_accounts_to_projects(4711, [7], {}),
        lambda ws: ws.remove_service_accounts_from_projects(4711, {12345: []}),
        lambda ws: ws.remove_service_accounts_from_projects(4711, {}),
    ],
)
def test_nobody_joins_or_leaves(nobody: Any) -> None:
    assert both(nobody) == (None, [])


def test_a_service_account_is_removed() -> None:
    gone, (request,) = both(lambda ws: ws.delete_service_account(4711, 7), OK)

    assert (gone, request.method, request.url.rpartition("/")[2]) == (None, "DELETE", "7")


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "boss"},
        {"projects": {12345: "boss"}},
        {"expires": datetime(2026, 1, 31)},
    ],
)
def test_what_means_nothing_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ParamValidationError):
        CreateServiceAccountParams(username="bot", **wrong)


def test_a_role_nobody_has_is_refused_before_it_is_sent() -> None:
    error, requests = raised(lambda ws: ws.add_service_accounts_to_projects(4711, [7], {12345: "boss"}))

    assert (type(error), requests) == (ParamValidationError, [])
    assert "projects[12345] is 'boss'; it is one of owner, admin, analyst, consumer" in str(error)
