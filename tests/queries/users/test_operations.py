from __future__ import annotations

import json
from collections.abc import Callable
from inspect import isawaitable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import anyio.lowlevel
import pytest
from attrs import define
from tenacity import stop_after_attempt

import mixpanel_sync
from mixpanel_async import (
    APIError,
    BookmarkValidationError,
    ConnectionFailed,
    Filter,
    ParamValidationError,
    QueryError,
    RateLimitError,
    ResponseValidationError,
    ServerError,
    UserQuery,
    UserQueryResult,
    Workspace,
)
from mixpanel_transports.anyio_runtime import AnyioRuntime
from mixpanel_transports.fake import Fake, json_reply
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.quota import Limits, Quota
from mixpanel_transports.retry import Retry
from tests.faces import both, raised, workspace_options
from tests.virtual import VirtualBlockingRuntime, VirtualRuntime

ONCE = Retry(runtime=VirtualRuntime(), stop=stop_after_attempt(1))


def row(number: int) -> dict[str, Any]:
    return {"$distinct_id": f"u{number}", "$properties": {"$last_seen": "2026-01-01T00:00:00", "n": number}}


def people(count: int, *, size: int, fails: int | None = None, counted: bool = True) -> Callable[[Request], Reply]:
    """A server with *count* profiles in pages of *size*; page number *fails* is refused."""

    def answer(request: Request) -> Reply:
        body = json.loads(request.body)
        page = body["page"]
        assert page == 0 or body["session_id"] == "S"
        if page == fails:
            return json_reply({"error": "busy"}, 500)
        rows = [row(number) for number in range(count)[page * size : (page + 1) * size]]
        total = {"total": count, "page_size": size} if counted else {}
        return json_reply({"results": rows, "page": page, "session_id": "S", "status": "ok"} | total)

    return answer


def pages(requests: list[Request]) -> list[int]:
    return [json.loads(request.body)["page"] for request in requests]


def fetched(**options: Any) -> Callable[[Any], Any]:
    """The operation that gives ids and meta of a result, which unlike the time it came are the same on every face."""

    def ask(ws: Any) -> Any:
        answer = ws.query_user(mode="profiles", **options)
        return later(answer) if isawaitable(answer) else told(answer)

    async def later(answer: Any) -> Any:
        return told(await answer)

    def told(result: UserQueryResult) -> Any:
        return result.distinct_ids, result.meta

    return ask


def ids(count: int) -> list[str]:
    return [f"u{number}" for number in range(count)]


def test_users_are_counted_with_one_request() -> None:
    result, (request,) = both(
        lambda ws: ws.query_user(where=Filter.equals("plan", "pro"), segment_by=[1]),
        json_reply({"results": {"cohort_1": 7}, "computed_at": "now"}),
    )

    assert (request.method, urlsplit(request.url).path) == ("POST", "/api/query/engage/stats")
    assert parse_qs(urlsplit(request.url).query)["project_id"] == ["12345"]
    assert json.loads(request.body) == {
        "project_id": "12345",
        "action": "count()",
        "selector": 'properties["plan"] == "pro"',
        "segment_by_cohorts": '{"1": true}',
    }
    assert (result.computed_at, result.aggregate_data) == ("now", {"cohort_1": 7})


def test_pages_are_fetched_until_one_is_not_full() -> None:
    found, requests = both(fetched(limit=None), people(5, size=2))

    assert found == (ids(5), {"session_id": "S", "pages_fetched": 3, "parallel": False})
    assert pages(requests) == [0, 1, 2]


def test_a_single_short_page_costs_a_single_request() -> None:
    (found, _), requests = both(fetched(limit=None), people(3, size=1000))

    assert (found, pages(requests)) == (ids(3), [0])


