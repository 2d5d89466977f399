"""What tests of exports share: a workspace whose server is on loopback, and whose waits cost no time."""

from __future__ import annotations

import uuid
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


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A function that goes to another machine, where nothing is known of what was done here."""

    def another():
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / uuid.uuid4().hex))

    another()
    return another


@pytest.fixture(scope="package")
def bucket():
    """An S3 server on loopback, with a bucket."""
    fsspec = pytest.importorskip("fsspec")
    pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server").ThreadedMotoServer(port=0, verbose=False)
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        host, port = server.get_host_and_port()
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        fsspec.filesystem("s3").mkdir("bucket")
        yield "s3://bucket"
    server.stop()


@pytest.fixture(params=["memory", "s3", "file"])
def url(request, tmp_path):
    """The URL of a new folder, in a store of each kind."""
    pytest.importorskip("fsspec")
    if request.param == "s3":
        return f"{request.getfixturevalue('bucket')}/{uuid.uuid4().hex}/out"
    return f"memory://{uuid.uuid4().hex}/out" if request.param == "memory" else f"file://{tmp_path}/out"
