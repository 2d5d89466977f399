"""What writes windows is loaded with the native libraries told how to behave; nothing of it is seen afterwards."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

# What a library finds as it is loaded, and what is left of it.
LOADED = """
import os, sys
from mixpanel_async.export.loading import load

module, name = sys.argv[1:]

class Looks:
    def find_spec(self, found, *_):
        if found == module:
            print(os.environ.get(name))

sys.meta_path.insert(0, Looks())
load()
load()
assert module in sys.modules
print(os.environ.get(name))
"""
TOLD = {
    "numpy": ("OPENBLAS_THREAD_TIMEOUT", "20"),
    "polars": (
        "_RJEM_MALLOC_CONF",
        f"narenas:{os.cpu_count()},oversize_threshold:0,dirty_decay_ms:1000,muzzy_decay_ms:0",
    ),
}


@pytest.mark.parametrize("module", TOLD)
def test_a_library_is_told_once(module: str) -> None:
    name, value = TOLD[module]

    assert _seen(module, name, {}) == [value, "None"]


@pytest.mark.parametrize(("module", "own"), [("numpy", "26"), ("polars", "narenas:3")])
def test_what_somebody_has_said_stays(module: str, own: str) -> None:
    name, _ = TOLD[module]

    assert _seen(module, name, {name: own})[0] == own


def _seen(module: str, name: str, given: dict[str, str]) -> list[str]:
    environ = {key: value for key, value in os.environ.items() if key != name} | given
    command = [sys.executable, "-c", LOADED, module, name]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout.split()
