"""What the engine assumes is chosen by name, and nothing else is taken for a choice."""

from __future__ import annotations

import pytest

from mixpanel_local import Assumptions
from mixpanel_local.errors import BadRequest


def test_a_choice_replaces_its_default_alone() -> None:
    assert Assumptions.of({"week_start": "sunday"}).named("week_start") == {"week_start": "sunday"}
    assert Assumptions.of({}) == Assumptions()


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadRequest, match=r"'weekstart'.*week_start"):
        Assumptions.of({"weekstart": "sunday"})


def test_an_unknown_value_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadRequest, match=r"'week_start' is 'friday'.*'monday', 'sunday'"):
        Assumptions.of({"week_start": "friday"})
