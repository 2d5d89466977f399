from __future__ import annotations

import json
import time
from typing import Any

import pytest

from mixpanel_async import ParamTypeError, ParamValidationError, ServerError, Workspace
from mixpanel_transports.anyio_runtime import AnyioRuntime
from mixpanel_transports.fake import Fake, json_reply
from mixpanel_transports.message import Request
from tests.faces import both, raised, workspace_options

ANA = {"$distinct_id": "ana", "$properties": {"$last_seen": "2026-01-01T00:00:00", "plan": "pro"}}
BOB = {"$distinct_id": "bob", "$properties": {"plan": "free"}}
FIRST = json_reply({"results": [ANA], "page_size": 1, "session_id": "S", "total": 2})
LAST = json_reply({"results": [], "page_size": 1, "session_id": "S", "total": 2})


def body(request: Request) -> Any:
    return json.loads(request.body)


def test_profiles_are_told_apart_from_their_properties() -> None:
    rows, _ = both(lambda ws: ws.stream_profiles(), json_reply({"results": [ANA, BOB], "page_size": 1000}))

    assert rows == [
        {"distinct_id": "ana", "last_seen": "2026-01-01T00:00:00", "properties": {"plan": "pro"}},
        {"distinct_id": "bob", "last_seen": None, "properties": {"plan": "free"}},
    ]


def test_raw_profiles_are_as_sent() -> None:
    rows, _ = both(lambda ws: ws.stream_profiles(raw=True), json_reply({"results": [ANA], "page_size": 1000}))

    assert rows == [ANA]


def test_pages_share_a_session_and_end_with_one_that_is_not_full() -> None:
    second = json_reply({"results": [BOB], "page_size": 2, "total": 2})

    rows, requests = both(lambda ws: ws.stream_profiles(), FIRST, second)

    assert [row["distinct_id"] for row in rows] == ["ana", "bob"]
    assert [body(request) for request in requests] == [
        {"project_id": "12345", "page": 0},
        {"project_id": "12345", "page": 1, "session_id": "S"},
    ]


def test_options_are_sent_as_the_server_wants_them() -> None:
    def stream(ws: Any) -> Any:
        return ws.stream_profiles(
            where="x",
            cohort_id="77",
            output_properties=["plan"],
            distinct_ids=["a", "b", "a"],
            group_id="g1",
            as_of_timestamp=1700000000,
            include_all_users=True,
        )

    _, (request,) = both(stream, json_reply({}))

    assert body(request) == {
        "project_id": "12345",
        "page": 0,
        "where": "x",
        "filter_by_cohort": '{"id": "77"}',
        "output_properties": '["plan"]',
        "distinct_ids": '["a", "b"]',
        "data_group_id": "g1",
        "as_of_timestamp": 1700000000,
        "include_all_users": True,
    }


def test_behaviors_go_as_text() -> None:
    _, (request,) = both(lambda ws: ws.stream_profiles(behaviors=[{"name": "b"}], distinct_id="a"), json_reply({}))

    assert body(request) == {"project_id": "12345", "page": 0, "distinct_id": "a", "behaviors": '[{"name": "b"}]'}


def test_nobody_costs_nothing() -> None:
    assert both(lambda ws: ws.stream_profiles(distinct_ids=[])) == ([], [])


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"distinct_id": "a", "distinct_ids": ["b"]}, "AC2_DISTINCT_ID_CONFLICT"),
        ({"behaviors": [{}], "cohort_id": 5}, "AC3_BEHAVIORS_COHORT_CONFLICT"),
        ({"include_all_users": True}, "AC4_INCLUDE_ALL_USERS_REQUIRES_COHORT"),
        ({"behaviors": {"x": 1}}, "AC5_BEHAVIORS_NOT_LIST"),
        ({"as_of_timestamp": int(time.time() * 1000)}, "AC6_AS_OF_TIMESTAMP_FUTURE"),
    ],
)
def test_what_means_nothing_is_refused_before_a_request(options: dict[str, Any], code: str) -> None:
    error, requests = raised(lambda ws: ws.stream_profiles(**options))

    assert isinstance(error, ParamValidationError)
    assert (error.code, requests) == (code, [])


def test_a_text_is_no_list_of_letters() -> None:
    error, _ = raised(lambda ws: ws.stream_profiles(output_properties="plan"))

    assert isinstance(error, ParamTypeError)


@pytest.mark.anyio
async def test_rows_arrive_before_a_page_fails() -> None:
    fake = Fake(FIRST, json_reply({"error": "no"}, 501))
    async with Workspace(runtime=AnyioRuntime(), **workspace_options(fake, {})) as ws:
        stream = ws.stream_profiles()
        row = await anext(stream)
        with pytest.raises(ServerError):
            await anext(stream)

    assert row["distinct_id"] == "ana"


@pytest.mark.anyio
async def test_a_page_is_asked_for_only_when_it_is_needed() -> None:
    fake = Fake(FIRST, LAST)
    async with Workspace(runtime=AnyioRuntime(), **workspace_options(fake, {})) as ws, ws.stream_profiles() as stream:
        await anext(stream)

    assert len(fake.requests) == 1
