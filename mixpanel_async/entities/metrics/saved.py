"""Saved metrics themselves: what is known of one."""

from __future__ import annotations

from typing import Any, cast

from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.entities._calls import entity
from mixpanel_async.entities._collection import Collection
from mixpanel_async.entities._creator import CohortCreator
from mixpanel_async.entities._saved import Saved
from mixpanel_async.entities.metrics.definitions import RawMetricDefinition
from mixpanel_async.entities.metrics.display import MetricDisplay
from mixpanel_async.entities.metrics.goals import MetricGoal
from mixpanel_async.specs.metric_refs import MetricRef

__all__ = ["SavedMetric"]


@frozen(kw_only=True, eq=False, repr=False)
class SavedMetric(Saved):
    """A metric with a name, for use in any report: its *type* is ``metric``, ``formula`` or ``warehouse``.

    Ask for its numbers with ``await ws.query(metric.to_ref())``. *definition* is what it measures in the server's
    words, the properties below are parts of it. *contacts* are whom to ask about it. The ``can_`` fields are about the
    account that asks.
    """

    owned_by: CohortCreator | None = None
    contacts: tuple[str, ...] = ()
    warehouse_source_id: int | None = None

    @property
    def behavior_type(self) -> str | None:
        """What is measured: ``event``, ``simple``, ``funnel``, ``retention``, ``cohort``; None for other types."""
        return self._part("behavior").get("type").if_given(Answer.text)

    @property
    def math(self) -> str | None:
        """How it is measured: ``total``, ``unique`` ...; None for other types."""
        return self._part("measurement").get("math").if_given(Answer.text)

    @property
    def formula_expression(self) -> str | None:
        """A formula's expression, ``A / B``."""
        return self._part("formula").get("definition").if_given(Answer.text)

    @property
    def referenced_metric_ids(self) -> list[int]:
        """The saved metrics that a formula is made of; those it defines itself have no id."""
        metrics = self._part("formula").get("referencedMetrics").items()
        return [metric.get("id").whole() for metric in metrics if metric.get("id").value is not None]

    @property
    def display(self) -> MetricDisplay | None:
        """How its numbers are shown, where that is said."""
        said = self._part("display")
        return None if said.value is None else entity(MetricDisplay, said)

    @property
    def goals(self) -> list[MetricGoal]:
        """What it is to reach."""
        return [entity(MetricGoal, goal) for goal in self._part("goals").items()]

    def to_ref(self) -> MetricRef:
        """What stands for it in a question."""
        return MetricRef(self.id, type=cast("Any", self.type))

    def to_raw_definition(self) -> RawMetricDefinition:
        """Its definition as it can be sent again, for another metric or with changes for this one."""
        return RawMetricDefinition(cast("Any", self.type), self.definition, self.warehouse_source_id)

    def _part(self, key: str) -> Answer:
        return Answer(self.definition, "definition").get(key)


METRICS = Collection(SavedMetric, "metric", "SM6_DELETE_NOT_PERMITTED")
"""The metrics of a project."""
