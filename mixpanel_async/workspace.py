"""A project, ready to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from mixpanel_async.activity.operations import ActivityFeeds
from mixpanel_async.connect import ConnectOptions, connect, local_options, settled
from mixpanel_async.discovery.operations import Discovery
from mixpanel_async.discovery.schemas import Schemas
from mixpanel_async.entities.alerts.history import AlertHistories
from mixpanel_async.entities.alerts.operations import Alerts
from mixpanel_async.entities.alerts.validation import AlertValidations
from mixpanel_async.entities.annotations import Annotations
from mixpanel_async.entities.anomalies import Anomalies
from mixpanel_async.entities.audits import Audits
from mixpanel_async.entities.behaviors.operations import SavedBehaviors
from mixpanel_async.entities.bookmarks.history import BookmarkHistories
from mixpanel_async.entities.bookmarks.operations import Bookmarks
from mixpanel_async.entities.business_context import BusinessContexts
from mixpanel_async.entities.cohorts import Cohorts
from mixpanel_async.entities.custom_properties import CustomProperties
from mixpanel_async.entities.dashboards.blueprints import Blueprints
from mixpanel_async.entities.dashboards.cards import DashboardCards
from mixpanel_async.entities.dashboards.causes import RootCauses
from mixpanel_async.entities.dashboards.operations import Dashboards
from mixpanel_async.entities.data_pipelines.operations import DataPipelines
from mixpanel_async.entities.deletion_requests import DeletionRequests
from mixpanel_async.entities.drop_filters import DropFilters
from mixpanel_async.entities.experiments.lifecycle import ExperimentLives
from mixpanel_async.entities.experiments.operations import Experiments
from mixpanel_async.entities.flags.history import FlagHistories
from mixpanel_async.entities.flags.limits import FlagLimits
from mixpanel_async.entities.flags.operations import FeatureFlags
from mixpanel_async.entities.lexicon.custom_events import CustomEvents
from mixpanel_async.entities.lexicon.event_definitions import EventDefinitions
from mixpanel_async.entities.lexicon.export import LexiconExports
from mixpanel_async.entities.lexicon.property_definitions import PropertyDefinitions
from mixpanel_async.entities.lexicon.tags import LexiconTags
from mixpanel_async.entities.lookup_tables.operations import LookupTables
from mixpanel_async.entities.metrics.operations import SavedMetrics
from mixpanel_async.entities.privacy_requests.operations import PrivacyRequests
from mixpanel_async.entities.projects import Project, Projects, WorkspaceRef
from mixpanel_async.entities.schema_enforcement import SchemaEnforcement
from mixpanel_async.entities.schema_registry import SchemaRegistry
from mixpanel_async.entities.service_accounts import ServiceAccounts
from mixpanel_async.entities.warehouse_connectors.operations import WarehouseImports
from mixpanel_async.entities.webhooks import Webhooks
from mixpanel_async.errors import ParamTypeError
from mixpanel_async.export.operations import Exports
from mixpanel_async.jql.operations import JQL
from mixpanel_async.legacy.operations import LegacyReports
from mixpanel_async.profiles.operations import Profiles
from mixpanel_async.queries.asking import R, Spec
from mixpanel_async.queries.flow.operations import Flows
from mixpanel_async.queries.funnel.operations import Funnels
from mixpanel_async.queries.insights.operations import Insights
from mixpanel_async.queries.retention.operations import Retention
from mixpanel_async.queries.users.operations import Users
from mixpanel_async.report_links.operations import ReportLinks
from mixpanel_async.saved.operations import SavedLists, SavedReports

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
    Webhooks,
    Alerts,
    AlertHistories,
    AlertValidations,
    BusinessContexts,
    ReportLinks,
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
    PrivacyRequests,
    ServiceAccounts,
    WarehouseImports,
    DataPipelines,
    Projects,
    SavedMetrics,
    SavedBehaviors,
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

    @property
    def project(self) -> Project:
        """The project that is asked."""
        return Project(self._session.project_id)

    @property
    def workspace(self) -> WorkspaceRef | None:
        """The data view that is pinned; None for all data."""
        view = self._session.workspace_id
        return None if view is None else WorkspaceRef(view, project_id=self._session.project_id)

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
