"""What storage outside Mixpanel gets to see, and what becomes of its refusals."""

from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import APIError, ConnectionFailed, QueryError, ResponseValidationError
from mixpanel_async.auth.accounts import ServiceAccount
from mixpanel_async.connection import Connection
from mixpanel_async.session import Session
from mixpanel_async.signed import put_signed
from mixpanel_transports import standard
from mixpanel_transports.fake import Fake, text_reply
from tests.virtual import VirtualRuntime

pytestmark = pytest.mark.anyio

ADDRESS = "https://storage.googleapis.com/bucket/obj?sig=s3cret"


def line(fake: Fake, runtime: VirtualRuntime | None = None, timeout: float | None = None, **session: Any) -> Connection:
    account, runtime = ServiceAccount("user", "hunter2"), runtime or VirtualRuntime()
    transport = standard(fake, credential=account, runtime=runtime)
    return Connection(Session(account=account, project_id="12345", **session), transport, runtime, timeout=timeout)


async def test_storage_sees_the_file_and_its_type_alone() -> None:
    fake = Fake(text_reply(""))
    await put_signed(line(fake), ADDRESS, b"id\n1\n", "text/csv")

    (put,) = fake.requests
    assert (put.method, put.url, put.body, put.headers) == ("PUT", ADDRESS, b"id\n1\n", {"content-type": "text/csv"})


@pytest.mark.parametrize("passing", [text_reply("busy", 503), ConnectionFailed("cut")])
async def test_what_passes_is_tried_again(passing: Any) -> None:
    fake, runtime = Fake(passing, text_reply("")), VirtualRuntime()
    await put_signed(line(fake, runtime), ADDRESS, b"", "text/csv")

    assert (len(fake.requests), len(runtime.waits)) == (2, 1)


async def test_a_refusal_says_what_to_do_without_the_signature() -> None:
    with pytest.raises(QueryError, match="HTTP 403: <Error>expired</Error>; begin again") as caught:
        await put_signed(line(Fake(text_reply("<Error>expired</Error>", 403))), ADDRESS, b"", "text/csv")

    assert (caught.value.code, caught.value.request_url) == ("UPLOAD_ERROR", ADDRESS.partition("?")[0])
    assert "s3cret" not in f"{caught.value!r} {caught.value.to_dict()}"


async def test_a_redirection_is_a_refusal() -> None:
    with pytest.raises(APIError, match="HTTP 302"):
        await put_signed(line(Fake(text_reply("", 302, {"location": "http://x"}))), ADDRESS, b"", "text/csv")


@pytest.mark.parametrize(
    "address",
    ["http://storage.test/o", "file:///etc/passwd", "https://", "//storage.test/o", "https://me:you@storage.test", "["],
)
async def test_nothing_is_put_at_an_address_without_tls_or_with_more_in_it(address: str) -> None:
    with pytest.raises(ResponseValidationError, match="no https address"):
        await put_signed(line(Fake()), address, b"", "text/csv")


async def test_a_server_of_ones_own_without_tls_may_name_its_like() -> None:
    fake = Fake(text_reply(""))
    await put_signed(line(fake, base_url="http://127.0.0.1:8080"), "http://127.0.0.1:8080/o", b"", "text/csv")

    assert len(fake.requests) == 1


async def test_the_timeout_of_the_workspace_holds() -> None:
    fake = Fake(text_reply(""))
    await put_signed(line(fake, timeout=7.0), ADDRESS, b"", "text/csv")

    assert fake.requests[0].deadline == 7.0
