"""Profiles of users and groups, as the updates that were sent leave them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mixpanel_transports.message import Request
from tests.local.asking import Asking, event, stored
from tests.local.ingestion.sending import encoded, form, sent

SEEN = {"$last_seen": "2026-02-01T12:00:00"}


def update(user: str = "ada", **operations: Any) -> dict[str, Any]:
    return {"$token": "t", "$distinct_id": user, **{f"${name}": value for name, value in operations.items()}}


def group(name: str = "Acme", **operations: Any) -> dict[str, Any]:
    said = {f"${operation}": value for operation, value in operations.items()}
    return {"$token": "t", "$group_key": "company", "$group_id": name, **said}


def profiles(asking: Asking, **body: Any) -> dict[str, Any]:
    headers = {"content-type": "application/json"}
    call = Request("POST", "https://mixpanel.com/api/query/engage/", headers, json.dumps(body).encode())
    return {row["$distinct_id"]: row["$properties"] for row in asking.json(call)["results"]}


@pytest.mark.parametrize(
    ("updates", "left"),
    [
        ([{"set": {"plan": "pro", "n": 1}}, {"set": {"plan": "free"}}], {"plan": "free", "n": 1}),
        ([{"set_once": {"plan": "pro"}}, {"set_once": {"plan": "free", "n": 1}}], {"plan": "pro", "n": 1}),
        ([{"add": {"n": 2}}, {"add": {"n": -0.5}}], {"n": 1.5}),
        ([{"set": {"n": "text"}}, {"add": {"n": 2}}], {"n": "text"}),
        ([{"set": {"n": 1e308}}, {"add": {"n": 1e308}}], {"n": 1e308}),
        ([{"add": {"n": 1.5}}, {"add": {"n": 10**400}}], {"n": 1.5}),
        ([{"append": {"seen": 1}}, {"append": {"seen": 1}}], {"seen": [1, 1]}),
        ([{"union": {"seen": [1, 2, 1]}}, {"union": {"seen": [2, 3]}}], {"seen": [1, 2, 3]}),
        ([{"set": {"seen": [1, 2, 1]}}, {"remove": {"seen": 1, "none": 2}}], {"seen": [2]}),
        ([{"set": {"plan": "pro", "n": 1}}, {"unset": ["plan", "none"]}], {"n": 1}),
        ([{"set": {"plan": "pro"}, "add": {"n": 1}}], {"plan": "pro", "n": 1}),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_what_updates_leave(updates: Sequence[Any], left: dict[str, Any], together: bool, asking: Asking) -> None:
    entries = [update(**each) for each in updates]
    for call in [sent("/engage", entries)] if together else [sent("/engage", entry) for entry in entries]:
        assert asking.send(call).body == b"1"
        found = profiles(asking)
    assert found == {"ada": {**left, **SEEN}}


def test_a_profile_is_removed_and_may_come_again(asking: Asking) -> None:
    asking.send(sent("/engage", [update(set={"plan": "pro"}), update("bob", set={"plan": "free"})]))
    asking.send(sent("/engage", [update(delete="")]))
    assert profiles(asking) == {"bob": {"plan": "free", **SEEN}}
    asking.send(sent("/engage", [update("bob", delete="")]))
    assert profiles(asking) == {}
    asking.send(sent("/engage", [update(set={"n": 1})]))
    assert profiles(asking) == {"ada": {"n": 1, **SEEN}}


def test_whoever_is_not_to_be_seen_is_not(asking: Asking) -> None:
    asking.send(sent("/engage", [{**update(set={"n": 1}), "$ignore_time": True}]))
    assert profiles(asking) == {"ada": {"n": 1}}


def test_profiles_that_were_imported_change_too(tmp_path: Path) -> None:
    wide = {f"p{at:03}": at for at in range(230)}
    people = [{"$distinct_id": user, "$properties": {**wide, "name": user}} for user in ("ada", "bob")]
    asking = stored(tmp_path, [event()], people)
    asking.send(sent("/engage", [update(set={"p229": "text"}), update("cid", set={"plan": "pro"})]))
    assert profiles(asking) == {
        "ada": {**wide, "name": "ada", "p229": "text", **SEEN},
        "bob": {**wide, "name": "bob"},
        "cid": {"plan": "pro", **SEEN},
    }


@pytest.mark.parametrize("call", [form("/engage", update(set={"n": 1})), encoded("/engage", update(set={"n": 1}))])
def test_whatever_form_it_is_sent_in(call: Request, asking: Asking) -> None:
    asking.send(call)
    assert profiles(asking) == {"ada": {"n": 1, **SEEN}}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"$distinct_id": "ada", "$set": {}}, "$token"),
        ({"$token": "t", "$set": {}}, "$distinct_id"),
        (update(), "$set"),
        (update(set=[1]), "$set must be an object"),
        (update(add={"n": "1"}), "numbers"),
        (update(union={"n": 1}), "lists"),
        (update(unset={"n": 1}), "list of property names"),
        (update(set={"n": "\ud800"}), "surrogate"),
    ],
)
def test_what_is_refused(entry: Any, said: str, asking: Asking) -> None:
    reply = json.loads(asking.send(sent("/engage", [update("bob", set={"n": 1}), entry], verbose=1)).body)
    assert reply["status"] == 0
    assert said in reply["error"]
    assert profiles(asking) == {"bob": {"n": 1, **SEEN}}


def test_strict_tells_of_every_record(asking: Asking) -> None:
    reply = json.loads(asking.send(sent("/engage", [update(), update(set={"n": 1}), update(add=1)], strict=1)).body)
    assert [failure["index"] for failure in reply["failed_records"]] == [0, 2]
    assert reply["num_good_events"] == 1


def test_groups_have_profiles_by_their_keys(asking: Asking) -> None:
    asking.send(sent("/groups", [group(set={"plan": "pro"}), group("Beta", union={"tags": ["new"]})]))
    asking.send(sent("/groups", [group(set_once={"plan": "free", "n": 1}), group("Beta", delete="")]))
    asking.send(sent("/groups", [{**group("Gamma", set={"n": 2}), "$group_key": "team"}]))
    assert profiles(asking, data_group_id="company") == {"Acme": {"plan": "pro", "n": 1}}
    assert profiles(asking, data_group_id="team") == {"Gamma": {"n": 2}}
    assert profiles(asking) == {}


@pytest.mark.parametrize("entry", [group(add={"n": 1}), {"$token": "t", "$group_id": "Acme", "$set": {"n": 1}}])
def test_what_groups_do_not_have(entry: Any, asking: Asking) -> None:
    assert asking.send(sent("/groups", [entry])).body == b"0"