def test_the_same_question_is_asked_of_every_page() -> None:
    _, requests = both(fetched(limit=3, search="ana", sort_by="ltv"), people(9, size=2))

    first, second = (json.loads(request.body) for request in requests)
    assert first == {
        "project_id": "12345",
        "page": 0,
        "search": "ana",
        "sort_key": 'properties["ltv"]',
        "sort_order": "descending",
        "limit": 3,
    }
    assert second == first | {"page": 1, "session_id": "S"}


@pytest.mark.parametrize(("limit", "asked"), [(1, [0]), (2, [0]), (3, [0, 1]), (9, [0, 1, 2])])
def test_no_page_beyond_the_limit_is_fetched(limit: int, asked: list[int]) -> None:
    (found, _), requests = both(fetched(limit=limit), people(5, size=2))

    assert (found, pages(requests)) == (ids(min(limit, 5)), asked)


@pytest.mark.parametrize(("limit", "cut"), [(1, True), (4, True), (6, False), (None, False)])
@pytest.mark.parametrize("parallel", [False, True])
def test_it_is_told_where_the_limit_leaves_profiles_out(limit: int | None, cut: bool, parallel: bool) -> None:
    def ask(ws: Any) -> Any:
        return ws.query_user(mode="profiles", limit=limit, parallel=parallel, workers=1)

    found, _ = both(lambda ws: _cut(ask(ws)), people(5, size=2))

    assert found == (cut, False)


@pytest.mark.parametrize(("parallel", "cut"), [(True, False), (False, True)])
def test_as_many_as_wanted_may_not_be_all_where_the_server_knows_the_limit(parallel: bool, cut: bool) -> None:
    found, _ = both(
        lambda ws: _cut(ws.query_user(mode="profiles", limit=5, parallel=parallel, workers=1)), people(5, size=2)
    )

    assert found == (cut, False)


def _cut(asked: Any) -> Any:
    """Whether the answer is cut, and whether its plain form says so."""
    if not isawaitable(asked):
        return asked.truncated, "is_cut" in asked.to_dict()

    async def told() -> tuple[bool, bool]:
        return _cut(await asked)  # type: ignore[no-any-return]  # what it is

    return told()


@pytest.mark.parametrize(("limit", "asked"), [(2, [0]), (3, [0, 1]), (None, [0, 1, 2])])
def test_the_first_page_says_which_others_are_fetched_at_once(limit: int | None, asked: list[int]) -> None:
    found, requests = both(fetched(limit=limit, parallel=True, workers=1), people(5, size=2))

    meta = {"session_id": "S", "pages_fetched": len(asked), "failed_pages": [], "parallel": True, "workers": 1}
    assert found == (ids(5 if limit is None else limit), meta)
    assert pages(requests) == asked
    assert "limit" not in json.loads(requests[0].body)


@pytest.mark.anyio
async def test_no_more_pages_are_fetched_at_once_than_there_are_workers() -> None:
    people_of, at_once = people(20, size=2), Tally()

    async def answer(request: Request) -> Reply:
        async with at_once:
            await anyio.lowlevel.checkpoint()
            return people_of(request)

    async with Workspace(runtime=AnyioRuntime(), **workspace_options(Fake(answer), {})) as ws:
        result = await ws.query_user(mode="profiles", limit=None, parallel=True, workers=3)

    assert (result.distinct_ids, at_once.most) == (ids(20), 3)


def test_pages_that_are_not_counted_are_fetched_in_turn() -> None:
    (found, meta), _ = both(fetched(limit=None, parallel=True), people(5, size=2, counted=False))

    assert (found, meta["parallel"]) == (ids(5), False)


@pytest.mark.parametrize("options", [{}, {"parallel": True, "workers": 1}])
def test_a_page_that_fails_is_an_error_that_carries_what_came_before(options: dict[str, Any]) -> None:
    error, _ = raised(fetched(limit=None, **options), people(9, size=2, fails=2), retry=ONCE)

    assert isinstance(error, ServerError)
    assert [profile["distinct_id"] for profile in error.details["profiles"]] == ids(4)
    assert error.details["pages_fetched"] == 2
    assert "not all" in error.__notes__[-1]
    assert json.loads(json.dumps(error.details["profiles"]))[0]["properties"] == {"n": 0}


