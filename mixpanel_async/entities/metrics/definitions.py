"""What a saved metric measures, as it is given and as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, get_args

from attrs import Attribute, field, frozen

from mixpanel_async.entities._measures import measure_problems
from mixpanel_async.entities._unset import UNSET
from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.queries.bookmark.questions import refuse
from mixpanel_async.specs.cohorts import CohortMetric
from mixpanel_async.specs.formulas import Formula
from mixpanel_async.specs.funnel_metrics import FunnelMetric
from mixpanel_async.specs.metric_refs import MetricType
from mixpanel_async.specs.metrics import Metric
from mixpanel_async.specs.problems import at
from mixpanel_async.specs.retention_metrics import RetentionMetric
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.warehouse_metrics import WarehouseMetric

__all__ = ["RawMetricDefinition"]

KINDS: tuple[MetricType, ...] = get_args(MetricType)


def _is_kind(_: object, each: Attribute[Any], value: object) -> None:
    if value not in KINDS:
        raise ParamValidationError(f"RawMetricDefinition: {each.name} is {value!r}; it is one of {', '.join(KINDS)}")


def _own(definition: Mapping[str, Any]) -> Mapping[str, Any]:
    if not isinstance(definition, Mapping):
        raise ParamTypeError(f"RawMetricDefinition: definition is {definition!r}; give an object, as the server has it")
    return deepcopy(dict(definition))


@frozen(repr=False)
class RawMetricDefinition:
    """What a saved metric measures, in the server's own words; nothing in it is checked before it is sent.

    *definition* has ``behavior`` and ``measurement``, a formula's ``formula``; ``SavedMetric.to_raw_definition`` gives
    that of a metric there is. *warehouse_source_id* goes with the type ``warehouse``.
    """

    type: MetricType = field(validator=_is_kind)
    # Nested mappings have no hash.
    definition: Mapping[str, Any] = field(hash=False, converter=_own)
    warehouse_source_id: int | None = None

    def __repr__(self) -> str:
        return shown(self, 2)


Measured = Metric | CohortMetric | FunnelMetric | RetentionMetric
MetricDefinition = Measured | Formula | WarehouseMetric | RawMetricDefinition


def defines(params: object, each: Attribute[Any], value: object) -> None:
    """A validator of a definition, which may be left out where its field may."""
    owner = f"{type(params).__name__}: {each.name}"
    if value is not UNSET and not isinstance(value, MetricDefinition):
        hint = "give a Metric, a Formula ..., or wrap the server's own words in a RawMetricDefinition"
        raise ParamTypeError(f"{owner} is {value!r}; {hint}")
    if isinstance(value, Formula) and value.metrics is None:
        message = "a saved formula stands alone; give its metrics, Formula('A / B', metrics=[...])"
        raise ParamValidationError(f"{owner}: {message}", "V0_NO_EVENTS")


def kind_of(definition: MetricDefinition) -> MetricType:
    """What type of metric it makes."""
    match definition:
        case RawMetricDefinition():
            return definition.type
        case Formula():
            return "formula"
        case WarehouseMetric():
            return "warehouse"
    return "metric"


def source_of(definition: MetricDefinition) -> int | None:
    """The warehouse it is computed in; None for Mixpanel itself."""
    match definition:
        case RawMetricDefinition():
            return definition.warehouse_source_id
        case WarehouseMetric():
            return definition.source_id
    return None


def written(definition: MetricDefinition) -> dict[str, Any]:
    """It as the server keeps it. A label is not in it: the saved metric has a name."""
    match definition:
        case RawMetricDefinition():
            return deepcopy(dict(definition.definition))
        case Formula():
            clause = definition.clause()
            return {"formula": {name: clause[name] for name in ("definition", "referencedMetrics")}}
        case WarehouseMetric():
            return _warehouse(definition)
    clause = definition.clause()
    return {name: clause[name] for name in ("behavior", "measurement")}


def _warehouse(metric: WarehouseMetric) -> dict[str, Any]:
    said = {
        "query": metric.sql,
        "metricType": metric.metric_type,
        "valueColumn": metric.value_column,
        "timeColumn": metric.time_column,
        "aggregation": metric.aggregation,
        "syncInterval": metric.sync_interval,
    }
    return {name: value for name, value in said.items() if value is not None}


def check(definition: MetricDefinition) -> None:
    """Raise for a definition that breaks rules of the question it would be, all of them together."""
    match definition:
        case RawMetricDefinition() | WarehouseMetric():
            return
        case Formula():
            problems = definition.problems(0)
        case _:
            problems = measure_problems(definition)
    refuse(at("definition", problems))
