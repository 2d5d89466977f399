"""Who may ask a server that has a token."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from mixpanel_local import Serving, ServingError, create_store, serve
from mixpanel_local.serving.running import running
from tests.local.ingestion.sending import happened

NAMES = "/api/query/events/names"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = tmp_path_factory.mktemp("store")
    create_store(store)
    with running(store, Serving(token="ada:s3cret")) as address:
        yield address


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = tmp_path_factory.mktemp("plain")
    create_store(store)
    with running(store, Serving(token="s3cret")) as address:
        yield address


def test_username_and_secret(url: str) -> None:
    assert httpx.get(url + NAMES, auth=("ada", "s3cret")).status_code == 200
    assert httpx.get(url + NAMES, auth=("ada", "wrong")).status_code == 401


@pytest.mark.parametrize("auth", [("s3cret", ""), ("anybody", "s3cret")])
def test_a_token_as_either_of_them(auth: tuple[str, str], plain: str) -> None:
    assert httpx.get(plain + NAMES, auth=auth).status_code == 200


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Bearer s3cret", 200),
        ("bearer s3cret", 200),
        ("Bearer wrong", 401),
        ("Bearer", 401),
        ("Basic %%%", 401),
        ("Basic /w==", 401),
        ("Basic é", 401),
        ("s3cret", 401),
        ("", 401),
    ],
)
def test_headers(header: str, status: int, plain: str) -> None:
    reply = httpx.get(plain + NAMES, headers={"authorization": header.encode("latin-1")} if header else {})
    assert reply.status_code == status


@pytest.mark.parametrize(
    ("path", "record", "status"),
    [
        ("/track", happened(token="s3cret"), 200),
        ("/track", happened(token="wrong"), 401),
        ("/track", happened(token="\ud800"), 401),
        ("/track", [happened(token="s3cret"), happened(token="wrong")], 401),
        ("/engage", [{"$token": "s3cret", "$distinct_id": "a", "$set": {}}], 200),
        ("/groups", [{"$group_key": "k", "$group_id": "a", "$set": {}}], 401),
        ("/import", [happened(token="s3cret")], 401),
        ("/track", "nonsense", 401),
    ],
)
def test_what_is_tracked_says_the_token_itself(path: str, record: Any, status: int, plain: str) -> None:
    headers = {"content-type": "application/json"}
    assert httpx.post(plain + path, content=json.dumps(record), headers=headers).status_code == status


def test_import_takes_it_as_the_username(plain: str) -> None:
    reply = httpx.post(f"{plain}/import", json=[happened()], auth=("s3cret", ""))
    assert reply.json()["num_records_imported"] == 1
    assert httpx.post(f"{plain}/import", json=[happened()]).json()["status"] == "Unauthorized"


def test_the_token_is_not_shown() -> None:
    assert "s3cret" not in repr(Serving(token="s3cret"))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.com"])
def test_other_machines_are_not_let_in_without_a_token(host: str, tmp_path: Path) -> None:
    create_store(tmp_path)
    with pytest.raises(ServingError, match="token"):
        serve(tmp_path, host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_is(host: str) -> None:
    Serving().check(host)
    Serving(token="t").check("0.0.0.0")
