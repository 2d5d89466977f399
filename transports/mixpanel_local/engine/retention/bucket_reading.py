"""The buckets a behavior describes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from mixpanel_local.assumptions import Assumptions
from mixpanel_local.engine.retention.buckets import BUCKET_UNITS, Buckets, BucketUnit
from mixpanel_local.engine.retention.rows import Rows
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import integer, one_of, sequence
from mixpanel_local.engine.units import unit_number
from mixpanel_local.errors import BadRequest

SIZES: Final = "retentionCustomBucketSizes"
_ALIGNMENTS: Final = ("birth", "interval_start")
_DAYS: Final[dict[BucketUnit, int]] = {"day": 1, "week": 7, "month": 30}
# docs/reports/retention, FAQ: reports of days are limited to 60.
_MOST_BUCKETS: Final = 60
_MOST_SIZES: Final = 730
_MOST_DAYS: Final = 36_525


def read_buckets(behavior: Mapping[str, Any], rows: Rows, setting: Setting) -> Buckets:
    """The buckets of *behavior* for users born in *rows*."""
    unit = cast("BucketUnit", one_of(behavior.get("retentionUnit") or "day", BUCKET_UNITS, "retentionUnit"))
    alignment = one_of(behavior.get("retentionAlignmentType") or "birth", _ALIGNMENTS, "retentionAlignmentType")
    calendar = alignment == "interval_start"
    sizes = sequence(behavior.get(SIZES) or [], SIZES, integer)
    if sizes:
        return checked_buckets(_sized(unit, sizes, setting.assumptions, calendar=calendar))
    return Buckets.even(unit, _count(unit, rows, setting, calendar=calendar), calendar=calendar)


def checked_buckets(buckets: Buckets) -> Buckets:
    """The same, unless they reach further than any calendar is asked for."""
    if buckets.edges[-1] * _DAYS[buckets.unit] > _MOST_DAYS:
        raise BadRequest(f"buckets reach {buckets.edges[-1]} {buckets.unit}s far; at most 100 years")
    return buckets


def reaching(buckets: Buckets, bucket: int, *, sized: bool) -> Buckets:
    """*buckets*, or as many more as it takes to have the one with the number *bucket*; *sized* ones are all given."""
    if 0 <= bucket < buckets.count:
        return buckets
    most = buckets.count if sized else _MOST_SIZES
    if not 0 <= bucket < most:
        raise BadRequest(f"retentionBucketIndex: {bucket} is not between 0 and {most - 1}")
    return checked_buckets(Buckets.even(buckets.unit, bucket + 1, calendar=buckets.calendar))


def _sized(unit: BucketUnit, sizes: Sequence[int], assumptions: Assumptions, *, calendar: bool) -> Buckets:
    bounds = assumptions.retention_bucket_sizes == "bounds"
    if len(sizes) > _MOST_SIZES:
        raise BadRequest(f"{SIZES}: {len(sizes)} buckets; at most {_MOST_SIZES}")
    buckets = Buckets(unit, tuple(sizes), calendar) if bounds else Buckets.sized(unit, sizes, calendar=calendar)
    for low, high in zip((0, *buckets.edges), buckets.edges, strict=False):
        if low >= high:
            raise BadRequest(f"{SIZES}: {list(sizes)} leaves a bucket without any {unit} in it")
    return buckets


def _count(unit: BucketUnit, rows: Rows, setting: Setting, *, calendar: bool) -> int:
    """As many as the units from the first day to the last."""
    until_now = setting.assumptions.retention_bucket_count == "until now"
    last = max(rows.last, setting.today) if until_now else rows.last
    if calendar:
        units = unit_number(rows.zone, unit, last) - unit_number(rows.zone, unit, rows.first) + 1
    else:
        units = -(-((last - rows.first).days + 1) // _DAYS[unit])
    return min(units, _MOST_BUCKETS)
