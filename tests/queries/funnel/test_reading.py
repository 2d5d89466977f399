from __future__ import annotations

from datetime import date

import pytest

from mixpanel_async import (
    BehaviorRef,
    Exclusion,
    Filter,
    FunnelQuery,
    FunnelStep,
    HoldingConstant,
    ParamValidationError,
    TimeComparison,
)


def today() -> date:
    return date(2026, 11, 24)


@pytest.mark.parametrize(
    "question",
    [
        FunnelQuery(["A", "B"], conversion_window=2, conversion_window_unit="week", mode="trends"),
        FunnelQuery(BehaviorRef(5, "funnel"), math="unique"),
        FunnelQuery(["A", FunnelStep("B", "Bought", [Filter.is_true("paid")], "any", "loose")], order="any"),
        FunnelQuery(["A", "B", "C"], exclusions=["X", Exclusion("Y", 0, 1)], reentry_mode="basic"),
        FunnelQuery(["A", "B"], holding_constant=["plan", HoldingConstant("city", "people")], data_group_id=3),
        FunnelQuery(["A", "B"], math="average", math_property="amount", where=Filter.at_least("age", 18)),
        FunnelQuery(["A", "B"], group_by="country", time_comparison=TimeComparison.absolute_start("2026-01-01")),
    ],
    ids=repr,
)
def test_a_question_comes_back(question: FunnelQuery) -> None:
    assert FunnelQuery.from_params(question.params(today=today)) == question


def test_an_exclusion_up_to_the_last_step_comes_back_open() -> None:
    question = FunnelQuery(["A", "B"], exclusions=[Exclusion("X", 0, 1)])

    assert FunnelQuery.from_params(question.params()) == FunnelQuery(["A", "B"], exclusions=["X"])


def test_a_report_that_measures_two_things_is_refused() -> None:
    params = FunnelQuery(["A", "B"]).params()
    params["sections"]["show"] *= 2

    with pytest.raises(ParamValidationError, match=r"^\$\.sections\.show: "):
        FunnelQuery.from_params(params)


def test_a_custom_event_is_no_step() -> None:
    params = FunnelQuery(["A", "B"]).params()
    params["sections"]["show"][0]["behavior"]["behaviors"][1] |= {"type": "custom-event", "id": 9}

    with pytest.raises(ParamValidationError, match=r"^\$\.sections\.show\[0\]\.behavior\.behaviors\[1\]\.type: "):
        FunnelQuery.from_params(params)
