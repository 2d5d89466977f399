"""Arguments before environment, whole sets only, errors that name what is missing."""

from __future__ import annotations

import pytest

from mixpanel_async.auth.accounts import BearerToken, ServiceAccount
from mixpanel_async.auth.resolve import resolve
from mixpanel_async.errors import ConfigError
from mixpanel_async.session import Session

FOUR = {"MP_USERNAME": "env-user", "MP_SECRET": "env-secret", "MP_PROJECT_ID": "1", "MP_REGION": "eu"}
THREE = {"MP_OAUTH_TOKEN": "env-token", "MP_PROJECT_ID": "1", "MP_REGION": "in"}


def test_four_variables_make_a_session():
    assert resolve({}, FOUR) == Session(account=ServiceAccount("env-user", "env-secret"), project_id="1", region="eu")


def test_three_variables_make_a_session_with_a_token():
    assert resolve({}, THREE) == Session(account=BearerToken("env-token"), project_id="1", region="in")


def test_a_service_account_wins_over_a_token_beside_it():
    assert resolve({}, THREE | FOUR).account == ServiceAccount("env-user", "env-secret")


def test_every_argument_beats_its_variable():
    environ = FOUR | {"MP_WORKSPACE_ID": "5", "MP_API_BASE_URL": "http://env"}
    options = {"token": "t", "project_id": 2, "region": "us", "workspace_id": 6, "base_url": "http://arg/"}
    expected = Session(account=BearerToken("t"), project_id="2", region="us", workspace_id=6, base_url="http://arg")
    assert resolve(options, environ) == expected


def test_what_arguments_leave_out_comes_from_the_environment():
    environ = FOUR | {"MP_WORKSPACE_ID": "5", "MP_API_BASE_URL": "http://env"}
    session = resolve({"username": "u", "secret": "s"}, environ)
    assert (session.project_id, session.region, session.workspace_id, session.base_url) == ("1", "eu", 5, "http://env")


@pytest.mark.parametrize(
    ("environ", "project", "view"),
    [
        (FOUR | {"MP_WORKSPACE_ID": "5"}, 2, None),
        (FOUR | {"MP_WORKSPACE_ID": "5"}, 1, 5),
        ({"MP_WORKSPACE_ID": "5"}, 2, 5),
    ],
)
def test_defect_10_a_data_view_does_not_leak_into_another_project(environ, project, view):
    session = resolve({"username": "u", "secret": "s", "region": "us", "project_id": project}, environ)
    assert (session.project_id, session.workspace_id) == (str(project), view)


@pytest.mark.parametrize("missing", FOUR)
def test_a_part_of_the_four_is_an_error_that_names_the_missing_one(missing):
    with pytest.raises(ConfigError, match=missing):
        resolve({}, {name: value for name, value in FOUR.items() if name != missing})


@pytest.mark.parametrize("missing", ["MP_PROJECT_ID", "MP_REGION"])
def test_a_part_of_the_three_is_an_error_that_names_the_missing_one(missing):
    with pytest.raises(ConfigError, match=missing):
        resolve({}, {name: value for name, value in THREE.items() if name != missing})


def test_a_blank_variable_is_a_missing_one():
    with pytest.raises(ConfigError, match="MP_SECRET is missing"):
        resolve({}, FOUR | {"MP_SECRET": "  "})


def test_nothing_at_all_lists_the_remedies():
    with pytest.raises(ConfigError, match=r"username=.*MP_USERNAME.*Workspace\.local"):
        resolve({}, {})


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"username": "u"}, "secret= is missing"),
        ({"secret": "s"}, "username= is missing"),
        ({"token": "t", "username": "u", "secret": "s"}, "token and username and secret"),
        ({"token": "t", "account": BearerToken("x")}, "account and token"),
    ],
)
def test_arguments_that_are_no_one_kind_of_credentials(options, named):
    with pytest.raises(ConfigError, match=named):
        resolve({"project_id": "1", **options}, FOUR)


@pytest.mark.parametrize(
    ("name", "value"),
    [("MP_REGION", "moon"), ("MP_PROJECT_ID", "abc"), ("MP_WORKSPACE_ID", "x1"), ("MP_WORKSPACE_ID", "0")],
)
def test_a_variable_that_means_nothing_is_an_error_with_its_value(name, value):
    with pytest.raises(ConfigError, match=repr(value).strip("'")):
        resolve({}, FOUR | {name: value})


def test_region_may_be_written_in_capitals_and_is_not_needed_beside_a_base_url():
    assert resolve({}, FOUR | {"MP_REGION": "EU"}).region == "eu"
    assert resolve({"base_url": "http://127.0.0.1:8080"}, {**FOUR, "MP_REGION": ""}).region == "us"


def test_no_secret_reaches_a_message_or_a_repr():
    session = resolve({}, FOUR)
    with pytest.raises(ConfigError) as error:
        resolve({"token": "t", "secret": "hunter2"}, FOUR)
    assert "env-secret" not in repr(session)
    assert "hunter2" not in str(error.value)
