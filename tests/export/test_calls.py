"""An hour's calls are remembered from one process to the next."""

from __future__ import annotations

import pytest

from mixpanel_async.errors import ExportError
from mixpanel_transports.drive import drive
from mixpanel_transports.quota import HOUR, Limits, Quota
from tests.export.project import DAYS, Project
from tests.server import Answer
from tests.virtual import Clock, VirtualBlockingRuntime


def budget_of(quota, runtime):
    """The account of exports."""
    budget = quota.budget("export", runtime)
    assert budget is not None
    return budget


class Process:
    """A process of its own, with a quota of its own; *passed* seconds have gone by since the first one."""

    def __init__(self, connect, passed=0.0):
        self.runtime = VirtualBlockingRuntime(clock=Clock(time=5.0 + passed))
        self.quota = Quota({"export": Limits(per_hour=40)})
        self.ws = connect(runtime=self.runtime, quota=self.quota)
        self.ws._core._connection.wall_clock = lambda: 1e9 + self.runtime.now()

    @property
    def left(self):
        return budget_of(self.quota, self.runtime).left(bulk=True)


def test_the_next_process_starts_from_the_calls_of_the_last_one(server, connect, tmp_path):
    server.respond = Project.of().answer
    Process(connect).ws.export_events(tmp_path, **DAYS)
    second = Process(connect, passed=60)
    assert second.left == 40
    second.ws.export_events(tmp_path, from_date="2026-01-01", to_date="2026-01-12")
    made = len([seen for seen in server.seen if "/export" in seen.target])
    assert second.left == 40 - made
    third = Process(connect, passed=120)
    third.ws.plan_export(tmp_path, **DAYS)
    assert third.left == 40 - made
    later = Process(connect, passed=120 + HOUR)
    later.ws.plan_export(tmp_path, **DAYS)
    assert later.left == 40


def test_calls_of_its_own_count_once(server, connect, tmp_path):
    server.respond = Project.of().answer
    process = Process(connect)
    for _ in range(3):
        process.ws.export_events(tmp_path, **DAYS)
    assert process.left == 30


def test_calls_in_vain_are_calls_too(server, connect, tmp_path):
    server.respond = lambda _: Answer(500)
    with pytest.raises(ExportError):
        Process(connect).ws.export_events(tmp_path, from_date="2026-01-01", to_date="2026-01-01", attempts=3)
    second = Process(connect)
    second.ws.plan_export(tmp_path, **DAYS)
    assert second.left in range(40)


def test_a_call_that_two_accounts_know_is_one():
    runtime = VirtualBlockingRuntime()
    budget = budget_of(Quota({"export": Limits(per_hour=40)}), runtime)
    drive(budget.recall([10.0, 10.2, 3000.0, HOUR, -1.0]))
    drive(budget.recall([10.4, 10.1, 10.3, 2999.5]))
    assert (len(budget.ages()), budget.left(bulk=True)) == (4, 36)
    assert budget.ages() == sorted(budget.ages(), reverse=True)
