"""Cohorts as the JSON Mixpanel sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any, Final

from attrs import frozen

from mixpanel_local.engine.notes import NOBODY, Notes
from mixpanel_local.engine.plan import Comparison
from mixpanel_local.engine.reply import OVERALL, compared_name, day_range
from mixpanel_local.engine.retention.cohorts import Average, Cohort, Counted, averaged, cohort
from mixpanel_local.engine.retention.engine import Answer, Retained

AVERAGE: Final = "$average"
_BETWEEN: Final = ", "


@frozen
class Shown:
    """How cohorts are shown: under what *name*, with which *average*, and buckets to come as *zeros* or not at all.

    Those of the time of a *comparison* stand behind them, by dates of their own.
    """

    name: str
    average: Average = "worked"
    zeros: bool = False
    comparison: Comparison | None = None


def retention_reply(retained: Retained, shown: Shown, notes: Notes) -> dict[str, Any]:
    """``{computed_at, date_range, headers, series, meta}``; each metric of the series has rows that are cohorts."""
    told = {shown.name: retained}
    if shown.comparison is not None:
        told[compared_name(shown.name, shown.comparison)] = retained.at(shown.comparison)
    answers = {name: each.answer() for name, each in told.items()}
    for name, each in told.items():
        notes.leave_out(name, NOBODY, each.without_user())
    return {
        "computed_at": retained.now.astimezone(UTC).isoformat(),
        "date_range": _days(retained),
        "headers": ["$metric", *(group.property.name for group in retained.asked.groups)],
        "series": {name: _series(_Blocks(each, shown), answers[name]) for name, each in told.items()},
        "meta": {
            "min_sampling_factor": 1,
            "is_segmentation_limit_hit": any(answer.cut for answer in answers.values()),
            "incomplete_from_bucket": _Blocks(retained, shown).incomplete(),
            **dict(_meta_of_others([*told.values()][1:], shown)),
            **notes.meta(),
        },
    }


def _meta_of_others(compared: Sequence[Retained], shown: Shown) -> Iterator[tuple[str, Any]]:
    for each in compared:
        yield "compared_date_range", _days(each)
        yield "compared_incomplete_from_bucket", _Blocks(each, shown).incomplete()


def _days(retained: Retained) -> Mapping[str, str]:
    rows = retained.asked.rows
    return day_range(rows.zone, rows.first, rows.last)


def _series(blocks: _Blocks, answer: Answer) -> Mapping[str, Any]:
    """Cohorts of all users, and of the segments where there are breakdowns."""
    overall = blocks.of(answer.overall)
    if not blocks.retained.asked.groups:
        return overall
    segments = {_BETWEEN.join(path): blocks.of(rows, peopled=True) for path, rows in answer.segments.items()}
    return {OVERALL: overall, **segments}


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
