from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mixpanel_async import ParamTypeError, TimeComparison

STARTS = [TimeComparison.absolute_start, TimeComparison.absolute_end]


@pytest.mark.parametrize("compared", STARTS)
def test_a_day_may_be_text_or_a_date(compared: Callable[[Any], TimeComparison]) -> None:
    assert compared("2026-01-31") == compared(date(2026, 1, 31))


@pytest.mark.parametrize("compared", STARTS)
def test_what_is_no_day_is_a_type_error(compared: Callable[[Any], TimeComparison]) -> None:
    with pytest.raises(ParamTypeError):
        compared(20260131)
