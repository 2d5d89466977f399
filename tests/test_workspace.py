"""A Workspace from its making to its end, over a real loopback server."""

from __future__ import annotations

import asyncio
import json
import os
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count

import anyio
import pytest

import mixpanel_async
import mixpanel_sync
from mixpanel_async.errors import (
    AuthenticationError,
    ClosedError,
    ConfigError,
    ConnectionFailed,
    ParamTypeError,
    ParamValidationError,
    QueryError,
    RateLimitError,
    ServerError,
)
from mixpanel_transports import Fake, HttpxTransport, Limits, Portal, Quota, TraceEvent, json_reply
from tests.server import Answer, Server
from tests.transports.cancelling import cancel_at
from tests.virtual import VirtualBlockingRuntime, VirtualRuntime

WINDOW = {"from_date": "2026-01-01", "to_date": "2026-01-02"}
SERIES = json.dumps({"series": {"A": {"2026-01-01": 3}}}).encode()
LINES = b'{"event":"A","properties":{"time":1,"distinct_id":"u"}}\n' * 3


def options(server: Server | None = None, **more):
    where = {"base_url": server.url} if server else {}
    return {"username": "bot", "secret": "hunter2", "project_id": "12345", "region": "us"} | where | more


def ask_blocking(server: Server, **more):
    runtime = VirtualBlockingRuntime()
    with mixpanel_sync.Workspace(runtime=runtime, **options(server, **more)) as ws:
        return ws.query("A", **WINDOW).df["count"].sum(), runtime.waits


def ask_async(backend: str):
    def ask(server: Server, **more):
        async def main():
            runtime = VirtualRuntime()
            async with mixpanel_async.Workspace(runtime=runtime, **options(server, **more)) as ws:
                return (await ws.query("A", **WINDOW)).df["count"].sum(), runtime.waits

        return anyio.run(main, backend=backend)

    return ask


FACES = [ask_blocking, ask_async("asyncio"), ask_async("trio")]


@pytest.fixture(params=FACES, ids=["blocking", "asyncio", "trio"])
def ask(request):
    return request.param


def in_seconds(seconds):
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("trouble", "waits"),
    [
        (lambda: Answer(503), lambda wait: 0 < wait < 3),
        (lambda: Answer(reset=True), lambda wait: 0 < wait < 3),
        (lambda: Answer(429, {"retry-after": "7"}), lambda wait: wait == 7),
        (lambda: Answer(429, {"retry-after": in_seconds(40)}), lambda wait: 30 < wait <= 40),
    ],
    ids=["503", "reset", "429-seconds", "429-date"],
)
def test_a_query_survives_what_passes(server, ask, trouble, waits):
    server.script(trouble(), Answer(body=SERIES))
    answer, (wait,) = ask(server)
    assert answer == 3
    assert waits(wait)


@pytest.mark.parametrize(
    ("status", "kind", "step"),
    [
        (401, AuthenticationError, "username and secret"),
        (402, QueryError, "plan"),
        (403, QueryError, "admin"),
        (404, QueryError, "project_id"),
    ],
)
def test_what_does_not_pass_is_raised_at_once(server, ask, status, kind, step):
    server.script(Answer(status, body=b'{"error": "the reason"}'))
    with pytest.raises(kind, match="the reason") as caught:
        ask(server)
    assert (caught.value.status_code, len(server.seen)) == (status, 1)
    assert step in caught.value.message
    assert "hunter2" not in repr(caught.value.to_dict())


def test_an_error_under_http_200_is_an_error(server, ask):
    server.script(Answer(body=b'{"status": "error", "error": "bad"}'))
    with pytest.raises(QueryError, match="bad"):
        ask(server)


@pytest.mark.parametrize(("trouble", "kind"), [(Answer(503), ServerError), (Answer(reset=True), ConnectionFailed)])
def test_what_stays_is_raised_after_four_attempts(server, ask, trouble, kind):
    server.respond = lambda _: trouble
    with pytest.raises(kind):
        ask(server)
    assert server.connections >= 1


def test_requests_are_signed_and_named(server, ask):
    server.script(Answer(body=SERIES))
    ask(server)
    headers = server.seen[0].headers
    assert headers["authorization"] == "Basic " + b64encode(b"bot:hunter2").decode()
    assert headers["user-agent"].startswith("mixpanel-async/")


def test_a_token_is_asked_for_again_before_each_attempt(server, ask):
    tokens = iter(["one", "two"])
    server.script(Answer(503), Answer(body=SERIES))
    ask(server, token=lambda: next(tokens), username=None, secret=None)
    assert [seen.headers["authorization"] for seen in server.seen] == ["Bearer one", "Bearer two"]


