"""The definition that is sent: what is measured, how it is shown, and what it is to reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mixpanel_async.answer import Answer
from mixpanel_async.entities._saved import refuse_another_kind
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.metrics.definitions import MetricDefinition, kind_of, source_of, written
from mixpanel_async.entities.metrics.display import MetricDisplay, merged
from mixpanel_async.entities.metrics.goals import MetricGoal, goal_entries, sendable
from mixpanel_async.entities.metrics.saved import SavedMetric
from mixpanel_async.errors import ResponseValidationError
from mixpanel_async.specs.warehouse_metrics import WarehouseMetric

WAREHOUSE_DEFAULTS: Mapping[str, str] = {"aggregation": "none", "syncInterval": "hourly"}
"""What a new warehouse metric must say, and what one that is changed keeps."""

_KEPT = ("display", "goals")


def composed(
    base: Mapping[str, Any], display: MetricDisplay | Unset | None, goals: Sequence[MetricGoal] | Unset | None
) -> dict[str, Any]:
    """*base*, a definition which may have a display and goals already, with these."""
    whole, said = dict(base), Answer(base, "definition")
    if display is None:
        whole.pop("display", None)
    elif display is not UNSET:
        whole["display"] = merged(said.get("display").object_or_nothing(), display)
    if goals is not UNSET:
        whole["goals"] = goal_entries(goals or ())
    elif stored := said.get("goals").objects():
        whole["goals"] = [sendable(goal) for goal in stored]
    return whole


def created(definition: MetricDefinition) -> dict[str, Any]:
    """The definition of a new metric."""
    defaults = WAREHOUSE_DEFAULTS if isinstance(definition, WarehouseMetric) else {}
    return {**defaults, **written(definition)}


def redefinition(
    stored: SavedMetric,
    definition: MetricDefinition | Unset,
    display: MetricDisplay | Unset | None = UNSET,
    goals: Sequence[MetricGoal] | Unset | None = UNSET,
) -> dict[str, Any]:
    """What is sent to change the definition of a metric there is; what is not said of it stays."""
    if not stored.definition:
        message = f"{stored.name!r} ({stored.id}) was sent without its definition, so it is not changed"
        raise ResponseValidationError(f"{message}; ask who may see it to do so", details={"id": stored.id})
    if definition is UNSET:
        return {"definition": composed(stored.definition, display, goals)}
    refuse_another_kind(stored, kind_of(definition))
    body = {"definition": composed(_replaced(stored.definition, definition), display, goals)}
    source = source_of(definition)
    return body if source in (None, stored.warehouse_source_id) else body | {"warehouse_source_id": source}


def _replaced(stored: Mapping[str, Any], definition: MetricDefinition) -> dict[str, Any]:
    kept = (*_KEPT, *WAREHOUSE_DEFAULTS) if isinstance(definition, WarehouseMetric) else _KEPT
    return {name: stored[name] for name in kept if name in stored} | written(definition)
