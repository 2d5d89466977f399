"""Cohorts as the JSON Mixpanel sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any, Final

from attrs import frozen

from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.reply import OVERALL, day_range
from mixpanel_local.engine.retention.cohorts import Average, Cohort, Counted, averaged, cohort
from mixpanel_local.engine.retention.engine import Retained

AVERAGE: Final = "$average"
_BETWEEN: Final = ", "


@frozen
class Shown:
    """How cohorts are shown: under what *name*, with which *average*, and buckets to come as *zeros* or not at all."""

    name: str
    average: Average = "worked"
    zeros: bool = False


def retention_reply(retained: Retained, shown: Shown, notes: Notes) -> dict[str, Any]:
    """``{computed_at, date_range, headers, series, meta}``; the series has one metric, whose rows are cohorts."""
    answer, asked = retained.answer(), retained.asked
    blocks = _Blocks(retained, shown)
    cohorts = blocks.of(answer.overall)
    if asked.groups:
        segments = {_BETWEEN.join(path): blocks.of(rows, peopled=True) for path, rows in answer.segments.items()}
        cohorts = {OVERALL: cohorts, **segments}
    return {
        "computed_at": retained.now.astimezone(UTC).isoformat(),
        "date_range": day_range(asked.rows.zone, asked.rows.first, asked.rows.last),
        "headers": ["$metric", *(group.property.name for group in asked.groups)],
        "series": {shown.name: cohorts},
        "meta": {
            "min_sampling_factor": 1,
            "is_segmentation_limit_hit": answer.cut,
            "incomplete_from_bucket": blocks.incomplete(),
            **notes.meta(),
        },
    }


@frozen
class _Blocks:
    """Writes rows and their average."""

    retained: Retained
    shown: Shown

    def of(self, rows: Sequence[Counted], *, peopled: bool = False) -> dict[str, Any]:
        """Every row by its beginning, or those that are *peopled*; then the average."""
        named = zip(self._labels(), rows, self.retained.reaches, strict=True)
        count = self.retained.asked.buckets.count
        found = {
            label: _written(cohort(row, count if self.shown.zeros else reach.begun))
            for label, row, reach in named
            if row.size or not peopled
        }
        return found | {AVERAGE: _written(averaged(rows, self.retained.reaches, self.shown.average))}

    def incomplete(self) -> Mapping[str, int]:
        """The first bucket that somebody may still get into, of the rows that have one."""
        count = self.retained.asked.buckets.count
        found = zip(self._labels(), self.retained.reaches, strict=True)
        return {label: reach.over for label, reach in found if reach.over < count}

    def _labels(self) -> list[str]:
        return [row.begins.isoformat() for row in self.retained.asked.rows.all]


def _written(found: Cohort) -> dict[str, Any]:
    return {"first": found.first, "counts": list(found.counts), "rates": list(found.rates)}
