"""Reports as the JSON Mixpanel sends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final

from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.formula import Number
from mixpanel_local.engine.funnel.plan import HISTOGRAM, FunnelMetric
from mixpanel_local.engine.insights import Report
from mixpanel_local.engine.plan import Behaved, Clause, Comparison, Formula, Group, Metric, letter
from mixpanel_local.engine.points import Levels, Path

OVERALL: Final = "$overall"
_TOTAL: Final = "all"
_RANGES: Final = "$distribution"
_DAY_ENDS: Final = time(23, 59, 59, 999_000)


def insights_reply(report: Report, now: datetime) -> dict[str, Any]:
    """``{computed_at, date_range, headers, series, meta}``."""
    plan = report.plan
    return {
        "computed_at": now.astimezone(UTC).isoformat(),
        "date_range": day_range(report.zone, plan.first, plan.last),
        "headers": _headers(report),
        "series": {name: _tree(levels, report) for name, levels in _named(report)},
        "meta": _meta(report),
    }


def _meta(report: Report) -> dict[str, Any]:
    meta = {"min_sampling_factor": 1, "is_segmentation_limit_hit": report.cut, **report.notes.meta()}
    if report.compared_days is not None:
        meta["compared_date_range"] = day_range(report.zone, *report.compared_days)
    return meta


def day_range(zone: Zone, first: date, last: date) -> dict[str, str]:
    """The ``date_range`` of a reply about the days *first* to *last*."""
    return {
        "from_date": datetime.combine(first, time(), zone.info).isoformat(),
        "to_date": datetime.combine(last, _DAY_ENDS, zone.info).isoformat(),
    }


def _headers(report: Report) -> list[str]:
    plan = report.plan
    formulas = any(isinstance(clause, Formula) and not clause.hidden for clause in plan.clauses)
    names = [_header(group) for group in plan.groups]
    if any(_is_distribution(clause) for clause, _ in report.clauses):
        names.append(_RANGES)
    return ["$metric" if names or formulas else "$event", *names]


def _is_distribution(clause: Clause) -> bool:
    if isinstance(clause, Behaved) and isinstance(clause.asked, FunnelMetric):
        return clause.asked.measured.math == HISTOGRAM
    return isinstance(clause, Metric) and clause.measurement.math == HISTOGRAM


def _header(group: Group) -> str:
    return group.property.name if group.member is None else f"{group.property.name}.{group.member}"


def _named(report: Report) -> Iterator[tuple[str, Levels]]:
    """The visible clauses by name; behind them, where there is one, the comparison's, point beside point."""
    names = _names(report)
    for name, (_, levels) in zip(names, report.clauses, strict=True):
        yield name, levels
    for name, (_, levels) in zip(names, report.compared, strict=False):
        yield compared_name(name, report.plan.comparison), levels


def compared_name(name: str, comparison: Comparison | None) -> str:
    """What *name* is called at the other time."""
    if comparison is None or comparison.unit is not None:
        return f"{name} (previous {comparison.unit if comparison else 'period'})"
    return f"{name} (from {comparison.start})" if comparison.start is not None else f"{name} (until {comparison.end})"


def _names(report: Report) -> Sequence[str]:
    """Names that differ: equal ones are told apart by what they measure, then by letter."""
    visible = [(at, clause) for at, clause in enumerate(report.plan.clauses) if not clause.hidden]
    plain = Counter(clause.name for _, clause in visible)
    named = [_measured(clause) if plain[clause.name] > 1 else clause.name for _, clause in visible]
    again = Counter(named)
    return [f"{letter(at)}. {name}" if again[name] > 1 else name for (at, _), name in zip(visible, named, strict=True)]


def _measured(clause: Clause) -> str:
    if not isinstance(clause, Metric):
        return clause.name
    asked = clause.measurement
    target = f" of {asked.property.name}" if asked.property else ""
    return f"{clause.name} - {asked.math}{target}"


def _tree(levels: Levels, report: Report) -> dict[str, Any]:
    order: dict[Path, list[Path]] = {}
    for depth, points in enumerate(levels):
        for path in points.ranked() if depth else ():
            order.setdefault(path[: depth - 1], []).append(path)

    def branch(path: Path) -> dict[str, Any]:
        own = _line(levels[len(path)].lines.get(path, []), report)
        if len(path) == len(levels) - 1:
            return own
        return {OVERALL: own, **{child[-1]: branch(child) for child in order.get(path, []) if child}}

    return branch(())


def _line(values: Sequence[Number], report: Report) -> dict[str, Number]:
    if not report.plan.series:
        return dict(zip((_TOTAL,), values, strict=False))
    return {interval.begins.isoformat(): value for interval, value in zip(report.intervals, values, strict=False)}
