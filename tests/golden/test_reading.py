from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mixpanel_async import FlowQuery, FunnelQuery, InsightsQuery, RetentionQuery, UserQuery
from tests.golden.cases import Case, selected
from tests.golden.compare import differences, plain

QUESTIONS: dict[str, Any] = {
    "insights": InsightsQuery,
    "funnel": FunnelQuery,
    "retention": RetentionQuery,
    "flow": FlowQuery,
    "user": UserQuery,
}


@pytest.mark.parametrize(
    ("engine", "cases"), [("insights", 824), ("funnel", 338), ("retention", 297), ("flow", 374), ("user", 244)]
)
def test_every_report_of_the_corpus_reads_back_into_its_question(engine: str, cases: int) -> None:
    reports = [_dated(case) for case in selected("params", "async") if case["engine"] == engine]
    kind = QUESTIONS[engine]

    wrong = {str(report): found for report in reports if (found := differences(report, _again(kind, report)))}

    assert (len(reports), wrong) == (cases, {})


def _again(kind: Any, report: Any) -> Any:
    return plain(kind.from_params(report).params())


def _dated(case: Case) -> Any:
    """The params of a case, with a fixed day where the corpus has a mark for today."""
    return _marked(case["expect"], date(2026, 11, 24).isoformat())


def _marked(value: Any, today: str) -> Any:
    if isinstance(value, dict):
        return {key: _marked(item, today) for key, item in value.items()}
    if isinstance(value, list):
        return [_marked(item, today) for item in value]
    return today if value == "$TODAY" else value
