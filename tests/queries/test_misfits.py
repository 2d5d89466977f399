from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import Filter, FlowQuery, InlineCustomProperty, InsightsQuery, ParamTypeError, PropertyInput

NOTHING: Any = None


def test_a_field_of_the_wrong_kind_is_named() -> None:
    months: Any = "month"
    with pytest.raises(ParamTypeError, match="cardinality is 'month'"):
        FlowQuery("A", cardinality=months).params()


def test_what_a_mapping_holds_is_named_by_its_key() -> None:
    prop = InlineCustomProperty("A", {"A": PropertyInput(NOTHING)}, "number")
    with pytest.raises(ParamTypeError, match=r"where.property.inputs\['A'\].name is None"):
        InsightsQuery("A", where=Filter.at_least(prop, 5)).params()
