"""A server behind TLS."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate nobody vouches for, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command makes it")
    folder = tmp_path_factory.mktemp("tls")
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
    )
    where = ["-keyout", str(folder / "all.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([*command.split(), *where], check=True, capture_output=True)
    (folder / "all.pem").write_text((folder / "all.pem").read_text() + (folder / "cert.pem").read_text())
    return folder


@pytest.fixture
def tls_server(certificate: Path) -> Iterator[Server]:
    """A server that has it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "all.pem")
    with Server(context) as running:
        yield running
