from __future__ import annotations

import json
from typing import Any

import pytest

from mixpanel_transports.message import Request
from tests.contract import expected
from tests.contract.expected import Exchange
from tests.contract.message import said
from tests.contract.server import Server
from tests.contract.table import performances

BASIC = {"authorization": "Basic xyz"}
FIRST = Request("GET", "https://mixpanel.com/api/app/projects/1/a%2Fb/?n=1", BASIC)
SECOND = Request("GET", "https://mixpanel.com/api/app/projects/1/c/?n=2", BASIC)
WRITE = Request(
    "POST", "https://mixpanel.com/api/app/projects/1/", {"content-type": "application/json"}, b'{"a":{"b":"c"}}'
)


def server(*requests: Request) -> Server:
    """A server that expects *requests* and tells them apart by their replies."""
    return Server([Exchange(said(request), {"status": 200, "body": n}) for n, request in enumerate(requests)])


def ask(to: Server, *requests: Request) -> list[Any]:
    return [json.loads(to(request).body) for request in requests]


def places(of: Server) -> list[str]:
    return [difference.partition(":")[0] for difference in of.differences()]


def test_what_was_expected_differs_in_nothing() -> None:
    asked = server(FIRST, WRITE)
    assert (ask(asked, FIRST, WRITE), places(asked)) == ([0, 1], [])


def test_reads_that_follow_each_other_may_come_in_any_order() -> None:
    asked = server(FIRST, SECOND)
    assert (ask(asked, SECOND, FIRST), places(asked)) == ([1, 0], [])


def test_a_read_after_the_write_that_rests_on_it_is_refused() -> None:
    asked = server(FIRST, WRITE)
    assert ask(asked, WRITE) == [1]
    with pytest.raises(AssertionError, match="after the last recorded request"):
        asked(FIRST)


def test_a_request_nobody_expected_is_a_difference() -> None:
    asked = server(FIRST)
    with pytest.raises(AssertionError, match="after the last recorded request"):
        ask(asked, FIRST, WRITE)
    assert places(asked) == ["requests.1"]


def test_a_request_that_never_came_is_a_difference() -> None:
    assert places(server(FIRST)) == ["requests.0"]


@pytest.mark.parametrize(
    ("request_", "place"),
    [
        (Request("GET", "https://mixpanel.com/api/app/projects/1/a%2Fb?n=1", BASIC), "path"),
        (Request("GET", "https://mixpanel.com/api/app/projects/1/a/b/?n=1", BASIC), "path"),
        (Request("GET", "https://eu.mixpanel.com/api/app/projects/1/a%2Fb/?n=1", BASIC), "host"),
        (Request("GET", "https://mixpanel.com/api/app/projects/1/a%2Fb/?n=1"), "authorization"),
        (Request("GET", "https://mixpanel.com/api/app/projects/1/a%2Fb/?n=1&m=", BASIC), "query.m"),
        (Request("GET", "https://mixpanel.com/api/app/projects/1/a%2Fb/?n=1&n=1", BASIC), "query.n"),
        (Request("GET", "https://mixpanel.com/api/app/projects/1/a%2Fb/?n=1", BASIC, b"x"), "body"),
    ],
)
def test_what_differs_is_named(request_: Request, place: str) -> None:
    asked = server(FIRST)
    ask(asked, request_)
    assert places(asked) == [f"requests.0.{place}"]


@pytest.mark.parametrize(
    ("body", "differing"), [(b'{"a":{"b":"x"}}', []), (b'{"a":{"b":""}}', ["requests.0.body.a.b"])]
)
def test_anything_may_stand_where_the_client_makes_it_up(body: bytes, differing: list[str]) -> None:
    asked = Server([Exchange(said(WRITE) | {"body": {"a": {"b": "{any}"}}}, {"status": 200, "body": 0})])
    ask(asked, Request(WRITE.method, WRITE.url, WRITE.headers, body))
    assert places(asked) == differing


def test_no_mark_of_the_table_is_left_in_what_is_expected() -> None:
    marks = "{project_id}", "{workspace_id}", "{today", "{csv}"
    told = {
        one.name: str([(exchange.said, one.case.call) for exchange in expected.exchanges(one)])
        for one in performances()
    }
    assert {name for name, text in told.items() if any(mark in text for mark in marks)} == set()


def test_every_argument_of_a_path_is_filled_in() -> None:
    unfilled = [
        one.name
        for one in performances()
        for exchange in expected.exchanges(one)
        if any(part.startswith("{") for part in exchange.said["path"])
    ]
    assert unfilled == []
