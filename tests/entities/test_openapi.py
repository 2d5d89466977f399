"""What we send and read is what Mixpanel documents of the APIs that keep things."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import mixpanel_sync
from mixpanel_async import QueryError
from mixpanel_async.entities._model import Entity
from mixpanel_transports.fake import Fake, json_reply
from mixpanel_transports.message import Reply, Request
from tests.entities.strategies import UNHURRIED
from tests.faces import workspace_options
from tests.official.answers import ANSWERS, UNANSWERED, UNSAID, Ask
from tests.official.documents import Documented, documented
from tests.official.instances import instances
from tests.virtual import VirtualBlockingRuntime

Case = tuple[str, Ask]

OURS = {"query_origin"}
"""What we say in a query string besides what is documented: who we are, for the server's logs."""

CASES = [
    pytest.param((name, ask), id=f"{name}-{place}") for name, asks in ANSWERS.items() for place, ask in enumerate(asks)
]
EVERY_CASE = pytest.mark.parametrize("case", CASES)


def answered(case: Case, reply: Reply) -> tuple[Any, Request]:
    """What our operation makes of *reply*, and its last request, in a data view where the documented one is."""
    name, ask = case
    fake = Fake(lambda _: reply)
    view = {"workspace_id": 77} if "{workspace_id}" in documented()[name].path else {}
    options = {"runtime": VirtualBlockingRuntime(), "strict": True, **view}
    with mixpanel_sync.Workspace(**workspace_options(fake, options)) as ws, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return ask(ws), fake.requests[-1]


def reply_of(operation: Documented, value: Any) -> Reply:
    shown = operation.response is not None or operation.examples
    return json_reply(value, operation.status) if shown else Reply(operation.status, {}, b"")


@cache
def accepted(name: str) -> st.SearchStrategy[Any]:
    """What is answered when all is well: as shown, and as the schema allows."""
    operation = documented()[name]
    shown = [st.sampled_from(operation.examples)] if operation.examples else []
    described = [instances(operation.response)] if operation.response else []
    either = st.one_of([*shown, *described]) if shown or described else st.none()
    return either.filter(lambda value: not is_refusal(value))


def is_refusal(value: Any) -> bool:
    return isinstance(value, Mapping) and value.get("status") == "error"


def body_of(request: Request, schema: Mapping[str, Any]) -> Any:
    """The body as JSON; of a form, in which all is text, what the schema takes it for."""
    if request.headers["content-type"] == "application/json":
        return json.loads(request.body)
    said = parse_qsl(request.body.decode())
    known = properties(schema)
    return {name: _meant(value, known.get(name, {}).get("type")) for name, value in said}


def _meant(value: str, kind: Any) -> Any:
    return json.loads(value) if kind in ("boolean", "number") else value


def schema_for(body: Any, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    kinds: Mapping[str, Any] = schema.get("x-kinds", {})
    return kinds[body["type"]] if kinds else schema


def properties(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Every field that a body may have."""
    parts: Sequence[Any] = [part for several in ("anyOf", "allOf") for part in schema.get(several, ())]
    found: dict[str, Any] = dict(schema.get("properties", {}))
    for part in parts:
        found |= properties(part)
    return found


def things(result: Any) -> Iterator[Entity]:
    if isinstance(result, Entity):
        yield result
    elif isinstance(result, list | tuple):
        for each in result:
            yield from things(each)


def parts(value: Any) -> Iterator[Any]:
    """Every object inside *value*."""
    if isinstance(value, Mapping):
        yield value
        for each in value.values():
            yield from parts(each)
    elif isinstance(value, list):
        for each in value:
            yield from parts(each)


def is_kept(thing: Entity, value: Any) -> bool:
    """Whether the thing says all that an object inside *value* says, but for texts of nothing; it may say more."""
    said = thing.to_dict()
    return any(each == said or (each and _says(said, each)) for each in parts(value))


def _says(said: Mapping[str, Any], part: Mapping[str, Any]) -> bool:
    return all(value in ("", said.get(name)) for name, value in part.items())


def test_every_documented_operation_has_one_of_ours_or_a_reason() -> None:
    assert sorted([*ANSWERS, *UNANSWERED]) == sorted(documented())


@EVERY_CASE
@given(data=st.data())
@settings(UNHURRIED, max_examples=3)
def test_a_request_goes_where_it_is_documented_to(case: Case, data: st.DataObject) -> None:
    operation = documented()[case[0]]
    _, request = answered(case, reply_of(operation, data.draw(accepted(case[0]))))
    template = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(operation.path))
    address = urlsplit(request.url)
    names = parse_qs(address.query).keys() - OURS

    assert request.method == operation.method
    assert re.fullmatch(f"{template}/?", address.path)
    assert operation.query(required=True) <= names <= operation.query()


@EVERY_CASE
@given(data=st.data())
@settings(UNHURRIED, max_examples=1)
def test_a_body_is_as_documented_and_says_nothing_else(case: Case, data: st.DataObject) -> None:
    operation = documented()[case[0]]
    _, request = answered(case, reply_of(operation, data.draw(accepted(case[0]))))
    if operation.request is None:
        assert request.body in (b"", b"{}")
        return
    body = body_of(request, operation.request) if request.body else {}
    schema = schema_for(body, operation.request)

    wrong = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).iter_errors(body)
    assert [f"{problem.json_path}: {problem.message}" for problem in wrong] == []
    assert sorted(body.keys() - properties(schema).keys()) == []


WITH_BODIES = [name for name in ANSWERS if documented()[name].request is not None]


@pytest.mark.parametrize("name", WITH_BODIES)
@given(data=st.data())
@settings(UNHURRIED, max_examples=1)
def test_every_documented_field_of_a_body_can_be_said(name: str, data: st.DataObject) -> None:
    operation = documented()[name]
    schema = operation.request or {}
    reply = reply_of(operation, data.draw(accepted(name)))
    requests = [answered((name, ask), reply)[1] for ask in ANSWERS[name]]
    said = {field for request in requests if request.body for field in body_of(request, schema)}

    assert properties(schema).keys() - said == UNSAID.get(name, {}).keys()


SHOWN = [(name, value) for name in ANSWERS for value in documented()[name].examples]


@pytest.mark.parametrize(("name", "value"), SHOWN, ids=[name for name, _ in SHOWN])
def test_every_reply_that_is_shown_is_read_as_it_is(name: str, value: Any) -> None:
    result, _ = answered((name, ANSWERS[name][0]), reply_of(documented()[name], value))
    read = [thing.to_dict() for thing in things(result)]

    assert bool(read) is (result is not None)
    assert read == [part for part in parts(value) if part in read]


@EVERY_CASE
@given(data=st.data())
@settings(UNHURRIED, max_examples=12)
def test_every_documented_reply_is_read_and_kept(case: Case, data: st.DataObject) -> None:
    operation = documented()[case[0]]
    value = data.draw(accepted(case[0]))
    result, _ = answered(case, reply_of(operation, value))

    assert [thing for thing in things(result) if not is_kept(thing, value)] == []


REFUSING = [case for case in CASES if "ErrorResponse" in json.dumps(documented()[case.values[0][0]].response)]


@pytest.mark.parametrize("case", REFUSING)
@given(data=st.data())
@settings(UNHURRIED, max_examples=3)
def test_a_documented_refusal_under_a_success_is_raised(case: Case, data: st.DataObject) -> None:
    operation = documented()[case[0]]
    refusal = next(each for each in (operation.response or {})["anyOf"] if "ErrorResponse" in each["title"])

    with pytest.raises(QueryError):
        answered(case, json_reply(data.draw(instances(refusal)), operation.status))
