"""What every test may ask for: both event loops, a guard against blocking them, a loopback server."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.server import Server

# How long an example takes says more about what else the machine does, and the first one loads what it uses.
settings.register_profile("usual", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("usual")
# ``make test-long`` looks for what is rare.
settings.register_profile(
    "long", max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def pytest_configure(config: pytest.Config) -> None:
    """A question is made of hundreds of strategies; nobody reads how. Tests send interrupts, as users do."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # so it is where a shell starts tests in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("filterwarnings", "ignore:Generating overly large repr")


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """The event loop an async test runs on."""
    return str(request.param)


@pytest.fixture(autouse=True)
def _no_blocking_calls(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail an async test that blocks its event loop."""
    if "anyio_backend" not in request.fixturenames:
        yield
        return
    from blockbuster import blockbuster_ctx

    with blockbuster_ctx():
        yield


@pytest.fixture
def server() -> Iterator[Server]:
    """An HTTP server on loopback whose answers the test scripts."""
    with Server() as running:
        yield running
