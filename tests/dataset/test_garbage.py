"""The garbage collector is held off for a while, and only for that."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from mixpanel_dataset.garbage import no_collection


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


@pytest.mark.parametrize("was_on", [True, False])
def test_it_is_as_before_afterwards(was_on: bool) -> None:
    (gc.enable if was_on else gc.disable)()

    with pytest.raises(ZeroDivisionError):
        _fail_without_it()

    assert gc.isenabled() is was_on


def _fail_without_it() -> None:
    with no_collection():
        assert not gc.isenabled()
        _ = 1 / 0
