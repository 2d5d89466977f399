from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve

from mixpanel_async import (
    ChangeFeatureFlagParams,
    CreateFeatureFlagParams,
    FeatureFlag,
    FeatureFlagStatus,
    FlagLimitsResponse,
    ParamValidationError,
    QueryError,
    ServingMethod,
    SetTestUsersParams,
)
from mixpanel_transports.fake import json_reply, text_reply
from tests.entities.flags.data import FLAG, SETTINGS
from tests.faces import both, raised

PINNED = {"workspace_id": 67890}
REPLY = json_reply({"status": "ok", "results": FLAG})
VIEWS = json_reply({"status": "ok", "results": [{"id": 7, "name": "EU"}, {"id": 8, "name": "All", "is_global": True}]})


def test_a_documented_flag_is_read_and_goes_back_as_it_came() -> None:
    flag, _ = both(lambda ws: ws.get_feature_flag("f1"), REPLY, **PINNED)

    assert (flag.status, flag.serving_method) == (FeatureFlagStatus.DISABLED, ServingMethod.REMOTE_OR_LOCAL)
    assert flag.created == datetime(2026, 1, 31, 8, tzinfo=UTC)
    assert flag.extra == {}
    assert evolve(flag, name="B").to_dict() == FLAG | {"name": "B"}


def test_unpinned_flags_are_those_of_the_view_for_all_data() -> None:
    _, requests = both(lambda ws: ws.list_feature_flags(), VIEWS, json_reply({"results": []}))

    assert [request.url.partition("/app")[2] for request in requests] == [
        "/projects/12345/workspaces/public",
        "/projects/12345/workspaces/8/feature-flags/",
    ]


def test_the_view_is_looked_up_once() -> None:
    _, requests = both(lambda ws: ws.change_feature_flag("f1", ChangeFeatureFlagParams(tags=[])), VIEWS, REPLY, REPLY)

    assert [request.method for request in requests] == ["GET", "GET", "PUT"]


@pytest.mark.parametrize(
    "odd",
    [
        {"status": "paused"},
        {"serving_method": "edge"},
        {"data_group_id": 7},
        {"data_group_id": "g"},
        {"tags": None},
        {"status": None},
        {"created": None},
    ],
    ids=str,
)
def test_what_is_unknown_or_null_does_not_lose_a_flag(odd: dict[str, Any]) -> None:
    (flag,), _ = both(lambda ws: ws.list_feature_flags(), json_reply({"results": [FLAG | odd]}), **PINNED)

    assert {name: getattr(flag, name) for name in odd} == odd


def test_a_flag_that_cannot_be_read_does_not_lose_the_others() -> None:
    rows = [{"id": "f1"}, {"id": "f2", "project_id": 12345, "name": "B", "key": "b"}]
    with pytest.warns(match=r"left out, \$\.results\[0\]: there is no 'project_id'"):
        found, _ = both(lambda ws: ws.list_feature_flags(), json_reply({"results": rows}), **PINNED)

    assert found == [FeatureFlag(id="f2", project_id=12345, name="B", key="b")]


def test_a_flag_is_made_with_all_that_is_documented() -> None:
    _, (request,) = both(
        lambda ws: ws.create_feature_flag(CreateFeatureFlagParams(**SETTINGS, reset_hash_salt=False)), REPLY, **PINNED
    )

    assert json.loads(request.body) == SETTINGS | {"reset_hash_salt": False}


@pytest.mark.parametrize(
    "bad",
    [{"name": ""}, {"key": "k" * 256}, {"context": ""}, {"hash_salt": "short"}],
    ids=str,
)
def test_what_the_documents_refuse_is_refused_before_it_is_sent(bad: dict[str, Any]) -> None:
    with pytest.raises(ParamValidationError, match=f"^CreateFeatureFlagParams: {next(iter(bad))} has "):
        CreateFeatureFlagParams(**{"name": "A", "key": "a"} | bad)


@pytest.mark.parametrize(
    "operation",
    [
        lambda ws: ws.create_feature_flag(CreateFeatureFlagParams(name="A", key="a")),
        lambda ws: ws.duplicate_feature_flag("f1"),
    ],
    ids=["create", "duplicate"],
)
def test_nothing_is_made_twice(operation: Callable[[Any], Any]) -> None:
    _, (request,) = both(operation, REPLY, **PINNED)

    assert (request.method, request.safe) == ("POST", False)


@pytest.mark.parametrize("nothing", [text_reply("", 204), json_reply({"status": "ok"})])
def test_a_restored_flag_that_is_not_shown_is_looked_at(nothing: Any) -> None:
    flag, requests = both(lambda ws: ws.restore_feature_flag("f1"), nothing, REPLY, **PINNED)

    assert (flag.key, [request.method for request in requests]) == ("dark_mode", ["DELETE", "GET"])


@pytest.mark.parametrize(
    ("operation", "end"),
    [
        (lambda ws: ws.delete_feature_flag("a/b?c"), "/feature-flags/a%2Fb%3Fc/"),
        (lambda ws: ws.archive_feature_flag("a/b?c"), "/feature-flags/a%2Fb%3Fc/archive/"),
        (
            lambda ws: ws.set_flag_test_users("a/b?c", SetTestUsersParams(users={"u": "On"})),
            "/feature-flags/a%2Fb%3Fc/test-users/",
        ),
    ],
    ids=["delete", "archive", "test users"],
)
def test_an_id_cannot_lead_elsewhere(operation: Callable[[Any], Any], end: str) -> None:
    gone, (request,) = both(operation, text_reply("", 204), **PINNED)

    assert gone is None
    assert request.url.endswith(end)


@pytest.mark.parametrize("error", ["Flag key is taken", {"key": ["taken"]}])
def test_a_refusal_inside_a_200_is_one(error: object) -> None:
    refusal = json_reply({"status": "error", "type": "ValidationError", "error": error})
    found, _ = raised(lambda ws: ws.get_feature_flag("f1"), refusal, **PINNED)

    assert isinstance(found, QueryError)
    assert "taken" in str(found)


def test_limits_are_those_of_the_project_whatever_view_is_pinned() -> None:
    sent = {"limit": 5, "is_trial": False, "current_usage": 1, "contract_status": "paused"}
    limits, (request,) = both(lambda ws: ws.get_flag_limits(), json_reply({"results": sent}), **PINNED)

    assert limits == FlagLimitsResponse(limit=5, is_trial=False, current_usage=1, contract_status="paused")
    assert request.url.endswith("/projects/12345/feature-flags/limits/")
