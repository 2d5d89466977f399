"""Sessions know the hosts and refuse what is no project, region, data view or address."""

from __future__ import annotations

import pytest

from mixpanel_async.auth.accounts import BearerToken
from mixpanel_async.errors import ConfigError
from mixpanel_async.session import Session

HOSTS = [
    ("us", "query", "https://mixpanel.com/api/query/x"),
    ("us", "engage", "https://mixpanel.com/api/query/engage/x"),
    ("us", "export", "https://data.mixpanel.com/api/2.0/x"),
    ("us", "app", "https://mixpanel.com/api/app/x"),
    ("eu", "query", "https://eu.mixpanel.com/api/query/x"),
    ("eu", "export", "https://data-eu.mixpanel.com/api/2.0/x"),
    ("in", "app", "https://in.mixpanel.com/api/app/x"),
    ("in", "export", "https://data-in.mixpanel.com/api/2.0/x"),
]


def session(**changes):
    return Session(**{"account": BearerToken("t"), "project_id": "1"} | changes)


@pytest.mark.parametrize(("region", "family", "url"), HOSTS)
def test_every_region_has_its_hosts(region, family, url):
    assert session(region=region).url(family, "/x") == url


@pytest.mark.parametrize("family", ["query", "engage", "export", "app"])
def test_a_base_url_replaces_every_host_and_keeps_the_paths(family):
    path = session(region="eu").url(family, "/x").split(".com")[1]
    assert session(base_url="http://127.0.0.1:8080/").url(family, "/x") == f"http://127.0.0.1:8080{path}"


@pytest.mark.parametrize(
    "bad",
    [
        {"project_id": "12a"},
        {"project_id": ""},
        {"project_id": True},
        {"region": "moon"},
        {"workspace_id": 0},
        {"workspace_id": True},
        {"base_url": "mixpanel.com"},
        {"base_url": "ftp://x"},
        {"base_url": "http://[::1"},
        {"base_url": "http://host:99999"},
        {"base_url": 5},
        {"account": "hunter2"},
        {"account": ("user", "hunter2")},
    ],
)
def test_what_means_nothing_is_refused(bad):
    with pytest.raises(ConfigError) as error:
        session(**bad)
    assert "hunter2" not in str(error.value)


def test_credentials_in_a_base_url_are_refused_without_showing_them():
    with pytest.raises(ConfigError) as error:
        session(base_url="https://user:hunter2@host")
    assert "hunter2" not in str(error.value)
