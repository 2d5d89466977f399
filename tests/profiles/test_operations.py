from __future__ import annotations

import json
import time
from typing import Any

import pytest

from mixpanel_async import (
    APIError,
    MixpanelError,
    ParamTypeError,
    ParamValidationError,
    QueryError,
    ResponseValidationError,
    ServerError,
    Workspace,
)
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


def test_the_documented_page_is_read() -> None:
    """The example of POST /engage in query.openapi.yaml."""
    page = {
        "page": 0,
        "page_size": 1000,
        "results": [
            {
                "$distinct_id": 4,
                "$properties": {
                    "$created": "2008-12-12T11:20:47",
                    "$email": "example@mixpanel.com",
                    "$first_name": "Example",
                    "$last_name": "Name",
                    "$last_seen": "2008-06-09T23:08:40",
                },
            }
        ],
        "session_id": "1234567890-EXAMPL",
        "status": "ok",
        "total": 1,
    }

    (row,), requests = both(lambda ws: ws.stream_profiles(), json_reply(page))

    assert (row["distinct_id"], row["last_seen"], len(row["properties"])) == (4, "2008-06-09T23:08:40", 4)
    assert len(requests) == 1


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


def test_a_page_size_is_sent_where_it_is_given() -> None:
    second = json_reply({"results": []})

    _, requests = both(lambda ws: ws.stream_profiles(page_size=1), FIRST, second)

    assert [body(request)["page_size"] for request in requests] == [1, 1]


