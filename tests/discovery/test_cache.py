"""What a project holds is asked for once in a while, and by nobody twice at once."""

from __future__ import annotations

import anyio
import pytest

import mixpanel_async
import mixpanel_sync
from mixpanel_async.auth.accounts import BearerToken, ServiceAccount
from mixpanel_async.discovery.cache import DEFAULT_TTL, Cache, CachedOperations
from mixpanel_async.errors import ClosedError, ConfigError, QueryError
from mixpanel_async.session import Session
from mixpanel_transports.fake import Fake, json_reply
from tests.faces import both, workspace_options
from tests.virtual import Clock, VirtualBlockingRuntime, VirtualRuntime

TTL = 60.0


def counting():
    """A server whose every list of events is another."""
    served = []

    def answer(_):
        served.append(1)
        return json_reply([f"Event {len(served)}"])

    return Fake(answer)


def kept(fake, clock=None, **options):
    runtime = VirtualBlockingRuntime(clock=clock or Clock())
    options = workspace_options(fake, {"discovery_ttl": TTL, "runtime": runtime} | options)
    return mixpanel_sync.Workspace(**options)


def test_defect_24_an_answer_lives_for_its_time_and_not_for_the_workspaces():
    fake, clock = counting(), Clock()
    with kept(fake, clock) as ws:
        answers = [ws.events()]
        clock.time += TTL - 1
        answers.append(ws.events())
        clock.time += 1
        answers.append(ws.events())
    assert answers == [["Event 1"], ["Event 1"], ["Event 2"]]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_it_does_on_the_async_face(backend):
    fake, clock = counting(), Clock()

    async def ask():
        options = workspace_options(fake, {"discovery_ttl": TTL, "runtime": VirtualRuntime(clock=clock)})
        async with mixpanel_async.Workspace(**options) as ws:
            first, second = await ws.events(), await ws.events()
            clock.time += TTL
            return [first, second, await ws.events()]

    assert anyio.run(ask, backend=backend) == [["Event 1"], ["Event 1"], ["Event 2"]]


def test_refresh_asks_again_and_what_it_hears_is_kept():
    with kept(counting()) as ws:
        assert [ws.events(), ws.events(refresh=True), ws.events()] == [["Event 1"], ["Event 2"], ["Event 2"]]


def test_a_cleared_cache_is_asked_anew():
    with kept(counting()) as ws:
        before = ws.events()
        ws.clear_discovery_cache()
        assert (before, ws.events()) == (["Event 1"], ["Event 2"])


@pytest.mark.parametrize(
    "ask",
    [
        lambda ws, **options: ws.properties("A", **options),
        lambda ws, **options: ws.property_values("p", **options),
        lambda ws, **options: ws.subproperties("p", **options),
        lambda ws, **options: ws.lexicon_schemas(**options),
        lambda ws, **options: ws.events(from_date="2026-01-01", **options),
    ],
    ids=["properties", "property_values", "subproperties", "lexicon_schemas", "events"],
)
def test_all_that_lists_is_kept_and_refreshed(ask):
    fake = Fake(lambda _: json_reply([]))
    with kept(fake) as ws:
        asked = []
        for options in ({}, {}, {"refresh": True}):
            ask(ws, **options)
            asked.append(len(fake.requests))
    assert asked == [1, 1, 2]


def test_other_arguments_are_another_question():
    with kept(counting()) as ws:
        answers = [ws.events(), ws.events(limit=5), ws.events(from_date="2026-01-01"), ws.property_values("a")]
        answers += [ws.property_values("b"), ws.property_values("a", event="E"), ws.property_values("a", limit=5)]
    assert answers == [[f"Event {number}"] for number in range(1, 8)]


def test_what_is_told_from_the_same_values_asks_for_them_once():
    fake = Fake(lambda _: json_reply(['{"sku": "a"}']))
    with kept(fake) as ws:
        values, (inner,) = ws.property_values("cart", limit=50), ws.subproperties("cart", sample_size=50)
    assert (values, inner.name, len(fake.requests)) == (['{"sku": "a"}'], "sku", 1)


def test_a_list_that_was_given_may_be_changed():
    with kept(counting()) as ws:
        ws.events().append("Mine")
        assert ws.events() == ["Event 1"]


def test_top_events_are_always_asked_for():
    fake = Fake(lambda _: json_reply({"events": []}))
    with kept(fake) as ws:
        ws.top_events()
        ws.top_events()
    assert len(fake.requests) == 2


def test_a_failure_is_not_kept():
    with kept(Fake(json_reply({"error": "busy"}, 403), json_reply(["A"]))) as ws:
        with pytest.raises(QueryError):
            ws.events()
        assert ws.events() == ["A"]


def test_a_closed_workspace_answers_nothing_from_memory():
    ws = kept(counting())
    ws.events()
    ws.close()
    with pytest.raises(ClosedError):
        ws.events()


def test_short_history_is_found_out_once():
    refusal = json_reply({"error": "from_date exceeds 365 days of history"}, 403)
    fake = Fake(refusal, json_reply(["A"]))
    with kept(fake) as ws:
        assert ws.events() == ws.events() == ["A"]
    assert len(fake.requests) == 2


def test_offline_nothing_is_kept_so_that_imported_events_show():
    (first, second), requests = both(twice, json_reply(["A"]), json_reply(["A", "B"]))
    assert (first, second, len(requests)) == (["A"], ["A", "B"], 2)


def twice(ws):
    if isinstance(ws, mixpanel_sync.Workspace):
        return ws.events(), ws.events()

    async def ask():
        return await ws.events(), await ws.events()

    return ask()


