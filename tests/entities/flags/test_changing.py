from __future__ import annotations

import json
from typing import Any

import pytest

from mixpanel_async import (
    ChangeFeatureFlagParams,
    FeatureFlagStatus,
    IncompleteChangeError,
    QueryError,
    UpdateFeatureFlagParams,
)
from mixpanel_transports.fake import json_reply, text_reply
from tests.entities.flags.data import FLAG, RULESET, SETTINGS
from tests.faces import both, raised

PINNED = {"workspace_id": 67890}
REPLY = json_reply({"status": "ok", "results": FLAG})
ENABLED = ChangeFeatureFlagParams(status=FeatureFlagStatus.ENABLED)


def put(change: ChangeFeatureFlagParams, flag: dict[str, Any] = FLAG) -> Any:
    """What is sent in place of *flag* after a *change*."""
    sent = json_reply({"status": "ok", "results": flag})
    _, (get, put) = both(lambda ws: ws.change_feature_flag("f1", change), sent, REPLY, **PINNED)
    assert (get.method, put.method, put.url) == ("GET", "PUT", get.url)
    return json.loads(put.body)


def test_a_change_keeps_all_else_and_sends_no_more_than_is_documented() -> None:
    assert put(ENABLED) == SETTINGS | {"status": "enabled"}


def test_what_the_server_added_yesterday_is_not_lost() -> None:
    new = {"guard_rails": {"error_rate": 0.1}, "owner": None}

    assert put(ENABLED, FLAG | new) == SETTINGS | {"status": "enabled"} | new


def test_what_the_server_does_not_say_is_not_made_up() -> None:
    bare = {name: FLAG[name] for name in ("id", "project_id", "name", "key", "ruleset")}

    assert put(ENABLED, bare) == {"name": "Dark mode", "key": "dark_mode", "ruleset": RULESET, "status": "enabled"}


def test_users_are_dealt_out_again_only_where_that_is_said() -> None:
    assert "reset_hash_salt" not in put(ENABLED)
    assert put(ChangeFeatureFlagParams(reset_hash_salt=True)) == SETTINGS | {"reset_hash_salt": True}


def test_none_clears_and_unset_leaves() -> None:
    assert put(ChangeFeatureFlagParams(experiment_id=None, tags=[])) == SETTINGS | {"experiment_id": None, "tags": []}


def test_a_change_that_is_not_shown_is_looked_at() -> None:
    flag, requests = both(lambda ws: ws.change_feature_flag("f1", ENABLED), REPLY, text_reply("", 204), REPLY, **PINNED)

    assert (flag.key, [request.method for request in requests]) == ("dark_mode", ["GET", "PUT", "GET"])


def test_a_change_that_cannot_be_looked_at_is_done_nevertheless() -> None:
    script = (REPLY, text_reply("", 204), text_reply("no", 403))
    error, _ = raised(lambda ws: ws.change_feature_flag("f1", ENABLED), *script, **PINNED)

    assert isinstance(error, IncompleteChangeError)


def test_a_flag_that_cannot_be_read_is_not_changed() -> None:
    error, requests = raised(lambda ws: ws.change_feature_flag("f1", ENABLED), text_reply("no", 403), **PINNED)

    assert (type(error), [request.method for request in requests]) == (QueryError, ["GET"])


def test_a_replacement_says_only_what_it_says() -> None:
    params = UpdateFeatureFlagParams(name="Dark mode", key="dark_mode", status="enabled", ruleset=RULESET)
    _, (request,) = both(lambda ws: ws.update_feature_flag("f1", params), REPLY, **PINNED)

    assert json.loads(request.body) == {
        "name": "Dark mode",
        "key": "dark_mode",
        "status": "enabled",
        "ruleset": RULESET,
        "tags": [],
        "context": "distinct_id",
        "serving_method": "client",
    }


@pytest.mark.parametrize("nothing", [text_reply("", 204), json_reply({"status": "ok", "results": {}})])
def test_a_replacement_that_is_not_shown_is_looked_at(nothing: Any) -> None:
    params = UpdateFeatureFlagParams(name="Dark mode", key="dark_mode", status="enabled", ruleset=RULESET)
    flag, _ = both(lambda ws: ws.update_feature_flag("f1", params), nothing, REPLY, **PINNED)

    assert flag.key == "dark_mode"
