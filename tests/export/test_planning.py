"""Days go into windows by how much they hold and by what the quota allows; an export keeps to both."""

from __future__ import annotations

import gzip
import json
import math
import random
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mixpanel_async
from mixpanel_async.export.density import Density, even
from mixpanel_async.export.plan import LARGE_WINDOW, SMALL_WINDOW, Allowance, planned, window_count
from mixpanel_async.export.windows import Window, days_between, packed
from mixpanel_transports.message import Reply
from mixpanel_transports.quota import Limits, Quota
from tests.export.conftest import ACCOUNT
from tests.export.project import event
from tests.virtual import VirtualRuntime

FIRST = date(2023, 1, 1)
USUAL = Allowance(now=58, hourly=58, per_second=3)


def days_from(count):
    return list(days_between(FIRST, FIRST + timedelta(days=count - 1)))


def evenly(count, bytes_a_day):
    return Density(dict.fromkeys(days_from(count), bytes_a_day / 700), "counts", 700.0)


@given(st.sets(st.integers(0, 80), min_size=1), st.integers(1, 30), st.randoms(use_true_random=False))
def test_windows_hold_every_day_once_and_none_that_was_not_asked_for(numbers, count, chance):
    days = sorted(FIRST + timedelta(days=number) for number in numbers)
    known = set(chance.sample(days, len(days) // 3))
    windows = packed(days, {day: chance.random() * 9 for day in days}, count, known=known)
    assert [day for window in windows for day in window.days()] == days
    assert all(len({day in known for day in window.days()}) == 1 for window in windows)


def test_windows_weigh_about_the_same():
    days = days_from(1000)
    chance = random.Random(1)
    weights = {day: chance.paretovariate(2) for day in days}
    totals = [sum(weights[day] for day in window.days()) for window in packed(days, weights, 50)]
    assert len(totals) == 50
    assert max(totals) - sum(totals) / 50 < max(weights.values())


@pytest.mark.parametrize(
    ("density", "allowance", "count"),
    [
        (evenly(365, 1000), USUAL, 1),
        (evenly(30, SMALL_WINDOW), USUAL, 30),
        (evenly(365, SMALL_WINDOW), USUAL, 48),
        (evenly(1000, LARGE_WINDOW / 10), USUAL, 100),
        (evenly(100, 9 * LARGE_WINDOW), USUAL, 100),
        (evenly(1000, LARGE_WINDOW / 8.5), USUAL, 116),
        (even(days_from(365)), USUAL, 26),
        (even(days_from(5)), USUAL, 5),
        (even(days_from(5)), Allowance(0, 58, 3), 1),
        (Density(dict.fromkeys(days_from(9), 0.0), "counts"), USUAL, 1),
    ],
)
def test_as_few_hours_as_the_quota_allows_then_windows_that_are_small(density, allowance, count):
    days = sorted(density.rows)
    assert window_count(days, density, allowance, LARGE_WINDOW, 8) == count


@pytest.mark.parametrize(("calls", "seconds"), [(0, 0), (1, 0), (3, 0), (4, 1), (58, 19), (59, 3600), (117, 7200)])
def test_what_calls_take_under_the_quota(calls, seconds):
    assert USUAL.seconds(calls) == seconds


def test_a_plan_says_what_it_takes():
    plan = planned(days_from(60), evenly(60, SMALL_WINDOW), USUAL, most=LARGE_WINDOW, at_once=8, done=3)
    assert (plan.requests, plan.rows, plan.done, plan.basis) == (48, round(60 * SMALL_WINDOW / 700), 3, "counts")
    assert plan.df.columns == ["first", "last", "days", "rows", "received"]
    assert plan.df["days"].sum() == 60


# A server whose time is the virtual clock's: so long until the first byte, so many bytes a second on a connection.
LATENCY, RATE = 2.0, 4e6


class InlineRuntime(VirtualRuntime):
    """Work that blocks takes no time by the virtual clock."""

    async def offload(self, work):
        return work()

    async def settle(self, work):
        return work()


class SlowServer:
    """Answers as quickly as a real one would, by the clock of *runtime*; ``served`` are the requests of an export."""

    offline = True

    def __init__(self, runtime, bytes_by_day):
        self.runtime = runtime
        self.bytes_by_day = bytes_by_day
        self.served = []

    async def send(self, request):
        query = dict(parse_qsl(urlsplit(request.url).query))
        if request.template == "/events/names":
            return Reply(200, body=b'["Login"]')
        if request.template == "/events":
            counts = {day: round(size / 110) for day, size in self.bytes_by_day.items()}
            months = {}
            for day, count in counts.items():
                months[f"{day:%Y-%m}-01"] = months.get(f"{day:%Y-%m}-01", 0) + count
            values = months if query["unit"] == "month" else {str(day): count for day, count in counts.items()}
            return Reply(200, body=json.dumps({"data": {"series": [], "values": {"Login": values}}}).encode())
        window = Window.of(query["from_date"], query["to_date"])
        self.served.append(self.runtime.now())
        return Reply(200, {"content-encoding": "gzip"}, chunks=self._body(window))

    async def _body(self, window):
        await self.runtime.sleep(LATENCY + sum(self.bytes_by_day[day] for day in window.days()) / RATE)
        yield gzip.compress(json.dumps(event(window.first.isoformat(), 1)).encode())

    async def aclose(self):
        pass


def export_of(bytes_by_day, out, **options):
    """How long an export takes by the virtual clock, and when its requests were made."""
    runtime = InlineRuntime()
    server = SlowServer(runtime, bytes_by_day)

    async def export():
        quota = Quota({"export": Limits(concurrency=100, per_second=3, per_hour=60, kept=2)})
        async with mixpanel_async.Workspace(**ACCOUNT, transport=server, runtime=runtime, quota=quota) as ws:
            began = runtime.now()
            span = {"from_date": min(bytes_by_day), "to_date": max(bytes_by_day)}
            report = await ws.export_events(out, **span, **options)
            assert report.days == len(bytes_by_day)
            return runtime.now() - began

    return anyio.run(export), server.served


def uneven(count, mean):
    """Bytes by day of a project that has grown fourfold, whose weekends are quiet, and no day is like another."""
    chance = random.Random(count)
    raw = {
        day: (1 + 3 * number / count) * (0.5 if day.weekday() > 4 else 1.0) * chance.uniform(0.8, 1.2)
        for number, day in enumerate(days_from(count))
    }
    return {day: mean * count * each / sum(raw.values()) for day, each in raw.items()}


def test_three_years_that_fit_into_an_hour_of_quota_take_as_long_as_the_wire(tmp_path):
    days = uneven(1095, 1e6)
    seconds, served = export_of(days, tmp_path, concurrency=8)
    assert len(served) <= 60
    ramp = 2.0  # until eight requests are made at three a second
    assert seconds <= 1.05 * (ramp + sum(days.values()) / RATE / 8 + LATENCY * len(served) / 8)


def test_three_years_that_need_hours_of_quota_take_no_hour_more(tmp_path):
    days = uneven(1095, 25e6)
    seconds, served = export_of(days, tmp_path, concurrency=30)
    needed = math.ceil(sum(days.values()) / 110 * 700 / LARGE_WINDOW)
    assert needed > 120
    hours = math.ceil(needed / 60) - 1
    last = LARGE_WINDOW / 700 * 110 / RATE
    assert seconds <= 1.05 * (hours * 3600 + last)
    assert max(sum(at <= moment < at + 3600 for moment in served) for at in served) <= 58


def test_a_day_a_request_takes_no_hour_more_than_the_quota(tmp_path):
    days = dict.fromkeys(days_from(400), 200e6)
    seconds, served = export_of(days, tmp_path, concurrency=30)
    assert len(served) == 400
    assert seconds <= 1.05 * (math.ceil(400 / 60) - 1) * 3600 + 60
