from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mixpanel_async import Experiment, ExperimentConcludeParams, ExperimentDecideParams, IncompleteChangeError
from mixpanel_transports.fake import json_reply, text_reply
from tests.faces import both, raised

REPLY = json_reply({"status": "ok", "results": {"id": "e1", "name": "A", "status": "active"}})
STEPS: dict[str, tuple[Callable[[Any], Any], str, str]] = {
    "launch": (lambda ws: ws.launch_experiment("e1"), "PUT", ""),
    "conclude": (lambda ws: ws.conclude_experiment("e1"), "PUT", "{}"),
    "decide": (
        lambda ws: ws.decide_experiment("e1", ExperimentDecideParams(success=False, message=None)),
        "PATCH",
        '{"success":false,"message":null}',
    ),
    "restore": (lambda ws: ws.restore_experiment("e1"), "DELETE", ""),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_gives_the_experiment_after_it(step: str) -> None:
    operation, method, body = STEPS[step]
    found, (request,) = both(operation, REPLY)

    assert found == Experiment(id="e1", name="A", status="active")
    assert (request.method, request.body.decode()) == (method, body)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_is_not_shown_is_looked_at(step: str) -> None:
    found, requests = both(STEPS[step][0], text_reply("", 204), REPLY)

    assert found == Experiment(id="e1", name="A", status="active")
    assert (len(requests), requests[1].method, requests[1].url[-15:]) == (2, "GET", "/experiments/e1")


def test_a_step_that_cannot_be_looked_at_is_taken_nevertheless() -> None:
    error, _ = raised(lambda ws: ws.launch_experiment("e1"), text_reply("", 204), text_reply("no", 403))

    assert isinstance(error, IncompleteChangeError)
    assert "PUT /experiments/{id}/launch is done, but then: " in str(error)


@pytest.mark.parametrize("day", ["2026-01-31", date(2026, 1, 31)])
def test_an_end_may_be_a_day(day: str | date) -> None:
    params = ExperimentConcludeParams(end_date=day)
    _, (request,) = both(lambda ws: ws.conclude_experiment("e1", params=params), REPLY)

    assert json.loads(request.body) == {"end_date": "2026-01-31"}


def test_an_experiment_is_archived_whatever_the_server_says_to_that() -> None:
    for reply in (text_reply("", 204), json_reply({"status": "ok", "results": {}}), REPLY):
        assert both(lambda ws: ws.archive_experiment("e1"), reply)[0] is None
