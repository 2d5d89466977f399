"""The package's names, and what importing it costs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import mixpanel_transports


@pytest.mark.parametrize("name", mixpanel_transports.__all__)
def test_public_name_exists_and_is_documented(name: str) -> None:
    value = getattr(mixpanel_transports, name)
    assert name == "MIXPANEL_LIMITS" or value.__doc__


def test_type_checkers_see_the_same_names() -> None:
    source = Path(mixpanel_transports.__file__).read_text()
    static = set(re.findall(r"(\w+) as \1\b", source))
    assert static == set(mixpanel_transports.__all__)


def test_no_public_name_is_also_a_module() -> None:
    modules = {path.stem for path in Path(mixpanel_transports.__file__).parent.glob("*.py")}
    assert modules.isdisjoint(mixpanel_transports.__all__)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nonesuch'"):
        _ = mixpanel_transports.Nonesuch  # type: ignore[attr-defined]


@pytest.mark.parametrize("module", ["mixpanel_transports", "mixpanel_transports.message", "mixpanel_transports.retry"])
def test_import_loads_no_heavy_library(module: str) -> None:
    program = f"import sys, {module}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert {"httpx", "httpcore", "aiohttp", "anyio", "tenacity", "asyncio"}.isdisjoint(run.stdout.split())
