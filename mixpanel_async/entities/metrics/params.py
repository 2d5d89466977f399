"""What is said to save a metric or to change one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import Attribute, field, frozen

from mixpanel_async.entities._model import Params
from mixpanel_async.entities._titles import is_description, is_name, titled
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.metrics.composing import composed, created
from mixpanel_async.entities.metrics.definitions import MetricDefinition, defines, kind_of, source_of
from mixpanel_async.entities.metrics.display import MetricDisplay, is_display
from mixpanel_async.entities.metrics.goals import MetricGoal, are_goals
from mixpanel_async.errors import ParamValidationError

__all__ = ["BulkUpdateMetricEntry", "CreateMetricParams", "UpdateMetricParams"]

_COMPOSED = ("definition", "display", "goals")


def _is_id(params: object, each: Attribute[Any], value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ParamValidationError(f"{type(params).__name__}: {each.name} is {value!r}; ids are positive numbers")


@frozen(kw_only=True, eq=False, repr=False)
class _Metric(Params):
    """What can be said of any metric beside its name and what it measures."""

    description: str | Unset | None = field(default=UNSET, validator=is_description)
    owned_by: int | Unset | None = UNSET
    verified: bool | Unset | None = UNSET

    def to_body(self) -> dict[str, Any]:
        """The JSON that is sent, but for what becomes the definition."""
        said = {name: value for name, value in super().to_body().items() if name not in _COMPOSED}
        if said.get("owned_by") is not None:
            said["owned_by"] = {"id": said["owned_by"]}
        return titled(said)


@frozen(kw_only=True, eq=False, repr=False)
class CreateMetricParams(_Metric):
    """A metric to be saved under a *name*; *owned_by* is a user's id, the owner is else who saves it.

    *definition* is a ``Metric``, ``CohortMetric``, ``FunnelMetric``, ``RetentionMetric``, a ``Formula`` with its
    metrics, a ``WarehouseMetric``, or the server's own words in a ``RawMetricDefinition``. A label in it is not kept:
    the name is what reports show. *verified* is said of metrics that others may rely on.
    """

    name: str = field(validator=is_name)
    definition: MetricDefinition = field(validator=defines)
    display: MetricDisplay | Unset | None = field(default=UNSET, validator=is_display)
    goals: Sequence[MetricGoal] | Unset | None = field(default=UNSET, validator=are_goals)

    def to_body(self) -> dict[str, Any]:
        """The JSON that is sent first; owner and verification can only be said of a metric that there is."""
        said = {name: value for name, value in super().to_body().items() if name not in ("owned_by", "verified")}
        definition, source = composed(created(self.definition), self.display, self.goals), source_of(self.definition)
        body = {"type": kind_of(self.definition), **said, "definition": definition}
        return body if source is None else body | {"warehouse_source_id": source}

    def afterwards(self) -> dict[str, Any]:
        """The JSON that is sent then; empty where there is nothing to add."""
        said = super().to_body()
        return {name: said[name] for name in ("owned_by", "verified") if said.get(name)}


@frozen(kw_only=True, eq=False, repr=False)
class UpdateMetricParams(_Metric):
    """What to change of a saved metric; *owned_by* is a user's id.

    A *definition* replaces the one it has, and is of the same type. What *display* says is changed and the rest of it
    stays, None removes it all; *goals* replace those it has, ``[]`` removes them.
    """

    name: str | Unset = field(default=UNSET, validator=is_name)
    definition: MetricDefinition | Unset = field(default=UNSET, validator=defines)
    display: MetricDisplay | Unset | None = field(default=UNSET, validator=is_display)
    goals: Sequence[MetricGoal] | Unset | None = field(default=UNSET, validator=are_goals)


@frozen(kw_only=True, eq=False, repr=False)
class BulkUpdateMetricEntry(_Metric):
    """What to change of the saved metric *id*, one of several. Its display and its goals stay."""

    id: int = field(validator=_is_id)
    name: str | Unset = field(default=UNSET, validator=is_name)
    definition: MetricDefinition | Unset = field(default=UNSET, validator=defines)
