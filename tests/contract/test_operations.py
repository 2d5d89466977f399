from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import mixpanel_async
import mixpanel_sync
from mixpanel_transports.fake import Fake
from tests.contract import expected
from tests.contract.outcome import described, failed
from tests.contract.server import Server
from tests.contract.table import Performance, deviations, floors, performances, progress
from tests.faces import workspace_options
from tests.golden.compare import differences
from tests.golden.evaluate import evaluate, settled
from tests.virtual import Clock, VirtualBlockingRuntime, VirtualRuntime

TAKING_PART = [pytest.param(one, id=one.name) for one in performances() if one.case.takes_part]
DEVIATIONS = deviations()


@pytest.fixture(autouse=True)
def _nothing_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home without what earlier calls may have left there, such as an answer about the account."""
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.mark.parametrize("performance", TAKING_PART)
def test_the_operation_says_and_understands_what_is_recorded(performance: Performance) -> None:
    server, clock = Server(expected.exchanges(performance)), Clock()
    runtime = VirtualBlockingRuntime(clock=clock)
    try:
        with mixpanel_sync.Workspace(**_options(performance, server), runtime=runtime) as ws:
            outcome = described(evaluate(performance.case.call, "sync", ws=ws))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is compared
        outcome = failed(error)

    _compare(performance, server, clock, outcome)


@pytest.mark.anyio
@pytest.mark.parametrize("performance", TAKING_PART)
async def test_it_does_on_the_async_face(performance: Performance) -> None:
    server, clock = Server(expected.exchanges(performance)), Clock()
    runtime = VirtualRuntime(clock=clock)
    try:
        async with mixpanel_async.Workspace(**_options(performance, server), runtime=runtime) as ws:
            outcome = described(await settled(performance.case.call, ws=ws))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is compared
        outcome = failed(error)

    _compare(performance, server, clock, outcome)


def test_no_group_has_fewer_operations_than_it_had() -> None:
    for group, (done, known) in progress().items():
        print(f"{group:20} {done:3}/{known}")

    fallen = {group: done for group, (done, _) in progress().items() if done < floors().get(group, 0)}
    assert fallen == {}


def test_floors_are_of_groups_there_are() -> None:
    assert floors().keys() <= progress().keys()


def test_deviations_are_of_cases_there_are() -> None:
    assert DEVIATIONS.keys() <= {performance.name for performance in performances()}


def _options(performance: Performance, server: Server) -> dict[str, Any]:
    view = {"workspace_id": performance.pin} if performance.pin else {}
    return workspace_options(Fake(server), {"project_id": expected.PROJECT} | view)


def _compare(performance: Performance, server: Server, clock: Clock, outcome: str) -> None:
    found = [
        *server.differences(),
        *differences(expected.outcome(performance), outcome, "result"),
        *differences(performance.case.recorded.get("sleeps_s", []), clock.waits, "waits"),
    ]
    places = {difference.partition(": ")[0] for difference in found}
    assert places == DEVIATIONS.get(performance.name, set()), "\n".join(found)
