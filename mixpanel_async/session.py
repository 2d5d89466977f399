"""Where questions go and for whom: account, project, region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args
from urllib.parse import SplitResult, urlsplit

from attrs import evolve, field, frozen

from mixpanel_async.auth.accounts import Account
from mixpanel_async.errors import ConfigError

Region = Literal["us", "eu", "in"]
Family = Literal["query", "engage", "export", "app", "pipelines", "web"]

REGIONS: tuple[Region, ...] = get_args(Region)

# docs.mixpanel.com/reference/overview: one host pair a region, the path names the API
_HOSTS: Mapping[Region, tuple[str, str]] = {
    "us": ("https://mixpanel.com", "https://data.mixpanel.com"),
    "eu": ("https://eu.mixpanel.com", "https://data-eu.mixpanel.com"),
    "in": ("https://in.mixpanel.com", "https://data-in.mixpanel.com"),
}
_PATHS: Mapping[Family, str] = {
    "query": "/api/query",
    "engage": "/api/query/engage",
    "export": "/api/2.0",
    "app": "/api/app",
    "pipelines": "/api/2.0/nessie/pipeline",
    "web": "",
}
SITES: Mapping[Region, str] = {region: site for region, (site, _) in _HOSTS.items()}
"""Where people look at the projects of a region."""


def _signs(_: Any, __: Any, value: Any) -> None:
    # Its text stays unsaid: it may be the secret itself.
    if not callable(getattr(value, "authorization", None)):
        raise ConfigError(
            f"account is a {type(value).__name__}; give a ServiceAccount(username, secret) or a BearerToken(token)"
        )


def _digits(_: Any, __: Any, value: Any) -> None:
    if not isinstance(value, str) or not (value.isascii() and value.isdigit()):
        raise ConfigError(f"project_id is {value!r}; it is a number, shown under Project settings, Overview")


def _known_region(_: Any, __: Any, value: object) -> None:
    if value not in REGIONS:
        raise ConfigError(f"region is {value!r}; it is one of {', '.join(REGIONS)}")


def _positive(_: Any, __: Any, value: object) -> None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise ConfigError(
            f"workspace_id is {value!r}; it is a positive number, the one after /view/ in the app's address"
        )


def _http_url(_: Any, __: Any, value: Any) -> None:
    if value is None:
        return
    parts = _parts(value)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError("base_url is no http(s) address; write for example http://127.0.0.1:8080")
    if parts.username or parts.password:
        raise ConfigError("base_url carries credentials; give them as username and secret instead")


def _parts(url: object) -> SplitResult | None:
    """The parts of an address, None where it is none."""
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
        _ = parts and parts.port  # a port that is none is noticed when it is looked at
    except ValueError:
        return None
    return parts


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _without_slash(value: Any) -> Any:
    return value.rstrip("/") or None if isinstance(value, str) else value


@frozen(kw_only=True)
class Session:
    """An account looking at one project. *workspace_id* narrows queries to one of its data views.

    *base_url* replaces the region's hosts, for a proxy or for ``mpx serve``.
    """

    account: Account = field(validator=_signs)
    project_id: str = field(converter=_text, validator=_digits)
    region: Region = field(default="us", validator=_known_region)
    workspace_id: int | None = field(default=None, validator=_positive)
    base_url: str | None = field(default=None, converter=_without_slash, validator=_http_url)

    def moved(
        self, account: Account | None, project: str | int | None, workspace: int | None, region: Region | None
    ) -> Session:
        """The session turned to what is given. Its data view stays only where neither account nor project is given."""
        stays = account is None and project is None
        return evolve(
            self,
            account=self.account if account is None else account,
            project_id=self.project_id if project is None else project,
            region=self.region if region is None else region,
            workspace_id=self.workspace_id if stays and workspace is None else workspace,
        )

    def url(self, family: Family, path: str) -> str:
        """The address of *path* in an API family."""
        site, data = _HOSTS[self.region]
        host = self.base_url or (data if family in ("export", "pipelines") else site)
        return f"{host}{_PATHS[family]}{path}"
