"""What holds for every word of a question."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given

import mixpanel_async
from mixpanel_async import Filter, Formula, GroupBy, Metric
from tests.specs.strategies import BREAKDOWNS, CONDITIONS, MEASURES, SPECS

NAMES = {name: getattr(mixpanel_async, name) for name in mixpanel_async.__all__}


@given(SPECS)
def test_repr_is_a_call_that_makes_the_spec(spec: Any) -> None:
    assert eval(repr(spec), NAMES) == spec


@given(SPECS)
def test_pickle_keeps_it(spec: Any) -> None:
    assert pickle.loads(pickle.dumps(spec)) == spec


@given(SPECS)
def test_equal_specs_have_equal_hashes(spec: Any) -> None:
    twin = pickle.loads(pickle.dumps(spec))

    assert {spec: "found"}[twin] == "found"


@given(MEASURES | BREAKDOWNS | CONDITIONS)
def test_its_clause_is_json_and_belongs_to_the_caller(spec: Any) -> None:
    first = spec.clause()
    text = json.dumps(first)

    _spoil(first)

    assert json.dumps(spec.clause()) == text


@pytest.mark.parametrize(
    ("spec", "field"),
    [(Metric("A"), "event"), (Filter.is_set("p"), "_operator"), (GroupBy("p"), "property"), (Formula("A"), "label")],
)
def test_it_does_not_change(spec: Any, field: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(spec, field, "x")


def _spoil(value: Any) -> None:
    """Change everything in a mutable value."""
    for item in list(value.values()) if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            _spoil(item)
    value.clear()
