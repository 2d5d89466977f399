"""The proxy that the environment wants."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

import pytest

from mixpanel_transports._proxies import Proxies
from mixpanel_transports._wire import Origin

SERVER = Origin("https", "mixpanel.test", 443)
PROXY = "http://proxy.test:3128"


@pytest.mark.parametrize(
    ("environ", "proxy"),
    [
        ({}, None),
        ({"HTTPS_PROXY": PROXY}, PROXY),
        ({"https_proxy": PROXY}, PROXY),
        ({"all_proxy": PROXY}, PROXY),
        ({"http_proxy": PROXY}, None),
        ({"https_proxy": PROXY, "no_proxy": "mixpanel.test"}, None),
        ({"no_proxy": "elsewhere.test"}, None),
    ],
    ids=str,
)
def test_what_the_environment_says(
    environ: Mapping[str, str], proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set(environ, monkeypatch)
    assert Proxies(trusted=True).find(SERVER) == proxy
    assert Proxies(trusted=False).find(SERVER) is None


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="their settings are asked for through urllib")
def test_without_any_urllibs_own_client_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    _set({}, monkeypatch)
    code = (
        "import sys\nfrom mixpanel_transports import _proxies, _wire\n"
        f"_proxies.Proxies(True).find(_wire.{SERVER!r})\nprint('urllib.request' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def _set(environ: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
