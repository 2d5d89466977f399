"""What is signed, and what must not be."""

from __future__ import annotations

import pytest

from mixpanel_transports import Auth, Fake, Reply, Request

pytestmark = pytest.mark.anyio


class Token:
    async def authorization(self) -> str:
        return "Bearer s3cret"


async def test_a_request_is_signed() -> None:
    fake = Fake(Reply(200))
    await Auth(Token(), inner=fake).send(Request("GET", "https://mixpanel.test/"))

    assert fake.requests[0].headers == {"authorization": "Bearer s3cret"}


async def test_a_request_that_leads_elsewhere_is_not() -> None:
    fake, away = Fake(Reply(200)), Request("PUT", "https://storage.test/?sig=1", {"x": "y"}, anonymous=True)
    await Auth(Token(), inner=fake).send(away)

    assert fake.requests == [away]
