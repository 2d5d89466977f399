from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async import CustomPropertyRef, Exclusion, Filter, FunnelStep, HoldingConstant, ParamValidationError
from tests.specs.strategies import TEXT


@pytest.mark.parametrize("kind", [FunnelStep, Exclusion])
@pytest.mark.parametrize(
    ("name", "code"), [("", "EV1_EMPTY_EVENT"), ("\t", "EV1_EMPTY_EVENT"), ("a\x00", "EV2_CONTROL_CHAR_EVENT")]
)
def test_an_event_has_a_name(kind: Any, name: str, code: str) -> None:
    with pytest.raises(ParamValidationError) as caught:
        kind(name)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("span", "code"), [((-1, None), "EX1_FROM_STEP_NEGATIVE"), ((2, 1), "EX2_STEP_ORDER"), ((0, -1), "EX2_STEP_ORDER")]
)
def test_an_exclusion_lies_between_two_steps(span: tuple[int, int | None], code: str) -> None:
    with pytest.raises(ParamValidationError) as caught:
        Exclusion("X", *span)

    assert caught.value.code == code


@pytest.mark.parametrize("name", ["", "  ", None])
def test_what_is_held_constant_has_a_name(name: Any) -> None:
    with pytest.raises(ParamValidationError) as caught:
        HoldingConstant(name)

    assert caught.value.code == "HC1_EMPTY_PROPERTY"


@given(TEXT, st.integers(0, 9), st.integers(0, 9), st.integers(10, 20))
def test_exclusion_steps_are_sent_counted_from_one(event: str, first: int, length: int, steps: int) -> None:
    exclusion = Exclusion(event, first, first + length)

    assert exclusion.clause(steps) == {"event": event, "steps": {"from": first + 1, "to": first + length + 1}}


def test_an_exclusion_without_an_end_lasts_to_the_last_step() -> None:
    assert Exclusion("X", 1).clause(3)["steps"] == {"from": 2, "to": 3}


def test_an_empty_label_is_sent() -> None:
    assert FunnelStep("A", label="").clause()["renamed"] == ""
    assert "renamed" not in FunnelStep("A").clause()


@pytest.mark.parametrize(("own", "funnel", "sent"), [(None, "any", "any"), ("loose", "any", "loose")])
def test_a_step_has_the_order_of_its_funnel_or_its_own(own: Any, funnel: Any, sent: str) -> None:
    assert FunnelStep("A", order=own).clause(funnel)["funnelOrder"] == sent


def test_outside_a_funnel_a_step_has_no_order() -> None:
    assert "funnelOrder" not in FunnelStep("A", order="any").clause()


def test_problems_of_its_filters_begin_at_the_step() -> None:
    step = FunnelStep("A", filters=[Filter.is_set("p"), Filter.is_set(CustomPropertyRef(0))])

    assert [problem.path for problem in step.property_problems()] == [".filters[1]"]
