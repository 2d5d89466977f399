"""Another client, pointed at `mpx serve`, gets what ours gets; run by ``make test-clients``."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

import pytest

import mixpanel_sync
from mixpanel_local import import_events, import_profiles
from mixpanel_local.serving.running import running as served

PEER = os.environ.get("MPX_PEER_PYTHON")

pytestmark = pytest.mark.skipif(PEER is None, reason="needs another client's interpreter: make test-clients")

WEEK = "from_date='2017-11-01', to_date='2017-11-08'"
QUERIES = [
    f"ws.query('Checkout', {WEEK})",
    f"ws.query('Checkout', math='unique', unit='week', {WEEK})",
    f"ws.query(['Checkout', Metric('Checkout', math='unique')], {WEEK})",
    f"ws.query(Metric('Checkout', math='average', property='sales_value'), {WEEK})",
    f"ws.query('Department Purchase', group_by='department', {WEEK})",
    f"ws.query('Department Purchase', group_by='department', mode='total', {WEEK})",
    f"ws.query('Checkout', where=Filter.greater_than('units', 10), mode='total', {WEEK})",
    f"ws.query('Checkout', group_by=GroupBy('units', 'number', bucket_size=10, bucket_min=0, bucket_max=50), {WEEK})",
    f"ws.query([Metric('Checkout'), Metric('Checkout', math='unique')], formula='A / B', {WEEK})",
    f"ws.query('Checkout', rolling=3, {WEEK})",
]
STREAM = {"from_date": "2017-11-01", "to_date": "2017-11-08"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's panel, as a store."""
    folder = tmp_path_factory.mktemp("panel") / "store"
    data = files("mixpanel_async.cli") / "demo_data"
    import_events([Path(str(data / "completejourney.ndjson.gz"))], folder, time_zone="America/New_York")
    import_profiles([Path(str(data / "completejourney_profiles.ndjson.gz"))], folder)
    return folder


def ours(url):
    names = {name: getattr(mixpanel_sync, name) for name in ("Filter", "GroupBy", "Metric", "Formula")}
    with mixpanel_sync.Workspace(base_url=url, username="any", secret="any", project_id=1, region="us") as ws:
        return {
            "frames": [table(eval(line, {"ws": ws, **names}).df) for line in QUERIES],
            "streamed": sum(1 for _ in ws.stream_events(**STREAM)),
            "names": ws.events(),
        }


def table(frame):
    return [
        frame.columns,
        [[cell.isoformat() if isinstance(cell, date | datetime) else cell for cell in row] for row in frame.rows()],
    ]


def theirs(url, home):
    environ = {"MP_USERNAME": "any", "MP_SECRET": "any", "MP_PROJECT_ID": "1", "MP_REGION": "us"}
    environ |= {"MP_API_BASE_URL": url, "HOME": str(home), "PATH": os.environ["PATH"]}
    script = Path(__file__).with_name("headless_asks.py")
    done = subprocess.run(
        [str(PEER), str(script)],
        input=json.dumps({"queries": QUERIES, "stream": STREAM}),
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_both_clients_get_the_same_frames_names_and_number_of_events(store, tmp_path):
    with served(store) as url:
        expected, actual = ours(url), theirs(url, tmp_path)
    assert expected["streamed"] > 1000
    assert actual["streamed"] == expected["streamed"]
    assert actual["names"] == expected["names"]
    for line, mine, other in zip(QUERIES, expected["frames"], actual["frames"], strict=True):
        assert mine[1], f"no rows: {line}"
        assert (other[0], len(other[1])) == (mine[0], len(mine[1])), line
        for left, right in zip(mine[1], other[1], strict=True):
            assert right == pytest.approx(left) if not isinstance(left, list) else _same(left, right), line


def _same(left, right):
    return all(
        a == pytest.approx(b, rel=1e-9) if isinstance(a, int | float) and b is not None else a == b
        for a, b in zip(left, right, strict=True)
    )
