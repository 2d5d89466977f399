# Generated from mixpanel_async by mixpanel_sync._generate: edit that module, not this one.
from mixpanel_async.activity.feed import ActivityFeedResult as ActivityFeedResult
from mixpanel_async.activity.feed import UserEvent as UserEvent
from mixpanel_async.auth.accounts import BearerToken as BearerToken
from mixpanel_async.auth.accounts import ServiceAccount as ServiceAccount
from mixpanel_async.discovery.lexicon import EntityType as EntityType
from mixpanel_async.discovery.lexicon import LexiconDefinition as LexiconDefinition
from mixpanel_async.discovery.lexicon import LexiconMetadata as LexiconMetadata
from mixpanel_async.discovery.lexicon import LexiconProperty as LexiconProperty
from mixpanel_async.discovery.lexicon import LexiconSchema as LexiconSchema
from mixpanel_async.discovery.schema_graph import SchemaGraphResult as SchemaGraphResult
from mixpanel_async.discovery.subproperties import SubPropertyInfo as SubPropertyInfo
from mixpanel_async.discovery.top_event import TopEvent as TopEvent
from mixpanel_async.entities._calls import PartialReply as PartialReply
from mixpanel_async.entities._resource_types import PropertyResourceType as PropertyResourceType
from mixpanel_async.entities._unset import UNSET as UNSET
from mixpanel_async.entities._unset import Unset as Unset
from mixpanel_async.entities.annotations import Annotation as Annotation
from mixpanel_async.entities.annotations import AnnotationTag as AnnotationTag
from mixpanel_async.entities.annotations import AnnotationUser as AnnotationUser
from mixpanel_async.entities.annotations import CreateAnnotationParams as CreateAnnotationParams
from mixpanel_async.entities.annotations import CreateAnnotationTagParams as CreateAnnotationTagParams
from mixpanel_async.entities.annotations import UpdateAnnotationParams as UpdateAnnotationParams
from mixpanel_async.entities.anomalies import BulkAnomalyEntry as BulkAnomalyEntry
from mixpanel_async.entities.anomalies import BulkUpdateAnomalyParams as BulkUpdateAnomalyParams
from mixpanel_async.entities.anomalies import DataVolumeAnomaly as DataVolumeAnomaly
from mixpanel_async.entities.anomalies import UpdateAnomalyParams as UpdateAnomalyParams
from mixpanel_async.entities.audits import AuditResponse as AuditResponse
from mixpanel_async.entities.audits import AuditViolation as AuditViolation
from mixpanel_async.entities.bookmarks.history import BookmarkHistoryPagination as BookmarkHistoryPagination
from mixpanel_async.entities.bookmarks.history import BookmarkHistoryResponse as BookmarkHistoryResponse
from mixpanel_async.entities.bookmarks.reports import Bookmark as Bookmark
from mixpanel_async.entities.bookmarks.reports import BookmarkMetadata as BookmarkMetadata
from mixpanel_async.entities.bookmarks.reports import BookmarkTypeLiteral as BookmarkTypeLiteral
from mixpanel_async.entities.bookmarks.reports import BulkUpdateBookmarkEntry as BulkUpdateBookmarkEntry
from mixpanel_async.entities.bookmarks.reports import CreateBookmarkParams as CreateBookmarkParams
from mixpanel_async.entities.bookmarks.reports import UpdateBookmarkParams as UpdateBookmarkParams
from mixpanel_async.entities.cohorts import BulkUpdateCohortEntry as BulkUpdateCohortEntry
from mixpanel_async.entities.cohorts import Cohort as Cohort
from mixpanel_async.entities.cohorts import CohortCreator as CohortCreator
from mixpanel_async.entities.cohorts import CreateCohortParams as CreateCohortParams
from mixpanel_async.entities.cohorts import UpdateCohortParams as UpdateCohortParams
from mixpanel_async.entities.custom_properties import ComposedPropertyValue as ComposedPropertyValue
from mixpanel_async.entities.custom_properties import CreateCustomPropertyParams as CreateCustomPropertyParams
from mixpanel_async.entities.custom_properties import CustomProperty as CustomProperty
from mixpanel_async.entities.custom_properties import CustomPropertyResourceType as CustomPropertyResourceType
from mixpanel_async.entities.custom_properties import UpdateCustomPropertyParams as UpdateCustomPropertyParams
from mixpanel_async.entities.dashboards.blueprints import BlueprintCard as BlueprintCard
from mixpanel_async.entities.dashboards.blueprints import BlueprintConfig as BlueprintConfig
from mixpanel_async.entities.dashboards.blueprints import BlueprintFinishParams as BlueprintFinishParams
from mixpanel_async.entities.dashboards.blueprints import BlueprintTemplate as BlueprintTemplate
from mixpanel_async.entities.dashboards.boards import CreateDashboardParams as CreateDashboardParams
from mixpanel_async.entities.dashboards.boards import Dashboard as Dashboard
from mixpanel_async.entities.dashboards.boards import DashboardRow as DashboardRow
from mixpanel_async.entities.dashboards.boards import DashboardRowContent as DashboardRowContent
from mixpanel_async.entities.dashboards.boards import UpdateDashboardParams as UpdateDashboardParams
from mixpanel_async.entities.dashboards.cards import UpdateReportLinkParams as UpdateReportLinkParams
from mixpanel_async.entities.dashboards.cards import UpdateTextCardParams as UpdateTextCardParams
from mixpanel_async.entities.dashboards.causes import CreateRcaDashboardParams as CreateRcaDashboardParams
from mixpanel_async.entities.dashboards.causes import RcaSourceData as RcaSourceData
from mixpanel_async.entities.deletion_requests import CreateDeletionRequestParams as CreateDeletionRequestParams
from mixpanel_async.entities.deletion_requests import EventDeletionRequest as EventDeletionRequest
from mixpanel_async.entities.deletion_requests import PreviewDeletionFiltersParams as PreviewDeletionFiltersParams
from mixpanel_async.entities.drop_filters import CreateDropFilterParams as CreateDropFilterParams
from mixpanel_async.entities.drop_filters import DropFilter as DropFilter
from mixpanel_async.entities.drop_filters import DropFilterLimitsResponse as DropFilterLimitsResponse
from mixpanel_async.entities.drop_filters import UpdateDropFilterParams as UpdateDropFilterParams
from mixpanel_async.entities.experiments.experiment import CreateExperimentParams as CreateExperimentParams
from mixpanel_async.entities.experiments.experiment import DuplicateExperimentParams as DuplicateExperimentParams
from mixpanel_async.entities.experiments.experiment import Experiment as Experiment
from mixpanel_async.entities.experiments.experiment import ExperimentConcludeParams as ExperimentConcludeParams
from mixpanel_async.entities.experiments.experiment import ExperimentCreator as ExperimentCreator
from mixpanel_async.entities.experiments.experiment import ExperimentDecideParams as ExperimentDecideParams
from mixpanel_async.entities.experiments.experiment import ExperimentStatus as ExperimentStatus
from mixpanel_async.entities.experiments.experiment import UpdateExperimentParams as UpdateExperimentParams
from mixpanel_async.entities.flags.flag import ChangeFeatureFlagParams as ChangeFeatureFlagParams
from mixpanel_async.entities.flags.flag import CreateFeatureFlagParams as CreateFeatureFlagParams
from mixpanel_async.entities.flags.flag import FeatureFlag as FeatureFlag
from mixpanel_async.entities.flags.flag import FeatureFlagStatus as FeatureFlagStatus
from mixpanel_async.entities.flags.flag import ServingMethod as ServingMethod
from mixpanel_async.entities.flags.flag import UpdateFeatureFlagParams as UpdateFeatureFlagParams
from mixpanel_async.entities.flags.history import FlagHistoryParams as FlagHistoryParams
from mixpanel_async.entities.flags.history import FlagHistoryResponse as FlagHistoryResponse
from mixpanel_async.entities.flags.limits import FlagContractStatus as FlagContractStatus
from mixpanel_async.entities.flags.limits import FlagLimitsResponse as FlagLimitsResponse
from mixpanel_async.entities.flags.operations import SetTestUsersParams as SetTestUsersParams
from mixpanel_async.entities.lexicon.custom_events import CreateCustomEventParams as CreateCustomEventParams
from mixpanel_async.entities.lexicon.custom_events import CustomEvent as CustomEvent
from mixpanel_async.entities.lexicon.custom_events import CustomEventAlternative as CustomEventAlternative
from mixpanel_async.entities.lexicon.event_definitions import BulkEventUpdate as BulkEventUpdate
from mixpanel_async.entities.lexicon.event_definitions import BulkUpdateEventsParams as BulkUpdateEventsParams
from mixpanel_async.entities.lexicon.event_definitions import EventDefinition as EventDefinition
from mixpanel_async.entities.lexicon.event_definitions import UpdateEventDefinitionParams as UpdateEventDefinitionParams
from mixpanel_async.entities.lexicon.property_definitions import BulkPropertyUpdate as BulkPropertyUpdate
from mixpanel_async.entities.lexicon.property_definitions import (
    BulkUpdatePropertiesParams as BulkUpdatePropertiesParams,
)
from mixpanel_async.entities.lexicon.property_definitions import PropertyDefinition as PropertyDefinition
from mixpanel_async.entities.lexicon.property_definitions import (
    UpdatePropertyDefinitionParams as UpdatePropertyDefinitionParams,
)
from mixpanel_async.entities.lexicon.tags import CreateTagParams as CreateTagParams
from mixpanel_async.entities.lexicon.tags import LexiconTag as LexiconTag
from mixpanel_async.entities.lexicon.tags import UpdateTagParams as UpdateTagParams
from mixpanel_async.entities.lookup_tables.tables import LookupTable as LookupTable
from mixpanel_async.entities.lookup_tables.tables import LookupTableUploadUrl as LookupTableUploadUrl
from mixpanel_async.entities.lookup_tables.tables import MarkLookupTableReadyParams as MarkLookupTableReadyParams
from mixpanel_async.entities.lookup_tables.tables import UpdateLookupTableParams as UpdateLookupTableParams
from mixpanel_async.entities.lookup_tables.tables import UploadLookupTableParams as UploadLookupTableParams
from mixpanel_async.entities.projects import MeOrgInfo as MeOrgInfo
from mixpanel_async.entities.projects import MeProjectInfo as MeProjectInfo
from mixpanel_async.entities.projects import MeResponse as MeResponse
from mixpanel_async.entities.projects import MeWorkspaceInfo as MeWorkspaceInfo
from mixpanel_async.entities.projects import Project as Project
from mixpanel_async.entities.projects import PublicWorkspace as PublicWorkspace
from mixpanel_async.entities.projects import WorkspaceRef as WorkspaceRef
from mixpanel_async.entities.schema_enforcement import InitSchemaEnforcementParams as InitSchemaEnforcementParams
from mixpanel_async.entities.schema_enforcement import ReplaceSchemaEnforcementParams as ReplaceSchemaEnforcementParams
from mixpanel_async.entities.schema_enforcement import SchemaEnforcementConfig as SchemaEnforcementConfig
from mixpanel_async.entities.schema_enforcement import UpdateSchemaEnforcementParams as UpdateSchemaEnforcementParams
from mixpanel_async.entities.schema_registry import BulkCreateSchemasParams as BulkCreateSchemasParams
from mixpanel_async.entities.schema_registry import BulkCreateSchemasResponse as BulkCreateSchemasResponse
from mixpanel_async.entities.schema_registry import BulkPatchResult as BulkPatchResult
from mixpanel_async.entities.schema_registry import DeleteSchemasResponse as DeleteSchemasResponse
from mixpanel_async.entities.schema_registry import SchemaEntry as SchemaEntry
from mixpanel_async.errors import APIError as APIError
from mixpanel_async.errors import AuthenticationError as AuthenticationError
from mixpanel_async.errors import BookmarkValidationError as BookmarkValidationError
from mixpanel_async.errors import ClosedError as ClosedError
from mixpanel_async.errors import ConfigError as ConfigError
from mixpanel_async.errors import ConnectionFailed as ConnectionFailed
from mixpanel_async.errors import DeadlineExceeded as DeadlineExceeded
from mixpanel_async.errors import EventNotFoundError as EventNotFoundError
from mixpanel_async.errors import ExportError as ExportError
from mixpanel_async.errors import IncompleteChangeError as IncompleteChangeError
from mixpanel_async.errors import JQLSyntaxError as JQLSyntaxError
from mixpanel_async.errors import MixpanelError as MixpanelError
from mixpanel_async.errors import ParamTypeError as ParamTypeError
from mixpanel_async.errors import ParamValidationError as ParamValidationError
from mixpanel_async.errors import QueryError as QueryError
from mixpanel_async.errors import RateLimitError as RateLimitError
from mixpanel_async.errors import ResponseValidationError as ResponseValidationError
from mixpanel_async.errors import ServerError as ServerError
from mixpanel_async.errors import TransportError as TransportError
from mixpanel_async.errors import ValidationError as ValidationError
from mixpanel_async.errors import WorkspaceScopeError as WorkspaceScopeError
from mixpanel_async.export.stream import EventStream as EventStream
from mixpanel_async.jql.coverage import PropertyCoverage as PropertyCoverage
from mixpanel_async.jql.coverage import PropertyCoverageResult as PropertyCoverageResult
from mixpanel_async.jql.daily import DailyCount as DailyCount
from mixpanel_async.jql.daily import DailyCountsResult as DailyCountsResult
from mixpanel_async.jql.distribution import PropertyDistributionResult as PropertyDistributionResult
from mixpanel_async.jql.distribution import PropertyValueCount as PropertyValueCount
from mixpanel_async.jql.engagement import EngagementBucket as EngagementBucket
from mixpanel_async.jql.engagement import EngagementDistributionResult as EngagementDistributionResult
from mixpanel_async.jql.result import JQLResult as JQLResult
from mixpanel_async.jql.summary import NumericPropertySummaryResult as NumericPropertySummaryResult
from mixpanel_async.json_form import from_json as from_json
from mixpanel_async.json_form import to_json as to_json
from mixpanel_async.legacy.counts import EventCountsResult as EventCountsResult
from mixpanel_async.legacy.counts import PropertyCountsResult as PropertyCountsResult
from mixpanel_async.legacy.frequency import FrequencyResult as FrequencyResult
from mixpanel_async.legacy.funnels import FunnelResult as FunnelResult
from mixpanel_async.legacy.funnels import FunnelResultStep as FunnelResultStep
from mixpanel_async.legacy.numeric import NumericAverageResult as NumericAverageResult
from mixpanel_async.legacy.numeric import NumericBucketResult as NumericBucketResult
from mixpanel_async.legacy.numeric import NumericSumResult as NumericSumResult
from mixpanel_async.legacy.retention import CohortInfo as CohortInfo
from mixpanel_async.legacy.retention import RetentionResult as RetentionResult
from mixpanel_async.legacy.segmentation import SegmentationResult as SegmentationResult
from mixpanel_async.paging import Stream as Stream
from mixpanel_async.queries.asking import Spec as Spec
from mixpanel_async.queries.bookmark.rules import BookmarkType as BookmarkType
from mixpanel_async.queries.bookmark.rules import validate_bookmark as validate_bookmark
from mixpanel_async.queries.flow.reply import FlowEdge as FlowEdge
from mixpanel_async.queries.flow.reply import FlowStepNode as FlowStepNode
from mixpanel_async.queries.flow.result import FlowQueryResult as FlowQueryResult
from mixpanel_async.queries.flow.spec import FlowQuery as FlowQuery
from mixpanel_async.queries.flow.tree import FlowTreeNode as FlowTreeNode
from mixpanel_async.queries.funnel.reply import FunnelStepData as FunnelStepData
from mixpanel_async.queries.funnel.result import FunnelQueryResult as FunnelQueryResult
from mixpanel_async.queries.funnel.spec import FunnelQuery as FunnelQuery
from mixpanel_async.queries.insights.result import QueryResult as QueryResult
from mixpanel_async.queries.insights.spec import InsightsQuery as InsightsQuery
from mixpanel_async.queries.retention.cohorts import RetentionCohortData as RetentionCohortData
from mixpanel_async.queries.retention.result import RetentionQueryResult as RetentionQueryResult
from mixpanel_async.queries.retention.spec import RetentionQuery as RetentionQuery
from mixpanel_async.queries.users.result import UserQueryResult as UserQueryResult
from mixpanel_async.queries.users.spec import UserQuery as UserQuery
from mixpanel_async.results import QueryMeta as QueryMeta
from mixpanel_async.results import Result as Result
from mixpanel_async.saved.flows import FlowsResult as FlowsResult
from mixpanel_async.saved.listed import BookmarkInfo as BookmarkInfo
from mixpanel_async.saved.listed import FunnelInfo as FunnelInfo
from mixpanel_async.saved.listed import SavedCohort as SavedCohort
from mixpanel_async.saved.report import SavedReportResult as SavedReportResult
from mixpanel_async.saved.report import SavedReportType as SavedReportType
from mixpanel_async.session import Region as Region
from mixpanel_async.session import Session as Session
from mixpanel_async.specs.cohort_criteria import CohortCriteria as CohortCriteria
from mixpanel_async.specs.cohort_definitions import CohortDefinition as CohortDefinition
from mixpanel_async.specs.cohorts import CohortBreakdown as CohortBreakdown
from mixpanel_async.specs.cohorts import CohortMetric as CohortMetric
from mixpanel_async.specs.comparisons import TimeComparison as TimeComparison
from mixpanel_async.specs.filters import Filter as Filter
from mixpanel_async.specs.flow_steps import FlowStep as FlowStep
from mixpanel_async.specs.formulas import Formula as Formula
from mixpanel_async.specs.frequency import FrequencyBreakdown as FrequencyBreakdown
from mixpanel_async.specs.frequency import FrequencyFilter as FrequencyFilter
from mixpanel_async.specs.funnel_metrics import FunnelBehavior as FunnelBehavior
from mixpanel_async.specs.funnel_metrics import FunnelMetric as FunnelMetric
from mixpanel_async.specs.funnel_parts import Exclusion as Exclusion
from mixpanel_async.specs.funnel_parts import FunnelStep as FunnelStep
from mixpanel_async.specs.funnel_parts import HoldingConstant as HoldingConstant
from mixpanel_async.specs.groups import GroupBy as GroupBy
from mixpanel_async.specs.groups import ListItemGroupMode as ListItemGroupMode
from mixpanel_async.specs.metric_refs import MetricRef as MetricRef
from mixpanel_async.specs.metrics import Metric as Metric
from mixpanel_async.specs.properties import CustomPropertyRef as CustomPropertyRef
from mixpanel_async.specs.properties import InlineCustomProperty as InlineCustomProperty
from mixpanel_async.specs.properties import PropertyInput as PropertyInput
from mixpanel_async.specs.references import BehaviorRef as BehaviorRef
from mixpanel_async.specs.references import CustomEventRef as CustomEventRef
from mixpanel_async.specs.retention_events import RetentionEvent as RetentionEvent
from mixpanel_async.specs.retention_metrics import RetentionBehavior as RetentionBehavior
from mixpanel_async.specs.retention_metrics import RetentionMetric as RetentionMetric
from mixpanel_async.specs.simple_behaviors import SimpleBehavior as SimpleBehavior
from mixpanel_async.specs.warehouse_metrics import WarehouseMetric as WarehouseMetric
from mixpanel_async.specs.words import CohortAggregationType as CohortAggregationType
from mixpanel_async.specs.words import ConversionWindowUnit as ConversionWindowUnit
from mixpanel_async.specs.words import CustomPropertyType as CustomPropertyType
from mixpanel_async.specs.words import FilterDateUnit as FilterDateUnit
from mixpanel_async.specs.words import FilterOperator as FilterOperator
from mixpanel_async.specs.words import FilterOperatorInput as FilterOperatorInput
from mixpanel_async.specs.words import FilterPropertyType as FilterPropertyType
from mixpanel_async.specs.words import FiltersCombinator as FiltersCombinator
from mixpanel_async.specs.words import FlowAnchorType as FlowAnchorType
from mixpanel_async.specs.words import FlowChartType as FlowChartType
from mixpanel_async.specs.words import FlowConversionWindowUnit as FlowConversionWindowUnit
from mixpanel_async.specs.words import FlowCountType as FlowCountType
from mixpanel_async.specs.words import FlowNodeType as FlowNodeType
from mixpanel_async.specs.words import FlowSessionEvent as FlowSessionEvent
from mixpanel_async.specs.words import FrequencyFilterOperator as FrequencyFilterOperator
from mixpanel_async.specs.words import FunnelMathType as FunnelMathType
from mixpanel_async.specs.words import FunnelMode as FunnelMode
from mixpanel_async.specs.words import FunnelOrder as FunnelOrder
from mixpanel_async.specs.words import FunnelReentryMode as FunnelReentryMode
from mixpanel_async.specs.words import InsightsMode as InsightsMode
from mixpanel_async.specs.words import MathType as MathType
from mixpanel_async.specs.words import PerUserAggregation as PerUserAggregation
from mixpanel_async.specs.words import QueryTimeUnit as QueryTimeUnit
from mixpanel_async.specs.words import RetentionAlignment as RetentionAlignment
from mixpanel_async.specs.words import RetentionMathType as RetentionMathType
from mixpanel_async.specs.words import RetentionMode as RetentionMode
from mixpanel_async.specs.words import RetentionUnboundedMode as RetentionUnboundedMode
from mixpanel_async.specs.words import SegmentMethod as SegmentMethod
from mixpanel_async.specs.words import TimeComparisonType as TimeComparisonType
from mixpanel_async.specs.words import TimeComparisonUnit as TimeComparisonUnit
from mixpanel_async.specs.words import TimeUnit as TimeUnit
from mixpanel_async.specs.words import WarehouseAggregation as WarehouseAggregation
from mixpanel_async.specs.words import WarehouseSyncInterval as WarehouseSyncInterval
from mixpanel_async.workspace import Workspace as Workspace

__version__: str
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