def test_a_connection_that_breaks_between_pages_is_such_an_error_too() -> None:
    first = json_reply({"results": [row(0)], "page_size": 1, "session_id": "S", "total": 2})

    error, _ = raised(fetched(limit=None), first, ConnectionFailed("cut"), retry=ONCE)

    assert isinstance(error, ConnectionFailed)
    assert [profile["distinct_id"] for profile in error.details["profiles"]] == ids(1)


def test_a_first_page_that_fails_is_an_error_like_any_other() -> None:
    error, _ = raised(fetched(), json_reply({"error": "no"}, 403))

    assert isinstance(error, APIError)
    assert "profiles" not in error.details


@pytest.mark.parametrize("options", [{}, {"parallel": True, "workers": 1}])
@pytest.mark.parametrize("limit", [None, 7, 20])
@pytest.mark.parametrize("fails", [1, 2, 3])
def test_what_is_missing_is_fetched_by_going_on(options: dict[str, Any], limit: int | None, fails: int) -> None:
    error, _ = raised(fetched(limit=limit, search="ana", **options), people(9, size=2, fails=fails), retry=ONCE)
    assert isinstance(error, ServerError)
    token = json.loads(json.dumps(error.details["resume"]))

    (rest, _), requests = both(fetched(limit=limit, search="ana", resume=token, **options), people(9, size=2))

    assert [*(profile["distinct_id"] for profile in error.details["profiles"]), *rest] == ids(9)[:limit]
    assert pages(requests)[0] == fails
    assert {json.loads(request.body)["search"] for request in requests} == {"ana"}


