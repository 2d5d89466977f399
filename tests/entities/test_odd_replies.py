"""Whatever a reply about what people keep holds, it is read or refused: rows that are left out are told of."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from typing import Any

import pytest

import mixpanel_sync
from mixpanel_async import MetricDisplay, MixpanelError, PartialReply, ResponseValidationError, UpdateMetricParams
from mixpanel_async.entities._model import Entity
from mixpanel_transports.fake import Fake, json_reply
from mixpanel_transports.message import Reply, Request
from tests.contract import expected
from tests.contract.expected import Exchange
from tests.contract.outcome import described
from tests.contract.table import Performance, performances
from tests.faces import raised, workspace_options
from tests.golden.evaluate import evaluate
from tests.mutations import Mutated, mutated
from tests.virtual import VirtualBlockingRuntime

ROUNDS = 12
ELSEWHERE = {"auth", "discovery", "stream", "legacy", "insights", "funnel", "retention", "flow", "user", "jql"}
# A server that gives one page again and again has to stop some time.
MOST = 20

CASES = [
    one
    for one in performances()
    if one.pin
    and one.case.takes_part
    and one.case.operation["group"] not in ELSEWHERE
    and not str(one.case.recorded["outcome"]).startswith("raises")
    # Where it only says that it is done, there are no rows.
    and one.case.operation["operation"] != "update_schemas_bulk"
]


@pytest.mark.parametrize("performance", [pytest.param(one, id=one.name) for one in CASES])
def test_an_odd_reply_is_read_or_refused(performance: Performance) -> None:
    exchanges = list(expected.exchanges(performance))
    spoken = [place for place, each in enumerate(exchanges) if isinstance(each.reply.get("body"), dict | list)]
    found = [
        f"{'; '.join(odd.changes)}: {trouble}"
        for number in range(ROUNDS if spoken else 0)
        for place in [spoken[number % len(spoken)]]
        for odd in [mutated(exchanges[place].reply["body"], f"{performance.name} {number}")]
        if (trouble := _trouble(performance, exchanges, place, odd))
    ]

    assert "\n".join(found) == ""


def _trouble(performance: Performance, exchanges: Sequence[Exchange], place: int, odd: Mutated) -> str:
    """What is wrong with how the *odd* reply was taken; nothing if all is well."""
    usual = _rows(_asked(performance, exchanges, None, None))
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        try:
            result = _asked(performance, exchanges, place, odd.value)
            _used(result)
        except MixpanelError:
            return ""
        except Exception as error:  # noqa: BLE001 - whatever else comes is what is looked for
            return f"{error!r:.300}"
    told = any(issubclass(each.category, PartialReply) for each in given)
    emptied = any("[] at" in change or "{} at" in change for change in odd.changes)
    if odd.lacks and not (told or emptied) and usual > _rows(result) and len(exchanges) == 1:
        return f"{usual - _rows(result)} rows are lost without a word: {described(result)}"
    return ""


def _rows(result: Any) -> int:
    return len(result) if isinstance(result, list) else 0


def _asked(performance: Performance, exchanges: Sequence[Exchange], place: int | None, body: Any) -> Any:
    """The result of the case's call, where the reply at a *place* has another *body*."""
    asked = 0

    def respond(request: Request) -> Reply:
        nonlocal asked
        number, asked = min(asked, len(exchanges) - 1), asked + 1
        reply = exchanges[number].reply
        if asked > MOST:
            return Reply(200, {}, b"{}")
        text = reply["body"] if isinstance(reply["body"], str) else json.dumps(reply["body"])
        content = json.dumps(body) if number == place else text
        return Reply(reply["status"], reply.get("headers", {}), content.encode())

    options = workspace_options(Fake(respond), {"project_id": expected.PROJECT, "workspace_id": performance.pin})
    with mixpanel_sync.Workspace(**options, runtime=VirtualBlockingRuntime()) as ws:
        return evaluate(performance.case.call, "sync", ws=ws)


def _used(result: Any) -> None:
    """Do with *result* what can be done without knowing it."""
    for each in result if isinstance(result, list) else result.values() if isinstance(result, dict) else [result]:
        if isinstance(each, Entity):
            _ = each == each, repr(each)


@pytest.mark.parametrize(
    ("ask", "reply", "place"),
    [
        (lambda ws: ws.get_bookmark_dashboard_ids(7), {"results": None}, "$.results: None is no list"),
        (lambda ws: ws.get_event_history("Login"), {"results": None}, "$.results: None is no list"),
        (
            lambda ws: ws.get_lookup_upload_status("u"),
            {"results": {"uploadStatus": ["SUCCESS"]}},
            "$.results.uploadStatus: ['SUCCESS'] is no text",
        ),
        (
            lambda ws: ws.update_metric(7, UpdateMetricParams(display=MetricDisplay(prefix="$"))),
            {"results": {"7": {"id": 7, "name": "M", "type": "metric", "definition": {"display": ["odd"]}}}},
            "definition.display: ['odd'] is no object",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_place(ask: Any, reply: Any, place: str) -> None:
    error, requests = raised(ask, json_reply(reply))

    assert isinstance(error, ResponseValidationError)
    assert place in str(error)
    assert len(requests) == 1
