# Generated from mixpanel_async by mixpanel_sync._generate: edit that module, not this one.
"""``mixpanel_async`` for code that blocks: the same names, no event loop."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import mixpanel_async
from mixpanel_async import __version__ as __version__

if TYPE_CHECKING:
    from mixpanel_async.activity.feed import ActivityFeedResult, UserEvent
    from mixpanel_async.auth.accounts import BearerToken, ServiceAccount
    from mixpanel_async.discovery.lexicon import (
        EntityType,
        LexiconDefinition,
        LexiconMetadata,
        LexiconProperty,
        LexiconSchema,
    )
    from mixpanel_async.discovery.schema_graph import SchemaGraphResult
    from mixpanel_async.discovery.subproperties import SubPropertyInfo
    from mixpanel_async.discovery.top_event import TopEvent
    from mixpanel_async.entities._calls import PartialReply
    from mixpanel_async.entities._resource_types import PropertyResourceType
    from mixpanel_async.entities._unset import UNSET, Unset
    from mixpanel_async.entities.annotations import (
        Annotation,
        AnnotationTag,
        AnnotationUser,
        CreateAnnotationParams,
        CreateAnnotationTagParams,
        UpdateAnnotationParams,
    )
    from mixpanel_async.entities.anomalies import (
        BulkAnomalyEntry,
        BulkUpdateAnomalyParams,
        DataVolumeAnomaly,
        UpdateAnomalyParams,
    )
    from mixpanel_async.entities.audits import AuditResponse, AuditViolation
    from mixpanel_async.entities.bookmarks.history import BookmarkHistoryPagination, BookmarkHistoryResponse
    from mixpanel_async.entities.bookmarks.reports import (
        Bookmark,
        BookmarkMetadata,
        BookmarkTypeLiteral,
        BulkUpdateBookmarkEntry,
        CreateBookmarkParams,
        UpdateBookmarkParams,
    )
    from mixpanel_async.entities.cohorts import (
        BulkUpdateCohortEntry,
        Cohort,
        CohortCreator,
        CreateCohortParams,
        UpdateCohortParams,
    )
    from mixpanel_async.entities.custom_properties import (
        ComposedPropertyValue,
        CreateCustomPropertyParams,
        CustomProperty,
        CustomPropertyResourceType,
        UpdateCustomPropertyParams,
    )
    from mixpanel_async.entities.dashboards.blueprints import (
        BlueprintCard,
        BlueprintConfig,
        BlueprintFinishParams,
        BlueprintTemplate,
    )
    from mixpanel_async.entities.dashboards.boards import (
        CreateDashboardParams,
        Dashboard,
        DashboardRow,
        DashboardRowContent,
        UpdateDashboardParams,
    )
    from mixpanel_async.entities.dashboards.cards import UpdateReportLinkParams, UpdateTextCardParams
    from mixpanel_async.entities.dashboards.causes import CreateRcaDashboardParams, RcaSourceData
    from mixpanel_async.entities.deletion_requests import (
        CreateDeletionRequestParams,
        EventDeletionRequest,
        PreviewDeletionFiltersParams,
    )
    from mixpanel_async.entities.drop_filters import (
        CreateDropFilterParams,
        DropFilter,
        DropFilterLimitsResponse,
        UpdateDropFilterParams,
    )
    from mixpanel_async.entities.experiments.experiment import (
        CreateExperimentParams,
        DuplicateExperimentParams,
        Experiment,
        ExperimentConcludeParams,
        ExperimentCreator,
        ExperimentDecideParams,
        ExperimentStatus,
        UpdateExperimentParams,
    )
    from mixpanel_async.entities.flags.flag import (
        ChangeFeatureFlagParams,
        CreateFeatureFlagParams,
        FeatureFlag,
        FeatureFlagStatus,
        ServingMethod,
        UpdateFeatureFlagParams,
    )
    from mixpanel_async.entities.flags.history import FlagHistoryParams, FlagHistoryResponse
    from mixpanel_async.entities.flags.limits import FlagContractStatus, FlagLimitsResponse
    from mixpanel_async.entities.flags.operations import SetTestUsersParams
    from mixpanel_async.entities.lexicon.custom_events import (
        CreateCustomEventParams,
        CustomEvent,
        CustomEventAlternative,
    )
    from mixpanel_async.entities.lexicon.event_definitions import (
        BulkEventUpdate,
        BulkUpdateEventsParams,
        EventDefinition,
        UpdateEventDefinitionParams,
    )
    from mixpanel_async.entities.lexicon.property_definitions import (
        BulkPropertyUpdate,
        BulkUpdatePropertiesParams,
        PropertyDefinition,
        UpdatePropertyDefinitionParams,
    )
    from mixpanel_async.entities.lexicon.tags import CreateTagParams, LexiconTag, UpdateTagParams
    from mixpanel_async.entities.lookup_tables.tables import (
        LookupTable,
        LookupTableUploadUrl,
        MarkLookupTableReadyParams,
        UpdateLookupTableParams,
        UploadLookupTableParams,
    )
    from mixpanel_async.entities.projects import (
        MeOrgInfo,
        MeProjectInfo,
        MeResponse,
        MeWorkspaceInfo,
        Project,
        PublicWorkspace,
        WorkspaceRef,
    )
    from mixpanel_async.entities.schema_enforcement import (
        InitSchemaEnforcementParams,
        ReplaceSchemaEnforcementParams,
        SchemaEnforcementConfig,
        UpdateSchemaEnforcementParams,
    )
    from mixpanel_async.entities.schema_registry import (
        BulkCreateSchemasParams,
        BulkCreateSchemasResponse,
        BulkPatchResult,
        DeleteSchemasResponse,
        SchemaEntry,
    )
    from mixpanel_async.errors import (
        APIError,
        AuthenticationError,
        BookmarkValidationError,
        ClosedError,
        ConfigError,
        ConnectionFailed,
        DeadlineExceeded,
        EventNotFoundError,
        ExportError,
        IncompleteChangeError,
        JQLSyntaxError,
        MixpanelError,
        ParamTypeError,
        ParamValidationError,
        QueryError,
        RateLimitError,
        ResponseValidationError,
        ServerError,
        TransportError,
        ValidationError,
        WorkspaceScopeError,
    )
    from mixpanel_async.jql.coverage import PropertyCoverage, PropertyCoverageResult
    from mixpanel_async.jql.daily import DailyCount, DailyCountsResult
    from mixpanel_async.jql.distribution import PropertyDistributionResult, PropertyValueCount
    from mixpanel_async.jql.engagement import EngagementBucket, EngagementDistributionResult
    from mixpanel_async.jql.result import JQLResult
    from mixpanel_async.jql.summary import NumericPropertySummaryResult
    from mixpanel_async.json_form import from_json, to_json
    from mixpanel_async.legacy.counts import EventCountsResult, PropertyCountsResult
    from mixpanel_async.legacy.frequency import FrequencyResult
    from mixpanel_async.legacy.funnels import FunnelResult, FunnelResultStep
    from mixpanel_async.legacy.numeric import NumericAverageResult, NumericBucketResult, NumericSumResult
    from mixpanel_async.legacy.retention import CohortInfo, RetentionResult
    from mixpanel_async.legacy.segmentation import SegmentationResult
    from mixpanel_async.queries.asking import Spec
    from mixpanel_async.queries.bookmark.rules import BookmarkType, validate_bookmark
    from mixpanel_async.queries.flow.reply import FlowEdge, FlowStepNode
    from mixpanel_async.queries.flow.result import FlowQueryResult
    from mixpanel_async.queries.flow.spec import FlowQuery
    from mixpanel_async.queries.flow.tree import FlowTreeNode
    from mixpanel_async.queries.funnel.reply import FunnelStepData
    from mixpanel_async.queries.funnel.result import FunnelQueryResult
    from mixpanel_async.queries.funnel.spec import FunnelQuery
    from mixpanel_async.queries.insights.result import QueryResult
    from mixpanel_async.queries.insights.spec import InsightsQuery
    from mixpanel_async.queries.retention.cohorts import RetentionCohortData
    from mixpanel_async.queries.retention.result import RetentionQueryResult
    from mixpanel_async.queries.retention.spec import RetentionQuery
    from mixpanel_async.queries.users.result import UserQueryResult
    from mixpanel_async.queries.users.spec import UserQuery
    from mixpanel_async.results import QueryMeta, Result
    from mixpanel_async.saved.flows import FlowsResult
    from mixpanel_async.saved.listed import BookmarkInfo, FunnelInfo, SavedCohort
    from mixpanel_async.saved.report import SavedReportResult, SavedReportType
    from mixpanel_async.session import Region, Session
    from mixpanel_async.specs.cohort_criteria import CohortCriteria
    from mixpanel_async.specs.cohort_definitions import CohortDefinition
    from mixpanel_async.specs.cohorts import CohortBreakdown, CohortMetric
    from mixpanel_async.specs.comparisons import TimeComparison
    from mixpanel_async.specs.filters import Filter
    from mixpanel_async.specs.flow_steps import FlowStep
    from mixpanel_async.specs.formulas import Formula
    from mixpanel_async.specs.frequency import FrequencyBreakdown, FrequencyFilter
    from mixpanel_async.specs.funnel_metrics import FunnelBehavior, FunnelMetric
    from mixpanel_async.specs.funnel_parts import Exclusion, FunnelStep, HoldingConstant
    from mixpanel_async.specs.groups import GroupBy, ListItemGroupMode
    from mixpanel_async.specs.metric_refs import MetricRef
    from mixpanel_async.specs.metrics import Metric
    from mixpanel_async.specs.properties import CustomPropertyRef, InlineCustomProperty, PropertyInput
    from mixpanel_async.specs.references import BehaviorRef, CustomEventRef
    from mixpanel_async.specs.retention_events import RetentionEvent
    from mixpanel_async.specs.retention_metrics import RetentionBehavior, RetentionMetric
    from mixpanel_async.specs.simple_behaviors import SimpleBehavior
    from mixpanel_async.specs.warehouse_metrics import WarehouseMetric
    from mixpanel_async.specs.words import (
        CohortAggregationType,
        ConversionWindowUnit,
        CustomPropertyType,
        FilterDateUnit,
        FilterOperator,
        FilterOperatorInput,
        FilterPropertyType,
        FiltersCombinator,
        FlowAnchorType,
        FlowChartType,
        FlowConversionWindowUnit,
        FlowCountType,
        FlowNodeType,
        FlowSessionEvent,
        FrequencyFilterOperator,
        FunnelMathType,
        FunnelMode,
        FunnelOrder,
        FunnelReentryMode,
        InsightsMode,
        MathType,
        PerUserAggregation,
        QueryTimeUnit,
        RetentionAlignment,
        RetentionMathType,
        RetentionMode,
        RetentionUnboundedMode,
        SegmentMethod,
        TimeComparisonType,
        TimeComparisonUnit,
        TimeUnit,
        WarehouseAggregation,
        WarehouseSyncInterval,
    )
    from mixpanel_sync.export.stream import EventStream
    from mixpanel_sync.paging import Stream
    from mixpanel_sync.workspace import Workspace
__all__ = [
    "APIError",
    "ActivityFeedResult",
    "Annotation",
    "AnnotationTag",
    "AnnotationUser",
    "AuditResponse",
    "AuditViolation",
    "AuthenticationError",
    "BearerToken",
    "BehaviorRef",
    "BlueprintCard",
    "BlueprintConfig",
    "BlueprintFinishParams",
    "BlueprintTemplate",
    "Bookmark",
    "BookmarkHistoryPagination",
    "BookmarkHistoryResponse",
    "BookmarkInfo",
    "BookmarkMetadata",
    "BookmarkType",
    "BookmarkTypeLiteral",
    "BookmarkValidationError",
    "BulkAnomalyEntry",
    "BulkCreateSchemasParams",
    "BulkCreateSchemasResponse",
    "BulkEventUpdate",
    "BulkPatchResult",
    "BulkPropertyUpdate",
    "BulkUpdateAnomalyParams",
    "BulkUpdateBookmarkEntry",
    "BulkUpdateCohortEntry",
    "BulkUpdateEventsParams",
    "BulkUpdatePropertiesParams",
    "ChangeFeatureFlagParams",
    "ClosedError",
    "Cohort",
    "CohortAggregationType",
    "CohortBreakdown",
    "CohortCreator",
    "CohortCriteria",
    "CohortDefinition",
    "CohortInfo",
    "CohortMetric",
    "ComposedPropertyValue",
    "ConfigError",
    "ConnectionFailed",
    "ConversionWindowUnit",
    "CreateAnnotationParams",
    "CreateAnnotationTagParams",
    "CreateBookmarkParams",
    "CreateCohortParams",
    "CreateCustomEventParams",
    "CreateCustomPropertyParams",
    "CreateDashboardParams",
    "CreateDeletionRequestParams",
    "CreateDropFilterParams",
    "CreateExperimentParams",
    "CreateFeatureFlagParams",
    "CreateRcaDashboardParams",
    "CreateTagParams",
    "CustomEvent",
    "CustomEventAlternative",
    "CustomEventRef",
    "CustomProperty",
    "CustomPropertyRef",
    "CustomPropertyResourceType",
    "CustomPropertyType",
    "DailyCount",
    "DailyCountsResult",
    "Dashboard",
    "DashboardRow",
    "DashboardRowContent",
    "DataVolumeAnomaly",
    "DeadlineExceeded",
    "DeleteSchemasResponse",
    "DropFilter",
    "DropFilterLimitsResponse",
    "DuplicateExperimentParams",
    "EngagementBucket",
    "EngagementDistributionResult",
    "EntityType",
    "EventCountsResult",
    "EventDefinition",
    "EventDeletionRequest",
    "EventNotFoundError",
    "EventStream",
    "Exclusion",
    "Experiment",
    "ExperimentConcludeParams",
    "ExperimentCreator",
    "ExperimentDecideParams",
    "ExperimentStatus",
    "ExportError",
    "FeatureFlag",
    "FeatureFlagStatus",
    "Filter",
    "FilterDateUnit",
    "FilterOperator",
    "FilterOperatorInput",
    "FilterPropertyType",
    "FiltersCombinator",
    "FlagContractStatus",
    "FlagHistoryParams",
    "FlagHistoryResponse",
    "FlagLimitsResponse",
    "FlowAnchorType",
    "FlowChartType",
    "FlowConversionWindowUnit",
    "FlowCountType",
    "FlowEdge",
    "FlowNodeType",
    "FlowQuery",
    "FlowQueryResult",
    "FlowSessionEvent",
    "FlowStep",
    "FlowStepNode",
    "FlowTreeNode",
    "FlowsResult",
    "Formula",
    "FrequencyBreakdown",
    "FrequencyFilter",
    "FrequencyFilterOperator",
    "FrequencyResult",
    "FunnelBehavior",
    "FunnelInfo",
    "FunnelMathType",
    "FunnelMetric",
    "FunnelMode",
    "FunnelOrder",
    "FunnelQuery",
    "FunnelQueryResult",
    "FunnelReentryMode",
    "FunnelResult",
    "FunnelResultStep",
    "FunnelStep",
    "FunnelStepData",
    "GroupBy",
    "HoldingConstant",
    "IncompleteChangeError",
    "InitSchemaEnforcementParams",
    "InlineCustomProperty",
    "InsightsMode",
    "InsightsQuery",
    "JQLResult",
    "JQLSyntaxError",
    "LexiconDefinition",
    "LexiconMetadata",
    "LexiconProperty",
    "LexiconSchema",
    "LexiconTag",
    "ListItemGroupMode",
    "LookupTable",
    "LookupTableUploadUrl",
    "MarkLookupTableReadyParams",
    "MathType",
    "MeOrgInfo",
    "MeProjectInfo",
    "MeResponse",
    "MeWorkspaceInfo",
    "Metric",
    "MetricRef",
    "MixpanelError",
    "NumericAverageResult",
    "NumericBucketResult",
    "NumericPropertySummaryResult",
    "NumericSumResult",
    "ParamTypeError",
    "ParamValidationError",
    "PartialReply",
    "PerUserAggregation",
    "PreviewDeletionFiltersParams",
    "Project",
    "PropertyCountsResult",
    "PropertyCoverage",
    "PropertyCoverageResult",
    "PropertyDefinition",
    "PropertyDistributionResult",
    "PropertyInput",
    "PropertyResourceType",
    "PropertyValueCount",
    "PublicWorkspace",
    "QueryError",
    "QueryMeta",
    "QueryResult",
    "QueryTimeUnit",
    "RateLimitError",
    "RcaSourceData",
    "Region",
    "ReplaceSchemaEnforcementParams",
    "ResponseValidationError",
    "Result",
    "RetentionAlignment",
    "RetentionBehavior",
    "RetentionCohortData",
    "RetentionEvent",
    "RetentionMathType",
    "RetentionMetric",
    "RetentionMode",
    "RetentionQuery",
    "RetentionQueryResult",
    "RetentionResult",
    "RetentionUnboundedMode",
    "SavedCohort",
    "SavedReportResult",
    "SavedReportType",
    "SchemaEnforcementConfig",
    "SchemaEntry",
    "SchemaGraphResult",
    "SegmentMethod",
    "SegmentationResult",
    "ServerError",
    "ServiceAccount",
    "ServingMethod",
    "Session",
    "SetTestUsersParams",
    "SimpleBehavior",
    "Spec",
    "Stream",
    "SubPropertyInfo",
    "TimeComparison",
    "TimeComparisonType",
    "TimeComparisonUnit",
    "TimeUnit",
    "TopEvent",
    "TransportError",
    "UNSET",
    "Unset",
    "UpdateAnnotationParams",
    "UpdateAnomalyParams",
    "UpdateBookmarkParams",
    "UpdateCohortParams",
    "UpdateCustomPropertyParams",
    "UpdateDashboardParams",
    "UpdateDropFilterParams",
    "UpdateEventDefinitionParams",
    "UpdateExperimentParams",
    "UpdateFeatureFlagParams",
    "UpdateLookupTableParams",
    "UpdatePropertyDefinitionParams",
    "UpdateReportLinkParams",
    "UpdateSchemaEnforcementParams",
    "UpdateTagParams",
    "UpdateTextCardParams",
    "UploadLookupTableParams",
    "UserEvent",
    "UserQuery",
    "UserQueryResult",
    "ValidationError",
    "WarehouseAggregation",
    "WarehouseMetric",
    "WarehouseSyncInterval",
    "Workspace",
    "WorkspaceRef",
    "WorkspaceScopeError",
    "from_json",
    "to_json",
    "validate_bookmark",
]
# Where the names that block live; all others are the core's own.
_FACES = {
    "EventStream": "mixpanel_sync.export.stream",
    "Stream": "mixpanel_sync.paging",
    "Workspace": "mixpanel_sync.workspace",
}
if not TYPE_CHECKING:

    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        home = import_module(_FACES[name]) if name in _FACES else mixpanel_async
        globals()[name] = value = getattr(home, name)
        return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