def test_a_run_that_went_on_can_break_off_again() -> None:
    ask = fetched(limit=None)
    first, _ = raised(ask, people(9, size=2, fails=1), retry=ONCE)
    second, _ = raised(fetched(resume=first.details["resume"]), people(9, size=2, fails=3), retry=ONCE)  # type: ignore[attr-defined]
    again, _ = raised(fetched(resume=second.details["resume"]), people(9, size=2, fails=3), retry=ONCE)  # type: ignore[attr-defined]

    assert [len(each.details.get("profiles", ())) for each in (first, second, again)] == [2, 4, 0]  # type: ignore[attr-defined]
    assert again.details["resume"] == second.details["resume"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("parallel", [False, True])
def test_pages_are_missing_wherever_they_failed(parallel: bool) -> None:
    token = {"params": {}, "session_id": "S", "missing": [1, 3], "page": 4, "last": 4, "limit": 5}

    (found, _), requests = both(fetched(resume=token, parallel=parallel, workers=1), people(9, size=2))

    assert (found, pages(requests)) == (["u2", "u3", "u6", "u7", "u8"], [1, 3, 4])


@pytest.mark.anyio
async def test_pages_that_came_after_a_broken_one_are_kept() -> None:
    people_of, others = people(10, size=2), anyio.Event()

    async def answer(request: Request) -> Reply:
        page = json.loads(request.body)["page"]
        if page == 1:
            await others.wait()
            return json_reply({"error": "busy"}, 500)
        if page == 4:
            others.set()
        return people_of(request)

    async with Workspace(runtime=AnyioRuntime(), **workspace_options(Fake(answer), {"retry": ONCE})) as ws:
        with pytest.raises(ServerError) as caught:
            await ws.query_user(mode="profiles", limit=9, parallel=True, workers=2)

    told = caught.value.details
    assert [profile["distinct_id"] for profile in told["profiles"]] == ["u0", "u1", "u4", "u5", "u6", "u7", "u8"]
    assert told["resume"] == {"params": {}, "session_id": "S", "missing": [1], "page": 5, "last": 4, "limit": 2}


def test_the_limit_of_a_token_is_kept() -> None:
    token = {"params": {"limit": 9}, "session_id": "S", "page": 1, "limit": 3}

    (found, _), requests = both(lambda ws: fetched_by_params(ws, resume=token), people(9, size=2))

    assert (found, pages(requests)) == (["u2", "u3", "u4"], [1, 2])


def fetched_by_params(ws: Any, **options: Any) -> Any:
    answer = ws.run_user_params({}, **options)

    async def later() -> Any:
        result = await answer
        return result.distinct_ids, result.params

    return later() if isawaitable(answer) else (answer.distinct_ids, answer.params)


def test_a_token_does_not_count_users() -> None:
    token = {"params": {}, "session_id": "S", "page": 1}

    error, requests = raised(lambda ws: ws.query_user(where="x", resume=token))

    assert isinstance(error, ParamValidationError)
    assert requests == []


def test_a_page_size_is_sent_with_every_page() -> None:
    (found, _), requests = both(fetched(limit=None, page_size=2), people(3, size=2))

    assert [json.loads(request.body)["page_size"] for request in requests] == [2, 2]
    assert found == ids(3)


def test_numbers_have_no_pages() -> None:
    error, _ = raised(lambda ws: ws.query_user(page_size=5))

    assert isinstance(error, BookmarkValidationError)
    assert [problem.path for problem in error.errors] == ["page_size"]


def test_an_expired_session_is_an_error_that_carries_what_came_before_it() -> None:
    first = json_reply({"results": [row(0)], "page_size": 1, "session_id": "S", "total": 2})

    error, _ = raised(fetched(limit=None), first, json_reply({"error": "gone"}, 404))

    assert isinstance(error, QueryError)
    assert (error.code, len(error.details["profiles"]), "resume" in error.details) == ("SESSION_EXPIRED", 1, False)


def test_a_page_that_is_not_full_though_others_were_counted_is_an_error() -> None:
    def answer(request: Request) -> Reply:
        page = json.loads(request.body)["page"]
        rows = [row(0), row(1)][: 1 if page == 1 else 2]
        return json_reply({"results": rows, "session_id": "S", "page": page, "page_size": 2, "total": 6})

    error, _ = raised(fetched(limit=None, parallel=True, workers=1), answer)

    assert isinstance(error, ResponseValidationError)
    assert "page 1 holds 1 profiles" in error.message
    assert error.details["resume"]["page"] == 1


@pytest.mark.parametrize("total", [10**30, 0, -5])
def test_a_wrong_total_does_not_make_pages_up_nor_away(total: int) -> None:
    def answer(request: Request) -> Reply:
        page = json.loads(request.body)["page"]
        rows = [row(2 * page), row(2 * page + 1)] if page < 3 else []
        return json_reply({"results": rows, "session_id": "S", "page_size": 2, "total": total})

    found, _ = both(fetched(limit=None, parallel=True, workers=1), answer)

    assert isinstance(found, ResponseValidationError) if total > 0 else found[0] == ids(6)


@pytest.mark.anyio
async def test_the_quota_bounds_pages_at_once_too() -> None:
    people_of, at_once = people(20, size=2), Tally()

    async def answer(request: Request) -> Reply:
        async with at_once:
            await anyio.lowlevel.checkpoint()
            return people_of(request)

    quota = Quota({"engage": Limits(concurrency=2)})
    async with Workspace(runtime=AnyioRuntime(), quota=quota, **workspace_options(Fake(answer), {})) as ws:
        await ws.query_user(mode="profiles", limit=None, parallel=True, workers=5)

    assert at_once.most == 2


@pytest.mark.parametrize("options", [{}, {"parallel": True}])
def test_f8_a_spent_quota_keeps_what_was_fetched_and_where_to_go_on(options: dict[str, Any]) -> None:
    runtime, fake = VirtualBlockingRuntime(), Fake(people(100, size=1))
    with mixpanel_sync.Workspace(runtime=runtime, quota=Quota(), **workspace_options(fake, {})) as ws:
        with pytest.raises(RateLimitError) as caught:
            ws.query_user(mode="profiles", limit=None, **options)
        asked = len(fake.requests)
        runtime.clock.time += 3600
        rest = ws.query_user(resume=caught.value.details["resume"], **options)

    before = [profile["distinct_id"] for profile in caught.value.details["profiles"]]
    assert (asked, len(before)) == (60, 60)
    assert sorted([*before, *rest.distinct_ids]) == sorted(ids(100))
    assert len(fake.requests) in (100, 101)


def test_f9_and_defect_7_a_page_that_breaks_among_parallel_ones_is_an_error() -> None:
    def answer(request: Request) -> Reply:
        if json.loads(request.body)["page"] == 3:
            raise ConnectionFailed("cut")
        return people(60, size=10)(request)

    error, _ = raised(fetched(limit=None, parallel=True, workers=1), answer, retry=ONCE)

    assert isinstance(error, ConnectionFailed)
    assert error.details["resume"]["page"] == 3


@pytest.mark.parametrize("options", [{"mode": "profiles"}, {}])
def test_defect_4_an_error_under_http_200_is_an_error(options: dict[str, Any]) -> None:
    error, _ = raised(lambda ws: ws.query_user(**options), json_reply({"status": "error", "error": "bad selector"}))

    assert isinstance(error, QueryError)
    assert "bad selector" in error.message


def test_defect_5_f5_f6_a_page_is_asked_for_again_before_it_fails() -> None:
    last = json_reply({"results": [row(0)], "page_size": 9})
    fake = Fake(json_reply({"error": "busy"}, 503), ConnectionFailed("cut"), last)
    with mixpanel_sync.Workspace(runtime=VirtualBlockingRuntime(), **workspace_options(fake, {})) as ws:
        result = ws.query_user(mode="profiles", limit=None)

    assert (result.distinct_ids, len(fake.requests)) == (ids(1), 3)


def test_defect_26_users_are_counted_as_of_a_moment() -> None:
    _, (request,) = both(lambda ws: ws.query_user(as_of="2026-01-01"), json_reply({"results": 1}))

    assert json.loads(request.body)["as_of_timestamp"] == 1_767_225_600


def test_defect_25_a_full_listing_costs_no_empty_request() -> None:
    _, requests = both(fetched(limit=None), people(5, size=2))

    assert pages(requests) == [0, 1, 2]


def test_params_made_elsewhere_are_sent_as_they_are() -> None:
    _, (request,) = both(lambda ws: ws.run_user_params({"action": "count()", "where": "x"}), json_reply({"results": 1}))

    assert json.loads(request.body) == {"project_id": "12345", "action": "count()", "selector": "x"}


@pytest.mark.parametrize(("options", "code"), [({"limit": 0}, "U3"), ({"workers": 0}, "U23")])
def test_their_pages_follow_the_rules_too(options: dict[str, int], code: str) -> None:
    error, requests = raised(lambda ws: ws.run_user_params({}, **options))

    assert isinstance(error, BookmarkValidationError)
    assert ([problem.code for problem in error.errors], requests) == ([code], [])


def test_a_question_made_before_is_asked_as_it_is() -> None:
    reply = json_reply({"results": 3, "computed_at": "now"})

    asked = both(lambda ws: ws.query_user(UserQuery(cohort=5)), reply)

    assert asked == both(lambda ws: ws.query_user(cohort=5), reply)


def test_a_question_that_breaks_a_rule_is_not_sent() -> None:
    error, requests = raised(lambda ws: ws.query_user(include_all_users=True))

    assert isinstance(error, BookmarkValidationError)
    assert requests == []


@define
class Tally:
    """How many are inside at once, and the most there ever were."""

    inside: int = 0
    most: int = 0

    async def __aenter__(self) -> None:
        self.inside += 1
        self.most = max(self.most, self.inside)

    async def __aexit__(self, *_: object) -> None:
        self.inside -= 1
