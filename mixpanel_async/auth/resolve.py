"""From arguments and environment to a session; reads nothing but what it is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from mixpanel_async.auth.accounts import Account, BearerToken, ServiceAccount, TokenSource
from mixpanel_async.errors import ConfigError
from mixpanel_async.session import Region, Session

_REMEDIES = (
    "pass username= and secret= (a service account) or token=, or set MP_USERNAME, MP_SECRET, MP_PROJECT_ID and "
    "MP_REGION; to ask events on this machine instead: Workspace.local(path)"
)


class SessionOptions(TypedDict, total=False):
    """What ``Workspace`` takes about account and project; what is left out comes from the environment."""

    account: Account
    username: str
    secret: str
    token: str | TokenSource
    project_id: str | int
    region: Region
    workspace_id: int
    base_url: str


def resolve(options: SessionOptions, environ: Mapping[str, str]) -> Session:
    """The session *options* describe; each axis they leave out is taken from *environ* (MP_* variables).

    The data view of the environment belongs to its project: where *options* name another, there is none.
    Credentials come whole from one side. Those of the environment are a set of four (MP_USERNAME, MP_SECRET,
    MP_PROJECT_ID, MP_REGION) or three (MP_OAUTH_TOKEN in place of the first two): a part of a set is an error.
    """
    env = {name: value.strip() for name, value in environ.items() if name.startswith("MP_") and value.strip()}
    given = _explicit_account(options)
    account = given or _environment_account(env)
    project_id = options.get("project_id") or _required(env, "MP_PROJECT_ID", "project_id=")
    elsewhere = str(project_id) != env.get("MP_PROJECT_ID", str(project_id))
    base_url = options.get("base_url") or env.get("MP_API_BASE_URL")
    return Session(
        account=account,
        project_id=project_id,
        region=options.get("region") or _region(env, needed=given is None and base_url is None),
        workspace_id=options.get("workspace_id") or (None if elsewhere else _workspace(env)),
        base_url=base_url,
    )


def _explicit_account(options: SessionOptions) -> Account | None:
    """The account the arguments name, all of it; None when they name none."""
    ways = [way for way in ("account", "token") if options.get(way)]
    pair = [name for name in ("username", "secret") if options.get(name)]
    if len(ways) + bool(pair) > 1:
        raise ConfigError(f"{' and '.join([*ways, *pair])} are given together; pass one kind of credentials")
    if token := options.get("token"):
        return BearerToken(token)
    if pair:
        return _pair(options.get("username"), options.get("secret"), "username=", "secret=")
    return options.get("account")


def _environment_account(env: Mapping[str, str]) -> Account:
    if "MP_USERNAME" in env or "MP_SECRET" in env:
        return _pair(env.get("MP_USERNAME"), env.get("MP_SECRET"), "MP_USERNAME", "MP_SECRET")
    if "MP_OAUTH_TOKEN" in env:
        return BearerToken(env["MP_OAUTH_TOKEN"])
    raise ConfigError(f"no credentials: {_REMEDIES}")


def _pair(username: str | None, secret: str | None, *names: str) -> ServiceAccount:
    if username and secret:
        return ServiceAccount(username, secret)
    there, missing = names if username else reversed(names)
    raise ConfigError(f"{there} is given but {missing} is missing; a service account needs both")


def _required(env: Mapping[str, str], name: str, argument: str) -> str:
    if name not in env:
        raise ConfigError(f"{name} is missing: set it, or pass {argument}")
    return env[name]


def _region(env: Mapping[str, str], *, needed: bool) -> Region:
    """MP_REGION; beside credentials of the environment it must be there, or an EU account would be sent to the US."""
    text = _required(env, "MP_REGION", "region= (us, eu or in)") if needed else env.get("MP_REGION", "us")
    return text.lower()  # type: ignore[return-value]  # Session refuses what is no region


def _workspace(env: Mapping[str, str]) -> int | None:
    text = env.get("MP_WORKSPACE_ID")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()):
        raise ConfigError(f"MP_WORKSPACE_ID is {text!r}; it is a positive number")
    return int(text)
