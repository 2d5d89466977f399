"""The embedded Mixpanel asked through our own client."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import mixpanel_sync
from mixpanel_local import LocalTransport
from mixpanel_transports.blocking_runtime import BlockingRuntime
from tests.local.asking import NOW


def workspace(root: Path, now: datetime = NOW, **assume: Any) -> mixpanel_sync.Workspace:
    """The client of the store in *root*, at the time *now*."""
    runtime = BlockingRuntime()
    transport = LocalTransport(root, runtime=runtime, clock=lambda: now, assume=assume)
    return mixpanel_sync.Workspace(
        username="user", secret="secret", project_id="1", region="us", transport=transport, runtime=runtime
    )
