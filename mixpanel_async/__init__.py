"""Mixpanel's analytics APIs, async-first. Start with ``Workspace``; the same names block in ``mixpanel_sync``."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# Where each public name lives; modules load when a name of theirs is first used.
_HOMES = {
    "auth.accounts": ("BearerToken", "ServiceAccount"),
    "discovery.lexicon": ("EntityType", "LexiconDefinition", "LexiconMetadata", "LexiconProperty", "LexiconSchema"),
    "discovery.schema_graph": ("SchemaGraphResult",),
    "discovery.subproperties": ("SubPropertyInfo",),
    "discovery.top_event": ("TopEvent",),
    "entities._calls": ("PartialReply",),
    "entities._unset": ("UNSET", "Unset"),
    "entities.annotations": (
        "Annotation",
        "AnnotationTag",
        "AnnotationUser",
        "CreateAnnotationParams",
        "CreateAnnotationTagParams",
        "UpdateAnnotationParams",
    ),
    "errors": (
        "APIError",
        "AuthenticationError",
        "BookmarkValidationError",
        "ClosedError",
        "ConfigError",
        "ConnectionFailed",
        "DeadlineExceeded",
        "EventNotFoundError",
        "ExportError",
        "JQLSyntaxError",
        "MixpanelError",
        "ParamTypeError",
        "ParamValidationError",
        "QueryError",
        "RateLimitError",
        "ResponseValidationError",
        "ServerError",
        "TransportError",
        "ValidationError",
        "WorkspaceScopeError",
    ),
    "export.stream": ("EventStream",),
    "jql.coverage": ("PropertyCoverage", "PropertyCoverageResult"),
    "jql.daily": ("DailyCount", "DailyCountsResult"),
    "jql.distribution": ("PropertyDistributionResult", "PropertyValueCount"),
    "jql.engagement": ("EngagementBucket", "EngagementDistributionResult"),
    "jql.result": ("JQLResult",),
    "jql.summary": ("NumericPropertySummaryResult",),
    "json_form": ("from_json", "to_json"),
    "legacy.counts": ("EventCountsResult", "PropertyCountsResult"),
    "legacy.frequency": ("FrequencyResult",),
    "legacy.funnels": ("FunnelResult", "FunnelResultStep"),
    "legacy.numeric": ("NumericAverageResult", "NumericBucketResult", "NumericSumResult"),
    "legacy.retention": ("CohortInfo", "RetentionResult"),
    "legacy.segmentation": ("SegmentationResult",),
    "paging": ("Stream",),
    "queries.asking": ("Spec",),
    "queries.bookmark.rules": ("BookmarkType", "validate_bookmark"),
    "queries.flow.reply": ("FlowEdge", "FlowStepNode"),
    "queries.flow.result": ("FlowQueryResult",),
    "queries.flow.spec": ("FlowQuery",),
    "queries.flow.tree": ("FlowTreeNode",),
    "queries.funnel.reply": ("FunnelStepData",),
    "queries.funnel.result": ("FunnelQueryResult",),
    "queries.funnel.spec": ("FunnelQuery",),
    "queries.insights.result": ("QueryResult",),
    "queries.insights.spec": ("InsightsQuery",),
    "queries.retention.cohorts": ("RetentionCohortData",),
    "queries.retention.result": ("RetentionQueryResult",),
    "queries.retention.spec": ("RetentionQuery",),
    "queries.users.result": ("UserQueryResult",),
    "queries.users.spec": ("UserQuery",),
    "results": ("QueryMeta", "Result"),
    "session": ("Region", "Session"),
    "specs.cohort_criteria": ("CohortCriteria",),
    "specs.cohort_definitions": ("CohortDefinition",),
    "specs.cohorts": ("CohortBreakdown", "CohortMetric"),
    "specs.comparisons": ("TimeComparison",),
    "specs.filters": ("Filter",),
    "specs.flow_steps": ("FlowStep",),
    "specs.formulas": ("Formula",),
    "specs.frequency": ("FrequencyBreakdown", "FrequencyFilter"),
    "specs.funnel_metrics": ("FunnelBehavior", "FunnelMetric"),
    "specs.funnel_parts": ("Exclusion", "FunnelStep", "HoldingConstant"),
    "specs.groups": ("GroupBy", "ListItemGroupMode"),
    "specs.metric_refs": ("MetricRef",),
    "specs.metrics": ("Metric",),
    "specs.properties": ("CustomPropertyRef", "InlineCustomProperty", "PropertyInput"),
    "specs.references": ("BehaviorRef", "CustomEventRef"),
    "specs.retention_events": ("RetentionEvent",),
    "specs.retention_metrics": ("RetentionBehavior", "RetentionMetric"),
    "specs.simple_behaviors": ("SimpleBehavior",),
    "specs.warehouse_metrics": ("WarehouseMetric",),
    "specs.words": (
        "CohortAggregationType",
        "ConversionWindowUnit",
        "CustomPropertyType",
        "FilterDateUnit",
        "FilterOperator",
        "FilterOperatorInput",
        "FilterPropertyType",
        "FiltersCombinator",
        "FlowAnchorType",
        "FlowChartType",
        "FlowConversionWindowUnit",
        "FlowCountType",
        "FlowNodeType",
        "FlowSessionEvent",
        "FrequencyFilterOperator",
        "FunnelMathType",
        "FunnelMode",
        "FunnelOrder",
        "FunnelReentryMode",
        "InsightsMode",
        "MathType",
        "PerUserAggregation",
        "QueryTimeUnit",
        "RetentionAlignment",
        "RetentionMathType",
        "RetentionMode",
        "RetentionUnboundedMode",
        "SegmentMethod",
        "TimeComparisonType",
        "TimeComparisonUnit",
        "TimeUnit",
        "WarehouseAggregation",
        "WarehouseSyncInterval",
    ),
    "workspace": ("Workspace",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
