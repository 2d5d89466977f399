"""What decodes is loaded under settings that are nobody else's business: seen by it alone, and overruled by users."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SETTINGS = {"numpy": ("OPENBLAS_THREAD_TIMEOUT", "20"), "polars": ("_RJEM_MALLOC_CONF", "dirty_decay_ms:5000")}
# What there is as the library is looked for, and afterwards beside what it leaves itself.
LOADED = """
import os, sys
from mixpanel_async.export.loading import load

library, name = sys.argv[1:]

class Looks:
    def find_spec(self, wanted, *_):
        if wanted == library:
            print(os.environ.get(name))

sys.meta_path.insert(0, Looks())
load()
load()
assert library in sys.modules
print(os.environ.get(name))
"""
PLAIN = "import os, sys, importlib; importlib.import_module(sys.argv[1]); print(os.environ.get(sys.argv[2]))"


def _said(code: str, library: str, given: str | None = None) -> list[str]:
    name, _ = SETTINGS[library]
    environ = {each: value for each, value in os.environ.items() if each != name}
    environ |= {} if given is None else {name: given}
    command = [sys.executable, "-c", code, library, name]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.mark.parametrize("library", SETTINGS)
def test_the_setting_is_there_for_the_library_alone(library: str) -> None:
    assert _said(LOADED, library) == [SETTINGS[library][1], *_said(PLAIN, library)]


@pytest.mark.parametrize(("library", "given"), [("numpy", "26"), ("polars", "dirty_decay_ms:100")])
def test_what_somebody_has_set_stays(library: str, given: str) -> None:
    assert _said(LOADED, library, given) == [given, *_said(PLAIN, library, given)]


@pytest.mark.parametrize("library", SETTINGS)
def test_what_is_there_already_is_left_alone(library: str) -> None:
    assert _said(f"import {library}\n{LOADED}", library) == _said(PLAIN, library)
