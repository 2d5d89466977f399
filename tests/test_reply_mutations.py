"""What holds for every reply, however odd: it is read and can be used, or it is an error of ours that says where.

The replies are those of the golden corpus, so an operation takes part as soon as its name is public.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import pytest

from mixpanel_async import MixpanelError, ResponseValidationError
from mixpanel_async.results import Value
from tests.golden import make
from tests.golden.cases import Case, deviations, selected
from tests.golden.evaluate import evaluate
from tests.golden.server import CannedServer
from tests.mutations import Mutated, mutated

REPLIES = 10_000
# A server that gives one page again and again has to stop some time.
PAGES = 20
# What needs libraries that are not ours.
ELSEWHERE = {"to_pandas", "to_arrow"}

CASES = [
    case
    for case in selected("results", "sync")
    if case.get("http_response") is not None
    and case.get("http_status", 200) == 200
    and not ("error" in case or case["id"] in deviations())
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])
def test_an_odd_reply_is_read_or_refused_and_never_passes_for_an_empty_one(case: Case) -> None:
    full = _rows(_asked(case, {})) > 0
    found = [
        f"{'; '.join(odd.changes)}: {trouble}"
        for number in range(-(-REPLIES // len(CASES)))
        for odd, place in [_odd(case, number)]
        if (trouble := _trouble(case, {place: odd.value}, lost=full and odd.lacks))
    ]

    assert "\n".join(found) == ""


def test_the_corpus_is_large() -> None:
    assert len(CASES) >= 200


def _odd(case: Case, number: int) -> tuple[Mutated, int]:
    """One of the case's replies, changed, and its number among them."""
    replies = _replies(case)
    place = number % len(replies)
    return mutated(replies[place], f"{case['id']} {number}"), place


def _replies(case: Case) -> Sequence[Any]:
    """The bodies of a case's answers; the lines of an export as a list."""
    bodies = [answer["body"] for answer in case.get("http_sequence") or [{"body": case["http_response"]}]]
    return [[json.loads(line) for line in body.splitlines()] if isinstance(body, str) else body for body in bodies]


def _trouble(case: Case, changed: dict[int, Any], *, lost: bool) -> str:
    """What is wrong with how the *changed* replies were taken; nothing if all is well."""
    try:
        result = _asked(case, changed)
        _used(result)
    except MixpanelError as error:
        read = isinstance(error, ResponseValidationError)
        return f"no path in {error}" if read and not str(error.details.get("path", "")).startswith("$") else ""
    except BaseException as error:  # noqa: BLE001 - polars panics beside Exception
        return f"{error!r:.300}"
    return "nothing is left of it, without a word" if lost and _rows(result) == 0 else ""


def _asked(case: Case, changed: dict[int, Any]) -> Any:
    """The result of the case's call, with *changed* replies in place of its own."""
    answers = [dict(each) for each in case.get("http_sequence") or [{"body": case["http_response"]}]]
    for place, value in changed.items():
        answers[place]["body"] = _body(value, lines=isinstance(answers[place]["body"], str))
    server = CannedServer(answers)

    def respond(method: str, url: str, headers: Any, body: bytes) -> Any:
        return server(method, url, headers, body) if server.asked < PAGES else (200, {}, b"{}")

    with make(respond) as ws:
        return evaluate(case["call"], "sync", ws=ws)


def _body(value: Any, *, lines: bool) -> str:
    return "\n".join(map(json.dumps, value)) if lines and isinstance(value, list) else json.dumps(value)


def _used(result: Any) -> None:
    """Do with *result* all that can be done without knowing it."""
    if isinstance(result, list | tuple | dict):
        repr(result)
        for each in result.values() if isinstance(result, dict) else result:
            _used(each)
    elif isinstance(result, Value):
        repr(result)
        for name in _uses(type(result)):
            used = getattr(result, name)
            if callable(used):
                used = used()
            if isinstance(used, Iterator):
                list(used)


def _uses(kind: type) -> Iterator[str]:
    """The properties of a *kind*, and its methods that need nothing."""
    for name, member in inspect.getmembers(kind):
        if name in ELSEWHERE or (name.startswith("_") and name not in ("_repr_html_", "__rich_repr__")):
            continue
        if isinstance(member, property | cached_property) or _needs_nothing(member):
            yield name


def _needs_nothing(member: Any) -> bool:
    if not inspect.isfunction(member):
        return False
    _, *parameters = inspect.signature(member).parameters.values()
    return all(each.default is not each.empty or each.kind is each.VAR_KEYWORD for each in parameters)


def _rows(result: Any) -> int:
    """How many rows there are: of a frame, or in a list."""
    if isinstance(result, list | tuple | dict):
        return len(result)
    return result.df.height if "df" in dir(type(result)) else 0
