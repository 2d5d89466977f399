"""What takes the short way past the rules of funnels breaks none of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from mixpanel_async import (
    BehaviorRef,
    CustomPropertyRef,
    Exclusion,
    Filter,
    FunnelQuery,
    FunnelStep,
    HoldingConstant,
    InlineCustomProperty,
    validate_bookmark,
)
from mixpanel_async.queries.bookmark import words
from mixpanel_async.queries.funnel.params import build
from mixpanel_async.queries.funnel.rules import problems_of
from mixpanel_async.queries.funnel.soundness import is_sound
from mixpanel_async.specs.soundness import UNITS
from tests.specs.oddities import DAYS, FILTERS, GROUPS, ODD_TEXT, ODD_WORD, made, odd
from tests.specs.strategies import BREAKDOWNS, CONDITIONS, PROPERTIES

NOT_SOUND = Filter.is_set(InlineCustomProperty("", {}))
STEPS = made(
    FunnelStep,
    odd(
        {"event": "A"},
        {"event": ODD_TEXT, "filters": st.tuples(FILTERS), "filters_combinator": ODD_WORD, "order": ODD_WORD},
    ),
)
EXCLUSIONS = made(
    Exclusion, odd({"event": "X"}, {"event": ODD_TEXT, "from_step": st.integers(-1, 3), "to_step": st.integers(0, 3)})
)
MATHS: st.SearchStrategy[Any] = st.sampled_from(sorted(words.FUNNEL_MATHS | words.INSIGHTS_MATHS)) | ODD_WORD
QUESTIONS = made(
    FunnelQuery,
    odd(
        {"steps": ["A", "B"]},
        {
            "steps": st.lists(STEPS | ODD_TEXT | st.just(5), max_size=3),
            "conversion_window": st.integers(-1, 400) | ODD_WORD,
            "conversion_window_unit": st.sampled_from(["second", "session", "month", "days", None, 5]),
            "order": ODD_WORD,
            "from_date": DAYS,
            "to_date": DAYS,
            "last": st.integers(-1, 4000),
            "unit": st.sampled_from([*UNITS, "days", "second", None]),
            "math": MATHS,
            "math_property": PROPERTIES | ODD_TEXT,
            "group_by": st.lists(ODD_TEXT | GROUPS | BREAKDOWNS, max_size=2),
            "where": st.lists(FILTERS | CONDITIONS | st.just(5), max_size=2),
            "exclusions": st.lists(EXCLUSIONS, max_size=2),
            "holding_constant": st.lists(st.sampled_from(["a", "b", "c"]), max_size=4),
            "mode": ODD_WORD,
            "reentry_mode": st.just("basic") | ODD_WORD,
            "data_group_id": st.integers(-1, 1),
        },
    ),
)


@settings(max_examples=600)
@given(QUESTIONS)
def test_a_sound_funnel_breaks_no_rule_and_neither_do_its_params(question: FunnelQuery) -> None:
    sound = is_sound(question)
    event(f"{sound=}")

    if sound:
        assert list(problems_of(question)) == []
        assert validate_bookmark(build(question, date.today), bookmark_type="funnels") == []


@pytest.mark.parametrize(
    "question",
    [
        FunnelQuery(["A", "B"], from_date="2026-01-01", to_date=date(2026, 1, 31), unit="week"),
        FunnelQuery(["A", FunnelStep("B", filters=[Filter.equals("p", ["a", "b"])])], group_by="country"),
        FunnelQuery(["A", "B", "C"], exclusions=["X", Exclusion("Y", 1, 2)], holding_constant=["a", "b"]),
        FunnelQuery(["A", "B"], math="average", math_property="price", where=Filter.at_least("price", 0.5)),
    ],
)
def test_plain_funnels_are_sound(question: FunnelQuery) -> None:
    assert is_sound(question)


@pytest.mark.parametrize(
    "question",
    [
        FunnelQuery(["A"]),
        FunnelQuery(BehaviorRef(7, "funnel")),
        FunnelQuery(["A", "\u200b"]),
        FunnelQuery(["A", FunnelStep("B", filters=[NOT_SOUND])]),
        FunnelQuery(["A", "B"], conversion_window=0),
        FunnelQuery(["A", "B"], last=0),
        FunnelQuery(["A", "B"], unit="days"),  # type: ignore[arg-type]
        FunnelQuery(["A", "B"], math="mean"),  # type: ignore[arg-type]
        FunnelQuery(["A", "B"], math="average", math_property=CustomPropertyRef(0)),
        FunnelQuery(["A", "B"], where=NOT_SOUND),
        FunnelQuery(["A", "B"], group_by=[5]),  # type: ignore[list-item]
        FunnelQuery(["A", "B"], holding_constant=[HoldingConstant(name) for name in "abcd"]),
        FunnelQuery(["A", "B"], data_group_id=-1),
    ],
)
def test_what_may_break_a_rule_is_not_sound(question: FunnelQuery) -> None:
    assert not is_sound(question)
