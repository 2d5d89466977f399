"""tap-mixpanel 1.8.0 syncs what our client sees."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mixpanel_local import LocalMixpanel
from mixpanel_local.serving.running import running
from mixpanel_sync import (
    CohortCriteria,
    CohortDefinition,
    CreateBookmarkParams,
    CreateCohortParams,
    CreateDashboardParams,
    Workspace,
)
from tests.clients.asking import run

STREAMS = ["export", "engage", "cohorts", "cohort_members", "funnels"]
CONFIG = {
    "api_secret": "secret",
    "project_timezone": "US/Eastern",
    "attribution_window": "1",
    "start_date": "2017-11-01T00:00:00Z",
    "end_date": "2017-11-08T00:00:00Z",
    "user_agent": "tests",
}
START = datetime(2017, 11, 1, tzinfo=UTC)
BUYERS = CohortDefinition(
    CohortCriteria.did_event("Checkout", at_least=30, from_date="2017-01-01", to_date="2017-12-31")
)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for this machine, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command makes it")
    files = (tmp_path / "cert.pem", tmp_path / "key.pem")
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
    )
    where = ["-out", str(files[0]), "-keyout", str(files[1])]
    subprocess.run([*command.split(), *where], check=True, capture_output=True)
    return files


def keep(ws: Any) -> int:
    """A cohort and a funnel, made by our client; gives the funnel's number."""
    ws.create_cohort(CreateCohortParams(name="Buyers", definition=BUYERS))
    board = ws.create_dashboard(CreateDashboardParams(title="Board")).id
    params = dict(ws.build_funnel_params(["Campaign Received", "Coupon Redeemed"]))
    report = CreateBookmarkParams(name="Coupons", bookmark_type="funnels", params=params, dashboard_id=board)
    return int(ws.create_bookmark(report).id)


def test_it_syncs_what_our_client_sees(
    panel: LocalMixpanel, certificate: tuple[Path, Path], tmp_path: Path, told: Callable[[str], None]
) -> None:
    with Workspace.local(panel.path) as ws:
        funnel = keep(ws)
        # It asks for whole days of New York, and then leaves out what was before its start.
        days = list(ws.stream_events(from_date="2017-10-31", to_date="2017-11-07"))
        events = sum(row["event_time"] >= START for row in days)
        profiles = ws.query_user().value
        members = {row["distinct_id"] for row in ws.stream_profiles(cohort_id=1, include_all_users=True)}
        steps = [step.count for step in ws.funnel(funnel, from_date="2017-10-31", to_date="2017-11-07").steps]
    with running(panel.path, certificate=certificate) as url:
        asked = {"host": url.removeprefix("https://"), "config": CONFIG, "streams": STREAMS}
        found = run("tap-mixpanel", "tap", tmp_path, asked, REQUESTS_CA_BUNDLE=str(certificate[0]))
    counts = found["counts"]
    assert counts["engage"] == profiles
    assert counts["export"] == events
    assert {row["distinct_id"] for row in found["members"]} == members
    assert counts["cohorts"] == 1
    assert found["records"]["cohorts"]["count"] == len(members)
    assert [sum(row["steps"][at]["count"] for row in found["funnels"]) for at in (0, 1)] == steps
    told(
        f"tap-mixpanel 1.8.0: a sync of {counts['export']} events, {counts['engage']} profiles, a cohort with "
        f"{len(members)} members and {counts['funnels']} days of a funnel: all as our client has them"
    )