@pytest.mark.parametrize(
    ("options", "expected"),
    [({}, DEFAULT_TTL), ({"base_url": "http://127.0.0.1:1"}, 0), ({"base_url": "http://x", "discovery_ttl": 5}, 5)],
)
def test_answers_are_kept_where_mixpanel_is_asked(options, expected):
    clock, asked = Clock(), []
    known = {"username": "u", "secret": "s", "project_id": "1", "region": "us"}
    known |= {"transport": Online(), "runtime": VirtualBlockingRuntime(clock=clock)}
    ws = mixpanel_async.Workspace(**known, **options)

    async def ask():
        asked.append(clock.time)
        return len(asked)

    answers = []
    for waited in (0.0, expected - 0.001, 0.001):
        clock.time += max(waited, 0)
        answers.append(drive(ws._connection.cache.get("key", ask)))
    assert answers == ([1, 1, 2] if expected else [1, 2, 3])


class Online:
    """A transport that is not asked."""

    async def send(self, request):
        raise AssertionError(request.url)

    async def aclose(self):
        """Nothing to give back."""


def drive(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("it waits")


@pytest.mark.parametrize("ttl", [-1, "5", None, True, float("nan")])
def test_a_time_to_live_that_is_none_is_refused(ttl):
    with pytest.raises(ConfigError, match="discovery_ttl"):
        Cache(VirtualBlockingRuntime(), ttl)


class Question(CachedOperations):
    """An operation of somebody, for somebody's session."""

    def __init__(self, connection, session):
        self._connection = connection
        self._theirs = session

    @property
    def _session(self):
        return self._theirs


SESSION = Session(account=ServiceAccount("a", "s"), project_id="1")


@pytest.mark.parametrize(
    "other",
    [
        Session(account=ServiceAccount("b", "s"), project_id="1"),
        Session(account=BearerToken("t"), project_id="1"),
        Session(account=ServiceAccount("a", "s"), project_id="2"),
        Session(account=ServiceAccount("a", "s"), project_id="1", workspace_id=7),
        Session(account=ServiceAccount("a", "s"), project_id="1", region="eu"),
    ],
    ids=["account", "token", "project", "view", "region"],
)
def test_what_one_account_project_or_view_is_told_no_other_hears(other):
    ws = mixpanel_async.Workspace(
        session=SESSION, transport=Fake(), runtime=VirtualBlockingRuntime(), discovery_ttl=TTL
    )

    async def tell(answer):
        return answer

    told = [
        drive(Question(ws._connection, session)._kept("events", lambda answer=answer: tell(answer)))
        for session, answer in ((SESSION, "mine"), (other, "theirs"), (SESSION, "mine again"))
    ]
    assert told == ["mine", "theirs", "mine"]


def test_a_source_of_tokens_needs_no_hash():
    class Source:
        __hash__ = None  # type: ignore[assignment]  # as a dataclass that compares has none

        def __call__(self):
            return "token"

    fake = counting()
    runtime = VirtualBlockingRuntime()
    with mixpanel_sync.Workspace(
        token=Source(), project_id="1", region="us", transport=fake, runtime=runtime, discovery_ttl=TTL
    ) as ws:
        assert ws.events() == ws.events() == ["Event 1"]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_who_asks_the_same_at_the_same_time_shares_one_answer(backend):
    asked = []

    async def slow(request):
        asked.append(request.url)
        await anyio.lowlevel.checkpoint()
        return json_reply(["A"])

    async def ask():
        runtime = VirtualRuntime()
        options = workspace_options(Fake(slow), {"discovery_ttl": TTL, "runtime": runtime})
        async with mixpanel_async.Workspace(**options) as ws:
            return await runtime.gather([ws.events(), ws.events(), ws.events()])

    assert anyio.run(ask, backend=backend) == [["A"], ["A"], ["A"]]
    assert len(asked) == 1


def test_threads_share_one_answer_too():
    fake, runtime = counting(), VirtualBlockingRuntime()
    ws = mixpanel_async.Workspace(session=SESSION, transport=fake, runtime=runtime, discovery_ttl=TTL)
    assert drive(runtime.gather([ws.events() for _ in range(8)])) == [["Event 1"]] * 8
    assert len(fake.requests) == 1


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_who_waits_for_one_that_gives_up_asks_itself(backend):
    async def ask():
        cache, going = Cache(VirtualRuntime(), TTL), anyio.Event()

        async def stuck():
            going.set()
            await anyio.sleep_forever()

        async def answer():
            return "told"

        async with anyio.create_task_group() as group:
            group.start_soon(cache.get, "key", stuck)
            await going.wait()
            group.cancel_scope.cancel()
        return await cache.get("key", answer)

    assert anyio.run(ask, backend=backend) == "told"


def test_what_was_asked_before_the_cache_was_cleared_is_not_kept_after_it():
    cache = Cache(VirtualBlockingRuntime(), TTL)

    async def old():
        cache.clear()
        return "old"

    async def new():
        return "new"

    assert [drive(cache.get("key", old)), drive(cache.get("key", new))] == ["old", "new"]


def test_old_answers_do_not_pile_up():
    clock = Clock()
    cache = Cache(VirtualBlockingRuntime(clock=clock), TTL)

    async def answer():
        return "x"

    for number in range(10):
        drive(cache.get(number, answer))
        clock.time += TTL
    assert len(cache._kept) == 1


def test_a_change_in_the_app_forgets_what_was_listed():
    fake = Fake(*(json_reply(["Event 1"]), json_reply({"results": {}}), json_reply(["Event 2"])))
    with mixpanel_sync.Workspace(
        session=SESSION, transport=fake, runtime=VirtualBlockingRuntime(), discovery_ttl=TTL
    ) as ws:
        assert ws.events() == ["Event 1"]
        ws.delete_annotation(1)
        assert ws.events() == ["Event 2"]
