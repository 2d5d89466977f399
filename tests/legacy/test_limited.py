"""An answer says whether a limit on segments may have left some out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.legacy.asking import DAYS, answered


def series(count: int) -> dict[str, Any]:
    return {"data": {"values": {f"v{number}": {"2026-01-01": 1} for number in range(count)}}}


def steps(count: int) -> dict[str, Any]:
    day = {f"v{number}": [{"count": 1, "event": "A"}] for number in range(count)}
    return {"data": {"2026-01-01": {"$overall": [{"count": 1, "event": "A"}], **day}}}


@pytest.mark.parametrize(
    ("limit", "came", "cut"), [(3, 2, False), (3, 3, True), (None, 59, False), (None, 60, True), (1, 1, True)]
)
def test_segmentation(limit: int | None, came: int, cut: bool) -> None:
    result = answered(lambda ws: ws.segmentation("A", on="plan", limit=limit, **DAYS), series(came))

    assert (result.truncated, "segment_limit" in result.to_dict()) == (cut, False)


def test_an_answer_about_all_is_not_cut() -> None:
    assert not answered(lambda ws: ws.segmentation("A", limit=1, **DAYS), series(1)).truncated
    assert not answered(lambda ws: ws.funnel(7, limit=1, **DAYS), steps(0)).truncated


@pytest.mark.parametrize(("limit", "came", "cut"), [(3, 2, False), (3, 3, True), (None, 254, False), (None, 255, True)])
def test_property_counts_and_funnels(limit: int | None, came: int, cut: bool) -> None:
    counts = answered(lambda ws: ws.property_counts("A", "plan", limit=limit, **DAYS), series(came))
    funnel = answered(lambda ws: ws.funnel(7, on="plan", limit=limit, **DAYS), steps(came))

    assert (counts.truncated, funnel.truncated) == (cut, cut)
    assert "segment_limit" not in {**counts.to_dict(), **funnel.to_dict()}


def test_values_that_were_named_are_all_there_are() -> None:
    ask: Any = lambda ws: ws.property_counts("A", "plan", values=["v0"], limit=1, **DAYS)  # noqa: E731 - one question

    assert not answered(ask, series(1)).truncated
