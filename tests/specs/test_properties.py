from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import Filter, InlineCustomProperty, ParamTypeError


@pytest.mark.parametrize("inputs", [None, ["A"], {"A": "price"}, {1: "price"}])
def test_a_formula_takes_its_inputs_by_their_letters(inputs: Any) -> None:
    with pytest.raises(ParamTypeError, match="inputs is"):
        InlineCustomProperty("A * 2", inputs)


@pytest.mark.parametrize("prop", [None, 5, ["plan"]])
def test_a_filter_is_on_a_name_or_a_custom_property(prop: Any) -> None:
    with pytest.raises(ParamTypeError, match="property is"):
        Filter.equals(prop, "pro")
