# Generated from mixpanel_async.workspace by mixpanel_sync._generate: edit that module, not this one.
# pyright: reportIncompatibleVariableOverride=false
"""A project, ready to be asked."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from mixpanel_async import workspace as core
from mixpanel_async.connect import ConnectOptions
from mixpanel_async.entities.projects import Project, WorkspaceRef
from mixpanel_async.queries.asking import R, Spec
from mixpanel_sync._face import wrap
from mixpanel_sync.activity.operations import ActivityFeeds
from mixpanel_sync.discovery.operations import Discovery
from mixpanel_sync.discovery.schemas import Schemas
from mixpanel_sync.entities.annotations import Annotations
from mixpanel_sync.entities.anomalies import Anomalies
from mixpanel_sync.entities.audits import Audits
from mixpanel_sync.entities.bookmarks.history import BookmarkHistories
from mixpanel_sync.entities.bookmarks.operations import Bookmarks
from mixpanel_sync.entities.cohorts import Cohorts
from mixpanel_sync.entities.custom_properties import CustomProperties
from mixpanel_sync.entities.dashboards.blueprints import Blueprints
from mixpanel_sync.entities.dashboards.cards import DashboardCards
from mixpanel_sync.entities.dashboards.causes import RootCauses
from mixpanel_sync.entities.dashboards.operations import Dashboards
from mixpanel_sync.entities.deletion_requests import DeletionRequests
from mixpanel_sync.entities.drop_filters import DropFilters
from mixpanel_sync.entities.experiments.lifecycle import ExperimentLives
from mixpanel_sync.entities.experiments.operations import Experiments
from mixpanel_sync.entities.flags.history import FlagHistories
from mixpanel_sync.entities.flags.limits import FlagLimits
from mixpanel_sync.entities.flags.operations import FeatureFlags
from mixpanel_sync.entities.lexicon.custom_events import CustomEvents
from mixpanel_sync.entities.lexicon.event_definitions import EventDefinitions
from mixpanel_sync.entities.lexicon.export import LexiconExports
from mixpanel_sync.entities.lexicon.property_definitions import PropertyDefinitions
from mixpanel_sync.entities.lexicon.tags import LexiconTags
from mixpanel_sync.entities.lookup_tables.operations import LookupTables
from mixpanel_sync.entities.projects import Projects
from mixpanel_sync.entities.schema_enforcement import SchemaEnforcement
from mixpanel_sync.entities.schema_registry import SchemaRegistry
from mixpanel_sync.export.operations import Exports
from mixpanel_sync.jql.operations import JQL
from mixpanel_sync.legacy.operations import LegacyReports
from mixpanel_sync.profiles.operations import Profiles
from mixpanel_sync.queries.flow.operations import Flows
from mixpanel_sync.queries.funnel.operations import Funnels
from mixpanel_sync.queries.insights.operations import Insights
from mixpanel_sync.queries.retention.operations import Retention
from mixpanel_sync.queries.users.operations import Users
from mixpanel_sync.saved.operations import SavedLists, SavedReports
from mixpanel_transports.blocking_runtime import BlockingRuntime
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.auth.accounts import Account
    from mixpanel_async.session import Region, Session
    from mixpanel_transports.runtime import Runtime


class Workspace(
    Annotations,
    Dashboards,
    DashboardCards,
    Blueprints,
    RootCauses,
    Bookmarks,
    BookmarkHistories,
    Cohorts,
    FeatureFlags,
    FlagLimits,
    FlagHistories,
    Experiments,
    ExperimentLives,
    EventDefinitions,
    PropertyDefinitions,
    LexiconTags,
    LexiconExports,
    CustomEvents,
    CustomProperties,
    DropFilters,
    Insights,
    Funnels,
    Retention,
    Flows,
    Users,
    LegacyReports,
    SavedReports,
    ActivityFeeds,
    Discovery,
    SavedLists,
    Schemas,
    Exports,
    Profiles,
    LookupTables,
    SchemaRegistry,
    SchemaEnforcement,
    Audits,
    Anomalies,
    DeletionRequests,
    Projects,
    JQL,
):
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
    anew. Async, a Workspace belongs to one event loop. Close it, or use it as a context manager.

        with Workspace() as ws:
            result = ws.query("Login", math="unique", last=7)
            print(result.df)
    """

    _core: core.Workspace

    def __init__(self, **options: Unpack[ConnectOptions]) -> None:
        options.setdefault("runtime", BlockingRuntime())
        self._core = core.Workspace(**options)

    @classmethod
    def local(cls, path: str | Path, *, runtime: Runtime | None = None) -> Self:
        """The same questions to events on this machine, stored under *path* by ``mpx local import``; no account."""
        return wrap(cls, core.Workspace.local(path, runtime=runtime or BlockingRuntime()))

    @property
    def session(self) -> Session:
        """Account, project and region in use."""
        return self._core.session

    @property
    def account(self) -> Account:
        """Who asks."""
        return self._core.account

    @property
    def project(self) -> Project:
        """The project that is asked."""
        return self._core.project

    @property
    def workspace(self) -> WorkspaceRef | None:
        """The data view that is pinned; None for all data."""
        return self._core.workspace

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
        return wrap(type(self), self._core.use(account=account, project=project, workspace=workspace, region=region))

    def run(self, spec: Spec[R]) -> R:
        """What a question made before answers: an ``InsightsQuery`` a ``QueryResult``, a ``FunnelQuery`` ...

        ``ws.run(InsightsQuery("Login", last=7))``
        """
        return drive(self._core.run(spec))

    def close(self) -> None:
        """Give back connections; every later call is a ``ClosedError``. Closing twice is fine."""
        drive(self._core.close())

    def __enter__(self) -> Self:
        drive(self._core.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        drive(self._core.__aexit__(kind, error, trace))
