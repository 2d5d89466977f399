"""The fixture that people get: a Mixpanel of their test's own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
import tomllib
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

import mixpanel_sync
from mixpanel_local import LocalMixpanel, Serving, StoreError

ROOT = Path(__file__).parents[3]
PLUGIN = "mixpanel_local.pytest_plugin"


def ran(folder: Path, source: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_theirs.py").write_text(textwrap.dedent(source))
    command = [sys.executable, "-m", "pytest", "-q", "-p", PLUGIN, "-p", "no:cacheprovider", "--strict-markers"]
    # It may be installed, or not: either way it is loaded once.
    environ = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run([*command, str(folder)], cwd=folder, env=environ, capture_output=True, text=True, check=False)


def test_the_tests_in_the_readme_pass(tmp_path: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (theirs,) = [block for block in blocks if "def test_who_signed_up(mixpanel)" in block]
    done = ran(tmp_path, f"import mixpanel_sync as mp\n{theirs}")
    assert "3 passed" in done.stdout, done.stdout


def test_each_test_has_one_of_its_own(tmp_path: Path) -> None:
    done = ran(
        tmp_path,
        """
        import pytest

        def test_one(mixpanel):
            mixpanel.track("Buy")
            assert len(mixpanel.events()) == 1

        @pytest.mark.mixpanel(profiles={"ada": {"plan": "pro"}})
        def test_other(mixpanel):
            assert mixpanel.events() == []
            assert mixpanel.profiles() == {"ada": {"plan": "pro"}}
        """,
    )
    assert "2 passed" in done.stdout, done.stdout


def test_markers_add_to_those_around_them(tmp_path: Path) -> None:
    done = ran(
        tmp_path,
        """
        import pytest
        from mixpanel_local import Store

        pytestmark = pytest.mark.mixpanel(time_zone="Europe/Berlin", profiles={"ada": {}})

        @pytest.mark.mixpanel(profiles={"bob": {}})
        def test_one(mixpanel):
            assert Store.open(mixpanel.path).time_zone == "Europe/Berlin"
            assert mixpanel.profiles() == {"bob": {}}
        """,
    )
    assert "1 passed" in done.stdout, done.stdout


@pytest.mark.parametrize(
    ("marker", "says"),
    [
        ("event=[]", "It does not take event"),
        ("[]", r"It does not take \[\]"),
        ("profiles=[1]", "properties by distinct_id"),
        ("quota='much'", "the quota 'much' is none of none, real"),
        ("events=[{'event': 'A'}]", r"events\[0\]"),
    ],
)
def test_a_marker_that_means_nothing_is_an_error_that_says_so(marker: str, says: str, tmp_path: Path) -> None:
    done = ran(
        tmp_path,
        f"""
        import pytest

        @pytest.mark.mixpanel({marker})
        def test_one(mixpanel): ...
        """,
    )
    assert "1 error" in done.stdout
    assert re.search(says, done.stdout), done.stdout


def test_whoever_installs_it_has_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"mixpanel_local": PLUGIN}


@pytest.fixture
def local(tmp_path: Path) -> Any:
    mixpanel = LocalMixpanel(tmp_path / "store", serving=Serving(token="s3cret"))
    yield mixpanel
    mixpanel.close()


def test_a_time_may_have_a_zone(local: LocalMixpanel) -> None:
    berlin = timezone(timedelta(hours=1))
    local.track("Buy", "ada", datetime(2026, 1, 10, 13, tzinfo=berlin), amount=5)
    local.track("Buy", "bob", datetime(2026, 1, 10, 12))
    times = {event["properties"]["time"] for event in local.events()}
    assert times == {1768046400}


def test_what_is_no_event_is_refused_by_its_place(local: LocalMixpanel) -> None:
    with pytest.raises(StoreError, match=r"events\[1\]: .*time"):
        local.add_events([{"event": "Buy", "properties": {"time": 1}}, {"event": "Buy", "properties": {}}])
    assert local.events() == []


def test_clients_find_it_by_their_environment(local: LocalMixpanel, monkeypatch: pytest.MonkeyPatch) -> None:
    local.track("Buy", "ada")
    for name, value in local.environ.items():
        monkeypatch.setenv(name, value)
    with mixpanel_sync.Workspace() as ws:
        assert ws.events() == ["Buy"]


def test_many_profiles(local: LocalMixpanel) -> None:
    people = {f"u{number:04}": {"n": number} for number in range(2500)}
    local.add_profiles(people)
    assert local.profiles() == people
