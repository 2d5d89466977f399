"""What Mixpanel will stop answering is said where it is asked, at the caller's line, and nowhere else."""

from __future__ import annotations

import inspect
import warnings
from typing import Any

import anyio
import pytest

import mixpanel_async
import mixpanel_sync
from mixpanel_transports.fake import Fake, json_reply
from tests.virtual import VirtualBlockingRuntime, VirtualRuntime

ACCOUNT: dict[str, Any] = {"username": "user", "secret": "secret", "project_id": "1", "region": "us"}
DAYS = {"from_date": "2026-01-01", "to_date": "2026-01-01"}
ALL = {
    "jql": lambda ws: ws.jql("main"),
    "property_distribution": lambda ws: ws.property_distribution("A", "p", **DAYS),
    "numeric_summary": lambda ws: ws.numeric_summary("A", "p", **DAYS),
    "daily_counts": lambda ws: ws.daily_counts(**DAYS),
    "engagement_distribution": lambda ws: ws.engagement_distribution(**DAYS),
    "property_coverage": lambda ws: ws.property_coverage("A", ["p"], **DAYS),
}


class Live:
    """Mixpanel itself, as far as a Workspace can tell."""

    def __init__(self) -> None:
        self._fake = Fake(json_reply([]))
        self.send, self.aclose = self._fake.send, self._fake.aclose


def blocking(**options: Any) -> mixpanel_sync.Workspace:
    return mixpanel_sync.Workspace(**{"runtime": VirtualBlockingRuntime(), "transport": Live()} | ACCOUNT | options)


@pytest.mark.parametrize("name", ALL)
def test_it_names_the_call_and_what_to_write_instead(name: str) -> None:
    with blocking() as ws, pytest.warns(DeprecationWarning, match=rf"^{name}\(\) is deprecated since .*; use \w+\("):
        ALL[name](ws)


@pytest.mark.parametrize("name", ALL)
def test_the_docstring_says_so_too(name: str) -> None:
    for face in (mixpanel_async.Workspace, mixpanel_sync.Workspace):
        assert "Deprecated: Mixpanel is retiring JQL; use ``query``" in " ".join(getattr(face, name).__doc__.split())


def test_it_points_at_the_callers_line() -> None:
    def ask() -> int:
        with blocking() as ws:
            line = _line_after()
            ws.jql("main")
            return line

    with pytest.warns(DeprecationWarning, match="jql") as given:
        line = ask()
    assert [(each.filename, each.lineno) for each in given] == [(__file__, line)]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_so_it_does_where_the_call_is_awaited(backend: str) -> None:
    async def ask() -> int:
        async with mixpanel_async.Workspace(**ACCOUNT, runtime=VirtualRuntime(), transport=Live()) as ws:
            line = _line_after()
            await ws.jql("main")
            return line

    with pytest.warns(DeprecationWarning, match="jql") as given:
        line = anyio.run(ask, backend=backend)
    assert [(each.filename, each.lineno) for each in given] == [(__file__, line)]


@pytest.mark.parametrize(
    "options", [{"transport": Fake(json_reply([]))}, {"base_url": "http://127.0.0.1:9"}], ids=["offline", "elsewhere"]
)
def test_where_mixpanel_is_not_asked_nothing_is_said(options: dict[str, Any]) -> None:
    with blocking(**options) as ws, warnings.catch_warnings():
        warnings.simplefilter("error")
        ALL["daily_counts"](ws)


def _line_after() -> int:
    """The number of the line that follows the call of this function."""
    frame = inspect.currentframe()
    assert frame is not None
    assert frame.f_back is not None
    return frame.f_back.f_lineno + 1
