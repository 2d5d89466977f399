"""Whatever a reply holds, it is read or refused with its place: nothing else comes out of discovery."""

from __future__ import annotations

import random
import warnings

import pytest

import mixpanel_sync
from mixpanel_async.errors import MixpanelError
from mixpanel_transports.fake import Fake, json_reply
from tests.discovery.test_lexicon import ENTRY, PROFILE
from tests.discovery.test_schema_graph import EVENTS, PAIRS, PROPERTIES, USERS, server
from tests.faces import workspace_options
from tests.virtual import VirtualBlockingRuntime

ODD = (None, 10**400, float("inf"), float("nan"), [], {}, [1], {"a": 1}, "", "\ud800", True, -1, 1.5)
ROUNDS = 100

# A valid reply to each operation, which ends with data.
REPLIES = {
    "events": (lambda ws: ws.events(), ["Login", "Buy"]),
    "properties": (lambda ws: ws.properties("Login"), {"plan": {"count": 3}, "$os": {"count": 9}}),
    "property_values": (lambda ws: ws.property_values("plan"), ["a", 1, True, None, {"a": [1]}]),
    "subproperties": (lambda ws: ws.subproperties("cart"), [[{"sku": "a", "n": 1}], '{"sku": "b"}', {"sku": "c"}]),
    "top_events": (lambda ws: ws.top_events(), {"events": [{"event": "A", "amount": 3, "percent_change": 0.1}]}),
    "lexicon_schemas": (lambda ws: ws.lexicon_schemas(), {"results": [ENTRY, PROFILE], "status": "ok"}),
    "lexicon_schema": (lambda ws: ws.lexicon_schema("event", ENTRY["name"]), {"results": [ENTRY], "status": "ok"}),
}
DEFINED = {"events": EVENTS, "Event": PROPERTIES, "User": USERS, "pairs": PAIRS}


def mutated(value, chance):
    """*value* with one place in it made odd."""
    if not isinstance(value, list | dict) or not value or chance.random() < 0.15:
        return chance.choice(ODD)
    copy = value.copy()
    key = chance.choice(list(copy)) if isinstance(copy, dict) else chance.randrange(len(copy))
    if isinstance(copy, dict) and chance.random() < 0.2:
        del copy[key]
    else:
        copy[key] = mutated(copy[key], chance)
    return copy


def outcome(fake, operation):
    """The result, or where in the reply it failed."""
    options = workspace_options(fake, {"runtime": VirtualBlockingRuntime()})
    with mixpanel_sync.Workspace(**options) as ws, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return operation(ws)
        except MixpanelError as error:
            return error.details.get("path") or error.message


@pytest.mark.parametrize("name", REPLIES)
def test_an_odd_list_is_read_or_refused_with_its_place(name):
    operation, reply = REPLIES[name]
    for seed in range(ROUNDS):
        found = outcome(Fake(json_reply(mutated(reply, random.Random(seed)))), operation)
        if isinstance(found, str):
            assert found.startswith("$") or "has a schema" in found
        elif not isinstance(found, list):
            assert found.to_dict()


@pytest.mark.parametrize("part", DEFINED)
def test_an_odd_definition_is_read_or_refused_with_its_place(part):
    for seed in range(ROUNDS):
        fake = server(**{part: mutated(DEFINED[part], random.Random(seed))})
        found = outcome(fake, lambda ws: ws.schema_graph())
        if isinstance(found, str):
            assert found.startswith("$")
        else:
            shown = (found.df, found.events_df, found.properties_df, found.to_table_dict(), found.to_graph())
            assert len(shown[0]) == found.meta["relationship_count"]


def test_an_undamaged_reply_is_read():
    for operation, reply in REPLIES.values():
        assert not isinstance(outcome(Fake(json_reply(reply)), operation), str)
