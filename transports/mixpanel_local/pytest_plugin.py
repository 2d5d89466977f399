"""The fixture ``mixpanel``: a Mixpanel for one test, that keeps what is tracked to it and answers what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from mixpanel_local.testing import LocalMixpanel

_BEGINS: Final[Mapping[str, Any]] = {"events": (), "profiles": {}, "time_zone": "UTC"}
"""What it begins with where no marker says so."""

_MARKER: Final = (
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
    events, and ``mixpanel.events()`` has all that was tracked. Of several markers, as on a module and on a test in it,
    each adds to what those around it say.
    """
    from attrs import fields

    from mixpanel_local.serving.options import Serving
    from mixpanel_local.testing import LocalMixpanel

    said = _said(request.node.iter_markers("mixpanel"), {*_BEGINS, *(field.name for field in fields(Serving))})
    begins = {**_BEGINS, **{name: said.pop(name) for name in _BEGINS if name in said}}
    folder = tmp_path_factory.mktemp("mixpanel")
    local = LocalMixpanel(folder, time_zone=begins["time_zone"], serving=Serving(**said))
    try:
        local.add_events(begins["events"])
        local.add_profiles(begins["profiles"])
        yield local
    finally:
        local.close()


def _said(markers: Iterable[pytest.Mark], known: Set[str]) -> dict[str, Any]:
    """What *markers* say, the closest one first, all together."""
    said: dict[str, Any] = {}
    for marker in markers:
        if marker.args or not marker.kwargs.keys() <= known:
            unknown = [*map(repr, marker.args), *sorted(marker.kwargs.keys() - known)]
            raise pytest.UsageError(f"the marker {_MARKER} It does not take {', '.join(unknown)}")
        said = {**marker.kwargs, **said}
    return said
