"""What only the blocking transport does: threads, forks, running loops."""

from __future__ import annotations

import multiprocessing
import shutil
import socket
import ssl
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest

from mixpanel_transports import BlockingHttpxTransport, BlockingRuntime, ConnectionFailed, DeadlineExceeded, Request
from mixpanel_transports.drive import drive
from tests.server import Answer, Server
from tests.waiting import LONGEST


def ask(transport: BlockingHttpxTransport, url: str) -> bytes:
    return drive(transport.send(Request("GET", url))).body


def test_eight_threads_share_one(server: Server) -> None:
    server.respond = lambda seen: Answer(body=seen.target.encode())
    transport = BlockingHttpxTransport()
    with ThreadPoolExecutor(8) as pool:
        bodies = list(pool.map(lambda n: ask(transport, f"{server.url}/{n}"), range(80)))
    assert bodies == [f"/{n}".encode() for n in range(80)]
    assert server.connections <= 8
    drive(transport.aclose())


def test_gather_makes_requests_at_once(server: Server) -> None:
    together = [server.url for _ in range(5)]
    transport = BlockingHttpxTransport()
    replies = drive(BlockingRuntime().gather(transport.send(Request("GET", url)) for url in together))
    assert [reply.status for reply in replies] == [200] * 5
    drive(transport.aclose())


def test_forked_child_makes_its_own_connection(server: Server) -> None:
    server.respond = lambda seen: Answer(body=str(seen.connection).encode())
    transport = BlockingHttpxTransport()
    assert ask(transport, server.url) == b"1"
    child = multiprocessing.get_context("fork").Process(target=_ask_in_child, args=(transport, server.url))
    child.start()
    child.join(LONGEST)
    assert child.exitcode == 0
    assert ask(transport, server.url) == b"1"
    drive(transport.aclose())


def _ask_in_child(transport: BlockingHttpxTransport, url: str) -> None:
    assert ask(transport, url) == b"2"
    drive(transport.aclose())


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_inside_a_running_loop(server: Server, backend: str) -> None:
    transport = BlockingHttpxTransport()

    async def notebook_cell() -> bytes:
        return ask(transport, server.url)

    assert anyio.run(notebook_cell, backend=backend) == b""
    drive(transport.aclose())


def test_dribbling_body_is_given_up(server: Server) -> None:
    server.respond = lambda _: Answer(pieces=[b"x"] * 1_000_000)
    transport = BlockingHttpxTransport()
    with pytest.raises(Exception, match=r"within 0\.05 seconds"):
        drive(transport.send(Request("GET", server.url, deadline=0.05)))
    drive(transport.aclose())


def test_body_that_nobody_takes_is_given_up() -> None:
    transport = BlockingHttpxTransport()
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        request = Request("POST", f"http://127.0.0.1:{deaf.getsockname()[1]}", body=bytes(20_000_000), deadline=0.1)
        with pytest.raises(DeadlineExceeded, match=r"within 0\.1 seconds"):
            drive(transport.send(request))
    drive(transport.aclose())


def test_environment_proxy_is_used_unless_it_is_not_trusted(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.url.replace("://", "://user:s3cret@"))
    monkeypatch.setenv("no_proxy", "")
    trusting, other = BlockingHttpxTransport(), BlockingHttpxTransport(trust_env=False)

    ask(trusting, "http://mixpanel.test/api/x?y=1")
    with pytest.raises(ConnectionFailed):
        ask(other, "http://127.0.0.1:1/")

    assert [seen.target for seen in server.seen] == ["http://mixpanel.test/api/x?y=1"]
    assert server.seen[0].headers["proxy-authorization"] == "Basic dXNlcjpzM2NyZXQ="
    for transport in (trusting, other):
        drive(transport.aclose())


def test_certificates_are_looked_at(tls_server: Server, certificate: Path) -> None:
    doubting = BlockingHttpxTransport()
    knowing = BlockingHttpxTransport(verify=ssl.create_default_context(cafile=str(certificate / "cert.pem")))

    with pytest.raises(ConnectionFailed, match="CERTIFICATE_VERIFY_FAILED"):
        ask(doubting, tls_server.url)
    assert [ask(knowing, tls_server.url) for _ in range(2)] == [b"", b""]

    assert len({seen.connection for seen in tls_server.seen}) == 1
    for transport in (doubting, knowing):
        drive(transport.aclose())


def test_an_authority_in_a_file_that_the_environment_names_is_believed(
    tls_server: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    _is_believed(tls_server)


def test_an_authority_in_a_folder_that_the_environment_names_is_believed(
    tls_server: Server, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(certificate / "cert.pem", tmp_path)
    subprocess.run(["openssl", "rehash", str(tmp_path)], check=True, capture_output=True)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    _is_believed(tls_server)


def _is_believed(tls_server: Server) -> None:
    believing = BlockingHttpxTransport()
    assert ask(believing, tls_server.url) == b""
    drive(believing.aclose())


def test_certificates_are_not_looked_at_where_that_is_asked_for(tls_server: Server) -> None:
    careless = BlockingHttpxTransport(verify=False)

    assert ask(careless, tls_server.url) == b""

    drive(careless.aclose())
