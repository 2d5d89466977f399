"""Every code block of the README runs, in order, in one folder; "the real Mixpanel" is a served store."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mixpanel_local.serving.running import running as served

README = Path(__file__).parents[1] / "README.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks():
    found = BLOCK.findall(README.read_text(encoding="utf-8"))
    assert len(found) >= 8
    assert {language for language, _ in found} == {"sh", "python"}
    return found


def test_the_tour_runs_from_the_first_block_to_the_last(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    names: dict[str, object] = {"__name__": "tour"}
    with served(tmp_path / "store") as url:
        for name, value in {
            "MP_USERNAME": "any",
            "MP_SECRET": "any",
            "MP_PROJECT_ID": "1",
            "MP_REGION": "us",
            "MP_API_BASE_URL": url,
        }.items():
            monkeypatch.setenv(name, value)
        for language, text in blocks():
            if language == "sh":
                subprocess.run(["bash", "-euc", text], check=True, capture_output=True, timeout=120)
            elif "def test_" not in text:  # those are run as tests: tests/local/serve/test_plugin.py
                exec(compile(text, str(README), "exec"), names)


@pytest.mark.parametrize("promised", ["demo", "test", "check", "bench", "face", "test-clients"])
def test_every_make_target_it_names_exists(promised):
    makefile = README.with_name("Makefile").read_text(encoding="utf-8")
    assert f"make {promised}`" in README.read_text(encoding="utf-8")
    assert re.search(rf"^{promised}:", makefile, re.MULTILINE)
