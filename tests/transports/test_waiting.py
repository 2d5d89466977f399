"""What replies say of time means the same wherever this machine is."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from mixpanel_transports.waiting import moment, retry_after

NOON = 1767787200.0


@pytest.fixture(params=["UTC", "Pacific/Kiritimati", "America/Los_Angeles"], autouse=True)
def _home(request: pytest.FixtureRequest) -> Iterator[None]:
    """The time zone of this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    "written",
    [
        "Wed, 07 Jan 2026 12:00:00 GMT",
        "Wednesday, 07-Jan-26 12:00:00 GMT",
        "Wed Jan  7 12:00:00 2026",
        "Wed, 07 Jan 2026 12:00:00 -0000",
        "Wed, 07 Jan 2026 13:00:00 +0100",
    ],
)
def test_every_form_of_a_date_is_one_moment(written: str) -> None:
    assert moment(written) == NOON
    assert retry_after({"retry-after": written}, lambda: NOON - 9) == 9


@pytest.mark.parametrize("written", ["", "soon", "2026-01-07"])
def test_what_is_no_date_is_no_moment(written: str) -> None:
    assert moment(written) is None
