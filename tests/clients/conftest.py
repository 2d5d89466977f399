"""Other people's clients, a store to point them at, and a place to tell what each of them did."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from mixpanel_local import LocalMixpanel, import_events, import_profiles

TOLD = pytest.StashKey[list[str]]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They need interpreters of their own."""
    if "MPX_CLIENTS" not in os.environ:
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="needs other clients' interpreters: make test-clients"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """What each client did."""
    for line in config.stash.get(TOLD, []):
        terminalreporter.write_line(line)


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Takes a line for the end of the run."""
    return request.config.stash.setdefault(TOLD, []).append


@pytest.fixture
def panel(tmp_path: Path) -> Iterator[LocalMixpanel]:
    """The demo's panel."""
    data = files("mixpanel_async.cli") / "demo_data"
    import_events(Path(str(data / "completejourney.ndjson.gz")), tmp_path / "panel", time_zone="America/New_York")
    import_profiles(Path(str(data / "completejourney_profiles.ndjson.gz")), tmp_path / "panel")
    mixpanel = LocalMixpanel(tmp_path / "panel")
    yield mixpanel
    mixpanel.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[LocalMixpanel]:
    """No events yet."""
    mixpanel = LocalMixpanel(tmp_path / "empty")
    yield mixpanel
    mixpanel.close()