def test_hooks_see_the_call_and_no_secret(server, ask):
    events: list[TraceEvent] = []
    server.script(Answer(503), Answer(body=SERIES))
    ask(server, hooks=[events.append])
    (event,) = events
    assert (event.method, event.family, event.template, event.status) == ("POST", "query", "/insights", 200)
    assert (event.attempt, event.bytes) == (2, len(SERIES))
    assert "hunter2" not in repr(event)


def test_a_spent_budget_is_an_error_that_says_when_to_come_back(server, ask):
    quota = Quota({"query": Limits(per_hour=1)})
    server.respond = lambda _: Answer(body=SERIES)
    ask(server, quota=quota)
    with pytest.raises(RateLimitError, match=r"1 .*hour") as caught:
        ask(server, quota=quota, timeout=5)
    assert caught.value.retry_after == pytest.approx(3600, abs=60)
    assert len(server.seen) == 1


def test_mixpanels_limits_hold_where_mixpanel_is_asked_and_nowhere_else():
    from mixpanel_transports.throttle import Throttle

    def layers(**more):
        transport = mixpanel_async.Workspace(**options(**more))._connection._transport
        while hasattr(transport, "inner"):
            yield type(transport)
            transport = transport.inner

    assert Throttle in layers()
    assert Throttle in layers(transport=HttpxTransport())
    assert Throttle not in layers(base_url="http://127.0.0.1:1")
    assert Throttle not in layers(transport=Fake())
    assert Throttle in layers(transport=Fake(), quota=Quota({"query": Limits(per_hour=1)}))


def test_after_close_every_call_says_so():
    with mixpanel_sync.Workspace(transport=Fake(), **options()) as ws:
        pass
    ws.close()
    for call in (ws.events, lambda: ws.query("A"), lambda: list(ws.stream_events(**WINDOW))):
        with pytest.raises(ClosedError, match="closed"):
            call()


@pytest.mark.anyio
async def test_close_reaches_the_transport_once():
    fake = Fake()
    ws = mixpanel_async.Workspace(transport=fake, **options())
    await ws.close()
    await ws.close()
    assert fake.closed


def test_another_event_loop_is_told_so(server):
    server.respond = lambda _: Answer(body=SERIES)
    ws = mixpanel_async.Workspace(**options(server))
    with asyncio.Runner() as home, asyncio.Runner() as abroad:
        home.run(ws.query("A", **WINDOW))
        with pytest.raises(ClosedError, match="another event loop"):
            abroad.run(ws.query("A", **WINDOW))
        home.run(ws.close())


def test_eight_threads_share_one_blocking_workspace(server):
    server.respond = lambda seen: Answer(body=json.dumps([seen.target.split("name=")[1].split("&")[0]]).encode())
    with mixpanel_sync.Workspace(**options(server)) as ws, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ws.property_values, [f"p{n}" for n in range(80)]))
    assert answers == [[f"p{n}"] for n in range(80)]


def test_the_blocking_face_works_inside_a_running_loop(server):
    server.script(Answer(body=SERIES))

    async def notebook_cell():
        with mixpanel_sync.Workspace(**options(server)) as ws:
            return ws.query("A", **WINDOW).df["count"].sum()

    assert asyncio.run(notebook_cell()) == 3


