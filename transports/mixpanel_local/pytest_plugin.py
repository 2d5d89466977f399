"""The fixture ``mixpanel``: a Mixpanel for one test, that keeps what is tracked to it and answers what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mixpanel_local.testing import LocalMixpanel

_MARKER = (
    "mixpanel(events=(), profiles={}, time_zone='UTC', token=None, quota='none', faults=(), seed=None, assume={}): "
    "what the fixture mixpanel begins with, and how it is served."
)


def pytest_configure(config: pytest.Config) -> None:
    """Tell pytest of the marker."""
    config.addinivalue_line("markers", _MARKER)


@pytest.fixture
def mixpanel(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalMixpanel]:
    """A Mixpanel of this test's own, empty unless a marker ``mixpanel`` says otherwise.

    ``Workspace.local(mixpanel.path)`` asks it, ``mixpanel.url`` serves it to any client, ``mixpanel.track(...)`` adds
    events, and ``mixpanel.events()`` has all that was tracked.
    """
    from mixpanel_local.serving.options import Serving
    from mixpanel_local.testing import LocalMixpanel

    marker = request.node.get_closest_marker("mixpanel")
    said = dict(marker.kwargs) if marker else {}
    events, profiles = said.pop("events", ()), said.pop("profiles", {})
    zone = said.pop("time_zone", "UTC")
    local = LocalMixpanel(tmp_path_factory.mktemp("mixpanel"), time_zone=zone, serving=Serving(**said))
    try:
        local.add_events(events)
        local.add_profiles(profiles)
        yield local
    finally:
        local.close()
