"""A run that is alive keeps its turn at a target elsewhere, however long it waits."""

from __future__ import annotations

import json
import uuid

import pytest
from attrs import define

from mixpanel_async.errors import ExportError
from mixpanel_async.export.lease import PATH, Lease
from mixpanel_async.export.place import Place
from mixpanel_async.export.remote import RemoteTarget
from tests.waiting import no_thread_stays, until

pytest.importorskip("fsspec")


@define
class Clock:
    """Seconds since 1970, as two machines tell them."""

    now: float = 1_700_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def target():
    return RemoteTarget.at(f"memory://{uuid.uuid4().hex}/out")


@pytest.fixture
def machine(target, clock, tmp_path):
    """A function that makes the lease of another machine."""
    return lambda every=0.01: Lease(target, tmp_path / uuid.uuid4().hex, clock, every)


def renewed(target):
    return json.loads(target.read(PATH))["renewed"]


def test_who_waits_for_hours_is_not_taken_for_dead(machine, target, clock):
    with no_thread_stays(), machine().held():
        for _ in range(3):
            clock.now += 3700
            until(lambda: renewed(target) == clock.now)
        with pytest.raises(ExportError, match="another export is writing"), machine().held():
            pass
    assert target.read(PATH) is None


def test_who_is_silent_is_taken_for_dead_by_the_clock_of_its_run(machine, clock):
    with machine(every=60).held():
        clock.now += 3500
        with pytest.raises(ExportError, match="heard of 3500 seconds ago"), machine().held():
            pass
        clock.now += 200
        with machine().held():
            pass


def test_who_has_lost_it_does_not_take_it_back(machine, target):
    first = machine(every=60)
    with first.held():
        target.write(PATH, b'{"holder": "another"}')
        with pytest.raises(ExportError, match="another machine has gone on"):
            first.renew()
    assert target.read(PATH) == b'{"holder": "another"}'


def test_a_place_goes_by_the_clock_it_is_given(target, clock):
    with Place.at(target.url, clock=clock).held():
        assert renewed(target) == clock.now


def test_nothing_goes_on_after_an_error(machine, target):
    with no_thread_stays(), pytest.raises(KeyError), machine().held():
        raise KeyError
    assert target.read(PATH) is None


def test_a_renewal_that_fails_is_tried_again(machine, target, clock, monkeypatch):
    """The store that fails is over there, and it comes back."""
    refused = []

    def refuse(self, *_, **__):
        refused.append(self)
        raise OSError("away")

    with machine().held():
        with monkeypatch.context() as patch:
            patch.setattr("fsspec.implementations.memory.MemoryFileSystem.pipe_file", refuse)
            until(lambda: len(refused) > 2)
        clock.now += 1
        until(lambda: renewed(target) == clock.now)