@pytest.mark.parametrize("size", [0, -1, True, 2.5, "9"])
def test_a_page_of_nobody_is_refused(size: Any) -> None:
    error, requests = raised(lambda ws: ws.stream_profiles(page_size=size))

    assert (str(error), requests) == (
        f"page_size is {size!r}; it is 1 or more, and None for Mixpanel's own of 1000",
        [],
    )


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ({"status": "ok"}, "$: there is no 'results'"),
        ({"results": {}}, "$.results: {} is no list"),
        ({"results": [ANA, None]}, "$.results[1]: None is no object"),
        ({"results": [{"$properties": []}]}, "$.results[0].$properties: [] is no object"),
        ({"results": [{"$distinct_id": ["x"]}]}, "$.results[0].$distinct_id: ['x'] is no whole number"),
        ({"results": [ANA], "page_size": 0}, "$.page_size: 0 is no size of a page"),
        ({"results": [ANA], "session_id": 5}, "$.session_id: 5 is no text"),
        ({"results": [ANA], "page": 3}, "$.page: page 0 was asked for, and 3 came"),
        ([], "$: [] is no object"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused_where_it_is_odd(page: Any, said: str) -> None:
    error, _ = raised(lambda ws: ws.stream_profiles(), json_reply(page))

    assert isinstance(error, ResponseValidationError)
    assert said in error.message


async def broken_off(ws: Any, **options: Any) -> tuple[list[Any], MixpanelError]:
    """What a stream gave before it failed, and how it failed."""
    rows: list[Any] = []
    try:
        async for row in ws.stream_profiles(**options):
            rows.append(row)  # noqa: PERF401 - what came before the error is kept
    except MixpanelError as failure:
        return rows, failure
    raise AssertionError("it did not fail")


@pytest.mark.anyio
async def test_f8_rows_arrive_before_a_page_fails_and_the_rest_after_it() -> None:
    fake = Fake(FIRST, json_reply({"error": "no"}, 501), json_reply({"results": [BOB], "page_size": 2, "page": 1}))
    async with Workspace(runtime=AnyioRuntime(), **workspace_options(fake, {})) as ws:
        rows, failure = await broken_off(ws, where="x")
        token = json.loads(json.dumps(failure.details["resume"]))
        rest = [row async for row in ws.stream_profiles(where="x", resume=token)]

    assert isinstance(failure, ServerError)
    assert "resume=" in failure.__notes__[-1]
    assert [row["distinct_id"] for row in (*rows, *rest)] == ["ana", "bob"]
    assert body(fake.requests[2]) == body(fake.requests[1])


def test_the_token_alone_goes_on() -> None:
    token = {"params": {"where": "x", "page_size": 1}, "session_id": "S", "page": 7}

    _, (request,) = both(lambda ws: ws.stream_profiles(resume=token), json_reply({}))

    assert body(request) == {"project_id": "12345", "page": 7, "session_id": "S", "where": "x", "page_size": 1}


@pytest.mark.parametrize(
    "token",
    [
        {},
        {"params": {}, "session_id": "S"},
        {"params": {}, "session_id": None, "page": 1},
        {"params": {}, "session_id": "S", "page": "1"},
        {"params": {}, "session_id": "S", "page": 1, "missing": ["x"]},
        {"params": {}, "session_id": "S", "page": 1, "other": 2},
        "S",
    ],
)
def test_what_is_no_token_is_refused(token: Any) -> None:
    error, requests = raised(lambda ws: ws.stream_profiles(resume=token))

    assert isinstance(error, ParamValidationError)
    assert ("details['resume']" in error.message, requests) == (True, [])


@pytest.mark.parametrize("other", [{"where": "y"}, {"where": "x", "group_id": "g"}, {"where": "x", "page_size": 5}])
def test_a_token_goes_on_with_its_own_question(other: dict[str, Any]) -> None:
    token = {"params": {"where": "x", "page_size": 2}, "session_id": "S", "page": 1}

    error, requests = raised(lambda ws: ws.stream_profiles(resume=token, **other))

    assert isinstance(error, ParamValidationError)
    assert requests == []


@pytest.mark.parametrize("status", [200, 400, 404])
def test_an_expired_session_says_so_and_cannot_be_gone_on_with(status: int) -> None:
    refusal = json_reply({"error": "unknown session"}, status)

    error, _ = raised(lambda ws: ws.stream_profiles(), FIRST, refusal)

    assert isinstance(error, QueryError)
    assert (error.code, error.status_code, "resume" in error.details) == ("SESSION_EXPIRED", status, False)
    assert "session of these pages has expired" in error.message
    assert "unknown session" in error.message
    assert "from the beginning" in error.message


def test_pages_of_behaviors_are_told_what_they_need() -> None:
    refusal = json_reply({"error": "request for page in uncached query for params"}, 400)

    error, _ = raised(lambda ws: ws.stream_profiles(behaviors=[{"name": "b"}]), FIRST, refusal)

    assert "with as_of_timestamp" in str(error)


@pytest.mark.parametrize("status", [401, 403])
def test_refusals_that_speak_of_something_else_are_not_taken_for_an_expired_session(status: int) -> None:
    error, _ = raised(lambda ws: ws.stream_profiles(), FIRST, json_reply({"error": "no"}, status))

    assert isinstance(error, APIError)
    assert (error.code == "SESSION_EXPIRED", error.details["resume"]["page"]) == (False, 1)


def test_a_first_page_that_fails_leaves_nothing_to_go_on_with() -> None:
    error, _ = raised(lambda ws: ws.stream_profiles(), json_reply({"error": "no"}, 400))

    assert isinstance(error, QueryError)
    assert (error.code, "resume" in error.details) == ("QUERY_FAILED", False)


@pytest.mark.anyio
async def test_a_page_is_asked_for_only_when_it_is_needed() -> None:
    fake = Fake(FIRST, LAST)
    async with Workspace(runtime=AnyioRuntime(), **workspace_options(fake, {})) as ws, ws.stream_profiles() as stream:
        await anext(stream)

    assert len(fake.requests) == 1


@pytest.mark.parametrize("second", [{"results": [{"$distinct_id": "c"}], "page_size": 2, "total": 9}, None])
def test_a_listing_that_ends_before_what_the_server_counts_is_an_error(second: dict[str, Any] | None) -> None:
    first = {"results": [{"$distinct_id": "a"}, {"$distinct_id": "b"}], "page_size": 2, "total": 9}
    pages = [first] if second is None else [first | {"session_id": "s"}, second | {"session_id": "s"}]
    error, _ = raised(lambda ws: ws.query_user(mode="profiles", limit=None), *map(json_reply, pages))

    assert isinstance(error, ResponseValidationError)
    assert "though the server counts 9" in str(error)
