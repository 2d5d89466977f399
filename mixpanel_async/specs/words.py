"""The fixed vocabularies of questions, as types."""

from __future__ import annotations

from typing import Literal

__all__ = [
    "CohortAggregationType",
    "CohortPropertyOperator",
    "CohortPropertyType",
    "ConversionWindowUnit",
    "CountType",
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
    "ListItemQuantifier",
    "MathType",
    "PerUserAggregation",
    "QueryTimeUnit",
    "ResourceType",
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
]

MathType = Literal[
    "total",
    "unique",
    "dau",
    "wau",
    "mau",
    "average",
    "median",
    "min",
    "max",
    "p25",
    "p75",
    "p90",
    "p99",
    "percentile",
    "histogram",
    "cumulative_unique",
    "sessions",
    "unique_values",
    "most_frequent",
    "first_value",
    "multi_attribution",
    "numeric_summary",
]
PerUserAggregation = Literal["unique_values", "total", "average", "min", "max"]
SegmentMethod = Literal["all", "first"]
FiltersCombinator = Literal["all", "any"]
ListItemQuantifier = Literal["any", "all"]
InsightsMode = Literal["timeseries", "total", "table"]
QueryTimeUnit = Literal["hour", "day", "week", "month", "quarter"]
ResourceType = Literal["events", "people"]

CohortAggregationType = Literal["total", "unique", "average", "min", "max", "median"]
CohortPropertyOperator = Literal[
    "equals",
    "not_equals",
    "contains",
    "not_contains",
    "greater_than",
    "less_than",
    "is_set",
    "is_not_set",
]
CohortPropertyType = Literal["string", "number", "boolean", "datetime", "list"]

CustomPropertyType = Literal["string", "number", "boolean", "datetime"]
FilterPropertyType = Literal["string", "number", "boolean", "datetime", "list", "object"]
FilterDateUnit = Literal["hour", "day", "week", "month"]
FilterOperator = Literal[
    "contains",
    "does not contain",
    "does not equal",
    "ends with",
    "equals",
    "false",
    "is at least",
    "is at most",
    "is between",
    "is greater than",
    "is less than",
    "is not set",
    "is set",
    "list_contains",
    "not between",
    "starts with",
    "true",
    "was before",
    "was between",
    "was in the",
    "was in the next",
    "was not between",
    "was not in the",
    "was not on",
    "was on",
    "was since",
]
FilterOperatorInput = (
    FilterOperator
    | Literal[
        "at_least",
        "at_most",
        "before",
        "between",
        "date_between",
        "date_not_between",
        "ends_with",
        "greater_than",
        "in_cohort",
        "in_the_last",
        "in_the_next",
        "is equal to",
        "is_false",
        "is_not_set",
        "is_set",
        "is_true",
        "less_than",
        "not_between",
        "not_contains",
        "not_equals",
        "not_in_cohort",
        "not_in_the_last",
        "not_on",
        "on",
        "since",
        "starts_with",
    ]
)
FrequencyFilterOperator = Literal[
    "is at least",
    "is at most",
    "is greater than",
    "is less than",
    "is equal to",
]
FunnelMathType = Literal[
    "conversion_rate_unique",
    "conversion_rate_total",
    "conversion_rate_session",
    "unique",
    "total",
    "average",
    "median",
    "min",
    "max",
    "p25",
    "p75",
    "p90",
    "p99",
    "histogram",
]
CountType = Literal["general", "unique", "average"]
FunnelMode = Literal["steps", "trends", "table"]
FunnelOrder = Literal["loose", "any"]
FunnelReentryMode = Literal["default", "basic", "aggressive", "optimized"]
ConversionWindowUnit = Literal["second", "minute", "hour", "day", "week", "month", "session"]
FlowAnchorType = Literal["NORMAL", "RELATIVE_REVERSE", "RELATIVE_FORWARD"]
FlowChartType = Literal["sankey", "paths", "tree"]
FlowConversionWindowUnit = Literal["day", "week", "month", "session"]
FlowCountType = Literal["unique", "total", "session"]
FlowNodeType = Literal["ANCHOR", "NORMAL", "DROPOFF", "PRUNED", "FORWARD", "REVERSE"]
FlowSessionEvent = Literal["start", "end"]

RetentionAlignment = Literal["birth", "interval_start"]
RetentionMathType = Literal["retention_rate", "unique", "total", "average"]
RetentionMode = Literal["curve", "trends", "table"]
RetentionUnboundedMode = Literal["none", "carry_back", "carry_forward", "consecutive_forward"]
TimeComparisonType = Literal["relative", "absolute-start", "absolute-end"]
TimeComparisonUnit = Literal["day", "week", "month", "quarter", "year"]
TimeUnit = Literal["day", "week", "month"]
WarehouseAggregation = Literal["none", "sum", "count", "average", "min", "max", "median", "last_value"]
WarehouseSyncInterval = Literal["hourly", "daily", "weekly", "manual"]
