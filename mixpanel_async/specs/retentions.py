"""A retention as a behavior in the params, whichever question or metric describes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from mixpanel_async.specs.measurement import measured_property
from mixpanel_async.specs.properties import Property
from mixpanel_async.specs.retention_events import RetentionEvent
from mixpanel_async.specs.words import RetentionAlignment, RetentionMathType, RetentionUnboundedMode, TimeUnit


class RetentionSettings(Protocol):
    """What a retention says beside its events.

    To pyright an attrs field with a converter has a type of its own, so it does not see who keeps to this.
    """

    @property
    def retention_unit(self) -> TimeUnit:
        """What buckets are counted in."""
        ...

    @property
    def alignment(self) -> RetentionAlignment:
        """Where buckets begin."""
        ...

    @property
    def bucket_sizes(self) -> Sequence[int] | None:
        """How long each bucket is."""
        ...

    @property
    def unbounded_mode(self) -> RetentionUnboundedMode | None:
        """Which other buckets a return counts for."""
        ...


def retention_clause(born: RetentionEvent, back: RetentionEvent, settings: RetentionSettings) -> dict[str, Any]:
    """The ``behavior`` of a clause that measures how users of *born* come back to do *back*."""
    entry = {
        "type": "retention",
        "resourceType": "events",
        "behaviors": [born.clause(), back.clause()],
        "retentionUnit": settings.retention_unit,
        "retentionAlignmentType": settings.alignment,
        "retentionCustomBucketSizes": list(settings.bucket_sizes or ()),
        "filter": [],
    }
    return entry if settings.unbounded_mode is None else entry | {"retentionUnboundedMode": settings.unbounded_mode}


def retention_metric_clause(
    behavior: dict[str, Any],
    math: RetentionMathType,
    *,
    cumulative: bool,
    prop: Property | None = None,
    bucket: int | None = None,
) -> dict[str, Any]:
    """The entry in ``sections.show`` of a retention, given or saved; *bucket* is the one measured, all if None."""
    measurement: dict[str, Any] = {"math": math}
    if prop is not None:
        measurement["property"] = measured_property(prop)
    if bucket is not None:
        measurement["retentionBucketIndex"] = bucket
    if cumulative:
        measurement["retentionCumulative"] = True
    return {"type": "metric", "behavior": behavior, "measurement": measurement}
