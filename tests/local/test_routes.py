"""Every route leads to something that answers, which is loaded where it is asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from mixpanel_local import LocalTransport
from mixpanel_local.routes.table import routes
from mixpanel_transports.blocking_runtime import BlockingRuntime
from mixpanel_transports.drive import drive
from mixpanel_transports.message import Request
from tests.local.asking import event, stored


def test_every_route_is_answered_by_something_there_is(tmp_path: Path) -> None:
    """Whatever is missing from such a call, it is not the function that answers it."""
    stored(tmp_path, [event()])
    transport = LocalTransport(tmp_path / "store", runtime=BlockingRuntime())
    for route in routes():
        path = route.path.replace("{scope}", "projects/1").replace(":text", "").replace("{", "1").replace("}", "")
        reply = drive(transport.send(Request(route.method, f"https://mixpanel.com{path}", body=b"{}")))
        assert reply.status < 500 or reply.status == 501, route


def test_a_question_loads_no_data_frames_and_no_arrays(tmp_path: Path) -> None:
    stored(tmp_path, [event()])
    code = (
        "import sys; from mixpanel_sync import Workspace; "
        f"ws = Workspace.local({str(tmp_path / 'store')!r}); ws.query('Buy', group_by='plan', math='mau'); "
        "print([name for name in ('polars', 'numpy', 'pyarrow') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout == b"[]\n"
