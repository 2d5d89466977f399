"""What holds for every mistake in a question: it is an error of ours, wherever it is made."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from itertools import chain
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mixpanel_async
import mixpanel_sync
from mixpanel_async import (
    FlowQuery,
    FunnelQuery,
    InsightsQuery,
    MixpanelError,
    ParamValidationError,
    RetentionQuery,
    UserQuery,
    from_json,
    to_json,
)
from mixpanel_transports.fake import Fake, json_reply
from tests.spelling import TODAY
from tests.strategies import JUNK, QUESTIONS, WORDS
from tests.virtual import VirtualBlockingRuntime

# Questions are made of many parts.
LARGE = settings(deadline=None, suppress_health_check=list(HealthCheck))
# What JSON can hold in the place of what belongs there.
ODD_JSON = st.sampled_from(
    [None, True, 0, -1, 1.5, 10**400, "", "x", "[", [], ["x"], [1, {}], {}, {"id": 1}, {"a": [None]}]
)

# By the kind of question, the operations that take it, and what they take by position.
CALLS: dict[type, tuple[tuple[str, ...], tuple[str, ...]]] = {
    InsightsQuery: (("query", "build_params"), ("events",)),
    FunnelQuery: (("query_funnel", "build_funnel_params"), ("steps",)),
    RetentionQuery: (("query_retention", "build_retention_params"), ("born_event", "return_event")),
    FlowQuery: (("query_flow", "build_flow_params"), ("event",)),
    UserQuery: (("query_user", "build_user_params"), ()),
}
SPECS = [
    kind
    for kind in (getattr(mixpanel_async, name) for name in mixpanel_async.__all__)
    if isinstance(kind, type) and attrs.has(kind) and kind.__module__.startswith("mixpanel_async.specs.")
]


def _makers(kind: type) -> Iterator[Callable[..., Any]]:
    """Everything that makes a *kind*: the class, and its class methods."""
    yield kind
    for name, method in inspect.getmembers(kind, inspect.ismethod):
        if not name.startswith("_"):
            yield method


MAKERS = [make for kind in SPECS for make in _makers(kind)]


@pytest.fixture(scope="module")
def workspace() -> Iterator[mixpanel_sync.Workspace]:
    """A workspace whose server refuses everything."""
    fake = Fake(lambda _: json_reply({"error": "no"}))
    with mixpanel_sync.Workspace(transport=fake, runtime=VirtualBlockingRuntime()) as offline:
        yield offline


@LARGE
@given(QUESTIONS, st.data())
def test_a_mistake_anywhere_in_a_question_is_an_error_of_ours(question: Any, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(list(_places(question))), label="place")
    junk = data.draw(JUNK, label="junk")
    with suppress(MixpanelError):
        _with(question, place, junk).params(today=lambda: TODAY)


@LARGE
@given(QUESTIONS, st.data())
def test_a_mistake_in_a_call_of_a_workspace_is_an_error_of_ours(
    workspace: mixpanel_sync.Workspace, question: Any, data: st.DataObject
) -> None:
    operations, by_position = CALLS[type(question)]
    given = {field.name: getattr(question, field.name) for field in attrs.fields(type(question))}
    name = data.draw(st.sampled_from(list(given)), label="keyword")
    place = data.draw(st.sampled_from([(), *_places(given[name])]), label="place")
    junk = data.draw(JUNK, label="junk")
    operation = data.draw(st.sampled_from(operations), label="operation")
    with suppress(MixpanelError):
        given[name] = _with(given[name], place, junk)
        positional = [given.pop(each) for each in by_position]
        getattr(workspace, operation)(*positional, **given)


@pytest.mark.parametrize("operation", [name for names, _ in CALLS.values() for name in names])
@pytest.mark.parametrize(
    ("positional", "keywords"), [(("A", "B", "C", "D"), {}), (("A",), {"wher": None}), ((), {"events_": "A"})]
)
def test_a_call_that_fits_no_signature_is_a_type_error(
    workspace: mixpanel_sync.Workspace, operation: str, positional: tuple[str, ...], keywords: dict[str, Any]
) -> None:
    with pytest.raises(TypeError):
        getattr(workspace, operation)(*positional, **keywords)


@LARGE
@given(st.sampled_from(MAKERS), st.data())
def test_a_mistake_in_making_a_part_is_an_error_of_ours(make: Callable[..., Any], data: st.DataObject) -> None:
    positional, keywords = data.draw(_arguments(make), label="arguments")
    with suppress(MixpanelError):
        repr(make(*positional, **keywords))


@LARGE
@given(QUESTIONS, ODD_JSON, st.data())
def test_params_that_cannot_be_read_name_their_place(question: Any, odd: Any, data: st.DataObject) -> None:
    params = question.params(today=lambda: TODAY)
    _replace(params, odd, data)

    assert _refusal(type(question), params)[:1] in ("", "$")


@LARGE
@given(QUESTIONS, ODD_JSON, st.data())
def test_a_mistake_in_a_stored_question_is_an_error_of_ours(question: Any, odd: Any, data: st.DataObject) -> None:
    tree = json.loads(to_json(question))
    _replace(tree, odd, data)
    with suppress(MixpanelError):
        _asked(json.dumps(tree))


@LARGE
@given(QUESTIONS, st.sampled_from(['"', "{", "]", ",", "0", "-", "e", "NaN", "null", "\\ud800", "\x00", ""]), st.data())
def test_stored_text_that_is_damaged_is_an_error_of_ours(question: Any, other: str, data: st.DataObject) -> None:
    text = to_json(question)
    start = data.draw(st.integers(0, len(text)), label="start")
    length = data.draw(st.integers(0, 9), label="length")
    with suppress(MixpanelError):
        _asked(text[:start] + other + text[start + length :])


def _asked(text: str) -> None:
    """Read a question and build what it asks."""
    question: Any = from_json(text)
    if type(question) in CALLS:
        question.params(today=lambda: TODAY)


def _arguments(make: Callable[..., Any]) -> st.SearchStrategy[tuple[list[Any], dict[str, Any]]]:
    """Arguments in the number and under the names that *make* takes, good and bad."""
    anything = WORDS | JUNK
    one = anything.map(lambda given: [given])
    positional: list[st.SearchStrategy[list[Any]]] = []
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for name, parameter in inspect.signature(make).parameters.items():
        if parameter.kind is parameter.VAR_POSITIONAL:
            positional.append(st.lists(anything, max_size=2))
        elif parameter.kind is parameter.VAR_KEYWORD:
            optional["A"] = anything
        elif parameter.default is not parameter.empty:
            optional[name] = anything
        elif parameter.kind is parameter.KEYWORD_ONLY:
            required[name] = anything
        else:
            positional.append(one)
    given = st.tuples(*positional).map(lambda parts: list(chain.from_iterable(parts)))
    return st.tuples(given, st.fixed_dictionaries(required, optional=optional))


def _places(spec: Any) -> Iterator[tuple[str | int, ...]]:
    """The way to every field in a question, and to every item of a list or a mapping in one."""
    parts: Iterator[tuple[str | int, Any]] = iter(())
    if attrs.has(type(spec)):
        parts = ((field.name, getattr(spec, field.name)) for field in attrs.fields(type(spec)))
    elif isinstance(spec, list | tuple):
        parts = iter(enumerate(spec))
    elif isinstance(spec, dict):
        parts = iter(spec.items())
    for step, value in parts:
        yield (step,)
        yield from ((step, *rest) for rest in _places(value))


def _with(spec: Any, place: tuple[Any, ...], junk: Any) -> Any:
    """The same question made anew, with *junk* at a *place*."""
    if not place:
        return junk
    step, *rest = place
    if isinstance(spec, dict):
        return spec | {step: _with(spec[step], tuple(rest), junk)}
    if isinstance(spec, list | tuple):
        return type(spec)(_with(item, tuple(rest), junk) if index == step else item for index, item in enumerate(spec))
    values = {field.alias: getattr(spec, field.name) for field in attrs.fields(type(spec))}
    alias = next(field.alias for field in attrs.fields(type(spec)) if field.name == step)
    values[alias] = _with(values[alias], tuple(rest), junk)
    made = object.__new__(type(spec))
    getattr(made, "__attrs_init__", made.__init__)(**values)
    return made


def _replace(tree: Any, odd: Any, data: st.DataObject) -> None:
    """Put something odd anywhere into a tree of JSON."""
    holder, key = data.draw(st.sampled_from([(tree, "odd"), *_spots(tree)]), label="spot")
    holder[key] = deepcopy(odd)


def _spots(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every object or list in *node*, with each of its keys."""
    for key in node if isinstance(node, dict) else range(len(node)):
        yield node, key
        if isinstance(node[key], dict | list):
            yield from _spots(node[key])


def _refusal(kind: Any, params: dict[str, Any]) -> str:
    """Why *params* are not read, nothing where they are."""
    try:
        kind.from_params(params)
    except ParamValidationError as problem:
        return str(problem)
    return ""
