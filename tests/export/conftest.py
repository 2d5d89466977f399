"""What tests of exports share: a workspace whose server is on loopback, and whose waits cost no time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

import mixpanel_sync
from tests.server import Server
from tests.virtual import VirtualBlockingRuntime

Connect = Callable[..., mixpanel_sync.Workspace]
ACCOUNT: dict[str, Any] = {"username": "user", "secret": "s3cr3t", "project_id": 1, "region": "us"}


@pytest.fixture
def connect(server: Server) -> Iterator[Connect]:
    """A function that makes a blocking workspace at the server; its clock jumps."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(
            mixpanel_sync.Workspace(
                **{**ACCOUNT, "base_url": server.url, "runtime": VirtualBlockingRuntime(), **options}
            )
        )
