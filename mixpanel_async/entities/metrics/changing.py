"""Saving a metric and changing one, which take several calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mixpanel_async.connection import Connection
from mixpanel_async.entities._model import given, given_each
from mixpanel_async.entities._steps import changed, next_step
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.metrics.composing import redefinition
from mixpanel_async.entities.metrics.definitions import MetricDefinition, check
from mixpanel_async.entities.metrics.params import BulkUpdateMetricEntry, CreateMetricParams, UpdateMetricParams
from mixpanel_async.entities.metrics.saved import METRICS, SavedMetric

READERS = 5
"""How many definitions are read at once, before several metrics are changed."""


async def saved(connection: Connection, params: CreateMetricParams, *, validate: bool) -> SavedMetric:
    """The metric saved, and given its owner."""
    _check(given(params, CreateMetricParams).definition, validate=validate)
    made = await connection.perform(METRICS.creation(params.to_body()))
    rest = params.afterwards()
    return await _completed(connection, made, rest) if rest else made


async def _completed(connection: Connection, made: SavedMetric, rest: dict[str, Any]) -> SavedMetric:
    done, details = f"metric {made.id} is saved", {"metric_id": made.id}
    said = ", ".join(rest)
    way_on = f"give it its {said} with update_metric({made.id}, ...), or remove it with delete_metric({made.id})"
    after = await next_step(connection, METRICS.change(made.id, rest), done, way_on, details)
    if after is not None:
        return after
    return await next_step(connection, METRICS.one(made.id), f"{done} with its {said}", "read it again", details)


async def updated(connection: Connection, metric_id: int, params: UpdateMetricParams, *, validate: bool) -> SavedMetric:
    """The metric after a change."""
    _check(given(params, UpdateMetricParams).definition, validate=validate)
    body, parts = params.to_body(), (params.definition, params.display, params.goals)
    if any(part is not UNSET for part in parts):
        body |= redefinition(await connection.perform(METRICS.one(metric_id)), *parts)
    return await changed(connection, METRICS.change(metric_id, body), METRICS.one(metric_id))


async def all_updated(
    connection: Connection, entries: Sequence[BulkUpdateMetricEntry], *, validate: bool
) -> list[SavedMetric]:
    """The metrics after their changes, which are sent together."""
    for entry in given_each(entries, BulkUpdateMetricEntry):
        _check(entry.definition, validate=validate)
    if not entries:
        return []
    bodies = await connection.runtime.gather((_body(connection, entry) for entry in entries), limit=READERS)
    answered = await connection.perform(METRICS.changes(bodies))
    return answered if answered is not None else await _read_again(connection, [entry.id for entry in entries])


async def _body(connection: Connection, entry: BulkUpdateMetricEntry) -> dict[str, Any]:
    if entry.definition is UNSET:
        return entry.to_body()
    return entry.to_body() | redefinition(await connection.perform(METRICS.one(entry.id)), entry.definition)


async def _read_again(connection: Connection, ids: Sequence[int]) -> list[SavedMetric]:
    done, details = f"metrics {', '.join(map(str, ids))} are changed", {"metric_ids": list(ids)}
    every = await next_step(connection, METRICS.every(), done, "read them again, do not repeat the change", details)
    return [each for each in every if each.id in ids]


def _check(definition: MetricDefinition | Unset, *, validate: bool) -> None:
    if validate and definition is not UNSET:
        check(definition)
