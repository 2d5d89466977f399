"""Whatever looks at the time looks at the clock of its connection."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, TypeVar

import pytest

from mixpanel_async.call import Operations
from mixpanel_async.connection import Connection
from mixpanel_async.discovery.operations import Discovery
from mixpanel_async.discovery.schemas import Schemas
from mixpanel_async.errors import ParamValidationError, RateLimitError
from mixpanel_async.profiles.operations import Profiles
from mixpanel_async.queries.users.operations import Users
from mixpanel_transports.drive import drive
from mixpanel_transports.fake import Fake, json_reply
from mixpanel_transports.message import Reply
from tests.discovery.test_schema_graph import server
from tests.test_codec import SESSION
from tests.virtual import VirtualBlockingRuntime

NOW = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
Group = TypeVar("Group", bound=Operations)


def at_that_time(kind: type[Group], fake: Fake) -> Group:
    """Operations whose connection has that clock."""
    group = kind()
    group._connection = Connection(SESSION, fake, VirtualBlockingRuntime(), wall_clock=NOW.timestamp)
    return group


def test_a_date_to_come_back_at_is_seconds_from_now() -> None:
    then = format_datetime(datetime(2001, 2, 3, 4, 6, 6, tzinfo=UTC), usegmt=True)
    refused = Reply(429, {"retry-after": then}, b"")

    with pytest.raises(RateLimitError) as caught:
        drive(at_that_time(Discovery, Fake(refused)).events())

    assert caught.value.retry_after == 60.0


def test_profiles_are_of_now() -> None:
    page = json_reply({"results": [], "page": 0, "session_id": "S", "page_size": 1000, "total": 0})

    found = drive(at_that_time(Users, Fake(page)).query_user(mode="profiles"))

    assert found.computed_at == NOW.isoformat()


def test_the_past_ends_now() -> None:
    profiles = at_that_time(Profiles, Fake())
    profiles.stream_profiles(as_of_timestamp=int(NOW.timestamp()))

    with pytest.raises(ParamValidationError, match="is still to come"):
        profiles.stream_profiles(as_of_timestamp=int(NOW.timestamp()) + 1)


def test_a_schema_graph_is_of_now() -> None:
    graph: Any = drive(at_that_time(Schemas, server()).schema_graph())

    assert graph.computed_at == NOW.isoformat(timespec="seconds")
