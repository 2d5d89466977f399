"""A retention among the metrics of an insights report, as the parameters describe it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve

from mixpanel_local.engine.retention.bucket_reading import reaching
from mixpanel_local.engine.retention.plan import RetentionMetric
from mixpanel_local.engine.retention.reading import read_clause
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import integer, mapping, refuse
from mixpanel_local.engine.time_reading import read_range
from mixpanel_local.engine.units import CALENDAR_UNITS

_BUCKET: Final = "retentionBucketIndex"
_WHOLE_ROWS: Final = ("retention_average", "retention_future_buckets", "retention_bucket_count")


def read_retention_metric(clause: Mapping[str, Any], sections: Mapping[str, Any], setting: Setting) -> RetentionMetric:
    """The retention that *clause* measures, one bucket of it."""
    when = read_range(sections, setting)
    if when.unit not in CALENDAR_UNITS:
        raise refuse(
            f"a metric of type 'retention' by the {when.unit}", instead="the shortest unit of retention is a day"
        )
    read = read_clause(clause, sections, setting, limit=0)
    measurement = mapping(clause.get("measurement") or {}, "measurement")
    named, buckets = measurement.get(_BUCKET), read.asked.buckets
    bucket = setting.assumptions.retention_metric_bucket if named is None else integer(named, _BUCKET)
    if read.sized and named is None:
        bucket = min(bucket, buckets.count - 1)
    return RetentionMetric(
        read.name,
        evolve(read.asked, buckets=reaching(buckets, bucket, sized=read.sized)),
        bucket,
        measurement.get("math") in (None, "retention_rate"),
        assumed=[
            *(name for name in read.assumed if name not in _WHOLE_ROWS),
            *(["retention_metric_bucket"] if named is None else []),
        ],
    )
