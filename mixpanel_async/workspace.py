"""A project, ready to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from mixpanel_async.connect import ConnectOptions, connect, local_options, settled
from mixpanel_async.errors import ParamTypeError
from mixpanel_async.groups import Groups
from mixpanel_async.queries.asking import R, Spec

if TYPE_CHECKING:
    from mixpanel_async.auth.accounts import Account
    from mixpanel_async.session import Region, Session
    from mixpanel_transports.runtime import Runtime


class Workspace(Groups):
    """One Mixpanel project: its questions, its names, its raw events.

    Account and project come from arguments (``username=, secret=`` or ``token=``, ``project_id=, region=,
    workspace_id=, base_url=``, or a whole ``session=``), and what they leave out from the environment (``MP_USERNAME,
    MP_SECRET, MP_PROJECT_ID, MP_REGION, MP_WORKSPACE_ID, MP_OAUTH_TOKEN, MP_API_BASE_URL``).

    ``transport=`` sends requests through another HTTP client, or in tests through a ``Fake``, which needs no account
    (nor does any transport whose ``offline`` is true). ``timeout=`` bounds every call in seconds, waits and retries
    included; ``retry=``, ``quota=`` and ``hooks=`` replace the standard layers' settings. ``strict=True`` makes a row
    of a list that cannot be read an error; else it is left out with a ``PartialReply`` warning. ``discovery_ttl=`` is
    how many seconds the names a project holds (events, properties, values, schemas, funnels, cohorts) are kept before
    they are asked for again: 300, and 0, never, with an offline transport or a ``base_url``; ``refresh=True`` asks
    anew. Async, a Workspace belongs to one event loop. Close it, or use it as a context manager. An operation's module
    is loaded when the operation is first used, or looked at: ``Workspace.query``.

        async with Workspace() as ws:
            result = await ws.query("Login", math="unique", last=7)
            print(result.df)
    """

    def __init__(self, **options: Unpack[ConnectOptions]) -> None:
        self._options: ConnectOptions = settled(options)
        self._connection = connect(self._options)

    @classmethod
    def local(
        cls, path: str | Path, *, assume: Mapping[str, str | float | bool] | None = None, runtime: Runtime | None = None
    ) -> Self:
        """The same questions to events on this machine, stored under *path* by ``mpx local import``; no account.

        *assume* chooses by name what is taken where Mixpanel's documents are silent, for example
        ``{"week_start": "sunday"}``; ``mixpanel_local.Assumptions`` has the names and their defaults, and every answer
        lists those it rests on in ``meta``.
        """
        return cls(**local_options(path, runtime, assume))

    @property
    def session(self) -> Session:
        """Account, project and region in use."""
        return self._session

    @property
    def account(self) -> Account:
        """Who asks."""
        return self._session.account

    def use(
        self,
        *,
        account: Account | None = None,
        project: str | int | None = None,
        workspace: int | None = None,
        region: Region | None = None,
    ) -> Self:
        """Turn to another project, data view or account, from the next call on; returns this Workspace.

        A data view belongs to its project: another project starts without one unless *workspace* names it. What was
        kept of the answers of the one before is forgotten; limits go on being kept in common.
        """
        turned: ConnectOptions = {**self._options}
        turned["session"] = self._session.moved(account, project, workspace, region)
        self._options, self._connection = turned, connect(turned)
        return self

    async def run(self, spec: Spec[R]) -> R:
        """What a question made before answers: an ``InsightsQuery`` a ``QueryResult``, a ``FunnelQuery`` ...

        ``await ws.run(InsightsQuery("Login", last=7))``
        """
        if not isinstance(spec, Spec):
            raise ParamTypeError(f"{spec!r} is no question; give for example InsightsQuery('Login')")
        return await spec.asked_of(self)

    async def close(self) -> None:
        """Give back connections; every later call is a ``ClosedError``. Closing twice is fine."""
        await self._connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
