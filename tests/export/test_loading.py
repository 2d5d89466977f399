"""What writes windows is loaded for less, and nothing of that is seen afterwards."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

NAME = "OPENBLAS_THREAD_TIMEOUT"
# What OpenBLAS finds as numpy is loaded, and what is left of it.
LOADED = f"""
import os, sys
from mixpanel_async.export.loading import load

class Looks:
    def find_spec(self, name, *_):
        if name == "numpy":
            print(os.environ.get({NAME!r}))

sys.meta_path.insert(0, Looks())
load()
load()
assert "numpy" in sys.modules
print(os.environ.get({NAME!r}))
"""


@pytest.mark.parametrize(("given", "seen"), [({}, ["20", "None"]), ({NAME: "26"}, ["26", "26"])])
def test_numpy_is_told_once_unless_somebody_has(given: dict[str, str], seen: list[str]) -> None:
    environ = {name: value for name, value in os.environ.items() if name != NAME} | given

    ran = subprocess.run([sys.executable, "-c", LOADED], env=environ, capture_output=True, text=True, check=True)

    assert ran.stdout.split() == seen
