"""Operations on saved metrics."""

from __future__ import annotations

from collections.abc import Sequence

from mixpanel_async.call import Operations
from mixpanel_async.entities._collection import remove_one, remove_several
from mixpanel_async.entities.metrics.changing import all_updated, saved, updated
from mixpanel_async.entities.metrics.listing import listed
from mixpanel_async.entities.metrics.params import BulkUpdateMetricEntry, CreateMetricParams, UpdateMetricParams
from mixpanel_async.entities.metrics.saved import METRICS, SavedMetric
from mixpanel_async.specs.metric_refs import MetricType


class SavedMetrics(Operations):
    """Metrics saved in the project."""

    async def list_metrics(
        self,
        *,
        metric_type: MetricType | None = None,
        verified: bool | None = None,
        name_contains: str | None = None,
        viewable_only: bool = False,
    ) -> list[SavedMetric]:
        """The saved metrics, or those of one type, (not) *verified*, with a text in their names in any case.

        All are sent, and chosen from here. *viewable_only* leaves out what the account may not look at.

        ``[metric.name for metric in await ws.list_metrics(verified=True)]``
        """
        return await listed(self._connection, metric_type, verified, name_contains, viewable_only=viewable_only)

    async def get_metric(self, metric_id: int) -> SavedMetric:
        """One saved metric.

        ``await ws.query((await ws.get_metric(901)).to_ref(), last=90)``
        """
        return await self._call(METRICS.one(metric_id))

    async def create_metric(self, params: CreateMetricParams, *, validate: bool = True) -> SavedMetric:
        """The metric saved.

        A definition that breaks rules of questions is a ``BookmarkValidationError``, and nothing is sent, unless
        *validate* is False. Owner and verification take a second call; where only the first succeeds, an
        ``IncompleteChangeError`` says which metric there is.

        ``await ws.create_metric(CreateMetricParams(name="Revenue", definition=Metric("Purchase", math="total",
        property="amount"), display=MetricDisplay(prefix="$")))``
        """
        return await saved(self._connection, params, validate=validate)

    async def update_metric(self, metric_id: int, params: UpdateMetricParams, *, validate: bool = True) -> SavedMetric:
        """The metric as it is after the change.

        Definition, display and goals are kept as one: the metric is read, and sent with what is changed in it, so
        that what somebody else changes of them in between is lost. *validate* as in ``create_metric``.

        ``await ws.update_metric(901, UpdateMetricParams(display=MetricDisplay(suffix="%", precision=1)))``
        """
        return await updated(self._connection, metric_id, params, validate=validate)

    async def bulk_update_metrics(
        self, entries: Sequence[BulkUpdateMetricEntry], *, validate: bool = True
    ) -> list[SavedMetric]:
        """The metrics as they are after the changes, which are sent at once.

        Each whose definition is changed is read before, as in ``update_metric``.

        ``await ws.bulk_update_metrics([BulkUpdateMetricEntry(id=each.id, owned_by=3) for each in metrics])``
        """
        return await all_updated(self._connection, entries, validate=validate)

    async def delete_metric(self, metric_id: int, *, force: bool = False) -> None:
        """Remove one saved metric.

        It is read before: a metric that is not there is a ``QueryError`` with status 404, one that the account may not
        change is refused, unless *force* leaves that to the server.

        ``await ws.delete_metric(901)``
        """
        return await remove_one(self._connection, METRICS, metric_id, force=force)

    async def delete_metrics(self, metric_ids: Sequence[int], *, force: bool = False) -> None:
        """Remove saved metrics. If the account may not change one of them, none is removed, unless *force* is given.

        ``await ws.delete_metrics([901, 902])``
        """
        return await remove_several(self._connection, METRICS, metric_ids, force=force)