def test_the_blocking_face_works_after_a_fork(server):
    server.respond = lambda _: Answer(body=SERIES)
    with mixpanel_sync.Workspace(**options(server)) as ws:
        assert ws.query("A", **WINDOW).df["count"].sum() == 3
        child = os.fork()
        if child == 0:
            os._exit(0 if ws.property_values.__self__ is ws and _same_again(ws) else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert _same_again(ws)


def _same_again(ws):
    try:
        return ws.query("A", **WINDOW).series == {"A": {"2026-01-01": 3}}
    except Exception:  # noqa: BLE001  # the child must not return into pytest
        return False


def test_an_async_transport_in_the_blocking_face_names_the_portal(server):
    with (
        mixpanel_sync.Workspace(transport=HttpxTransport(), **options(server)) as ws,
        pytest.raises(ClosedError, match="Portal"),
    ):
        ws.events()


def test_a_portal_lends_it(server):
    server.respond = lambda _: Answer(body=SERIES)
    with mixpanel_sync.Workspace(transport=Portal(HttpxTransport()), **options(server)) as ws:
        assert ws.query("A", **WINDOW).df["count"].sum() == 3


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("early", [False, True])
def test_a_stream_cancelled_at_any_point_leaves_no_connection_behind(server, backend, early):
    server.respond = lambda _: Answer(pieces=[LINES, LINES])

    async def main():
        transport = HttpxTransport()
        ws = mixpanel_async.Workspace(transport=transport, **options(server))

        async def read():
            async with ws.stream_events(**WINDOW) as stream:
                async for _ in stream:
                    if early:
                        break

        for n in count():
            reached = await cancel_at(n, read)
            assert transport.in_use == 0, f"cancelled at suspension {n}"
            if not reached:
                break
        assert n >= 2
        await ws.close()

    anyio.run(main, backend=backend)


def test_arguments_beat_the_environment(monkeypatch):
    for name, value in {"MP_USERNAME": "e", "MP_SECRET": "e", "MP_PROJECT_ID": "1", "MP_REGION": "eu"}.items():
        monkeypatch.setenv(name, value)
    fake = Fake(lambda _: json_reply([]))
    assert mixpanel_sync.Workspace().session.region == "eu"
    assert mixpanel_sync.Workspace(region="in", project_id=7).session.project_id == "7"
    with mixpanel_sync.Workspace(transport=fake, project_id=9) as ws:
        ws.events()
    assert "project_id=9" in fake.requests[0].url


def test_another_http_client_asks_for_the_account_of_the_environment(monkeypatch):
    with pytest.raises(ConfigError, match="no credentials"):
        mixpanel_async.Workspace(transport=HttpxTransport())
    for name, value in {"MP_OAUTH_TOKEN": "t", "MP_PROJECT_ID": "5", "MP_REGION": "eu"}.items():
        monkeypatch.setenv(name, value)
    assert mixpanel_async.Workspace(transport=HttpxTransport()).session.project_id == "5"


def test_an_offline_transport_needs_no_credentials(monkeypatch):
    monkeypatch.setenv("MP_USERNAME", "half a set")
    with mixpanel_sync.Workspace(transport=Fake(json_reply(["A"]))) as ws:
        assert ws.events() == ["A"]


def test_a_misspelt_option_is_refused():
    with pytest.raises(ParamTypeError, match=r"no usrname \(did you mean username\?\)"):
        mixpanel_sync.Workspace(usrname="x")


@pytest.mark.parametrize("workspace", [mixpanel_async.Workspace, mixpanel_sync.Workspace])
@pytest.mark.parametrize(
    ("option", "kind", "said"),
    [
        ({"transport": "s3cr3t"}, ParamTypeError, "transport is a str; give a transport such as"),
        ({"runtime": 5}, ParamTypeError, "runtime is a int; give a runtime such as"),
        ({"session": "s3cr3t"}, ParamTypeError, "session is a str; give a Session"),
        ({"timeout": "5"}, ParamTypeError, "timeout is a str; give seconds as a number"),
        ({"timeout": True}, ParamTypeError, "timeout is a bool; give seconds as a number"),
        ({"timeout": -1}, ParamValidationError, "timeout is -1; give seconds, more than 0"),
        ({"timeout": float("nan")}, ParamValidationError, "timeout is nan; give seconds, more than 0"),
        ({"retry": 5}, ParamTypeError, "retry is a int; give a Retry"),
        ({"quota": 60}, ParamTypeError, "quota is a int; give a Quota"),
        ({"hooks": print}, ParamTypeError, "hooks is a builtin_function_or_method; give a list of functions"),
        ({"hooks": [5]}, ParamTypeError, "hooks is a list; give a list of functions"),
        ({"strict": "yes"}, ParamTypeError, "strict is a str; give True or False"),
        ({"account": "s3cr3t"}, ConfigError, "account is a str; give a ServiceAccount"),
        ({"username": "u\ud800", "secret": "s3cr3t"}, ConfigError, "username is no valid text"),
        ({"username": 5, "secret": "s3cr3t"}, ConfigError, "username is empty or no text"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_an_option_of_the_wrong_kind_is_refused_by_name(workspace, option, kind, said):
    with pytest.raises(kind) as refused:
        workspace(**{"transport": Fake(), "project_id": 1} | option)
    assert str(refused.value).startswith(said)
    assert "s3cr3t" not in str(refused.value)


def test_an_option_that_is_none_says_nothing():
    options = dict.fromkeys(["timeout", "retry", "hooks", "strict", "runtime", "session", "region", "discovery_ttl"])
    with mixpanel_sync.Workspace(transport=Fake(json_reply(["A"])), **options) as ws:
        assert ws.events() == ["A"]


def test_a_workspace_turns_to_an_account_alone():
    with (
        mixpanel_sync.Workspace(transport=Fake(), project_id=1) as ws,
        pytest.raises(ConfigError, match="account is a str"),
    ):
        ws.use(account="x")
