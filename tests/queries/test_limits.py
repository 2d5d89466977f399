from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import ParamValidationError
from tests.faces import raised

ASKS = {
    "query": lambda ws, **options: ws.query("A", **options),
    "query_funnel": lambda ws, **options: ws.query_funnel(["A", "B"], **options),
    "query_retention": lambda ws, **options: ws.query_retention("A", "B", **options),
    "run_params": lambda ws, **options: ws.run_params({}, **options),
    "run_funnel_params": lambda ws, **options: ws.run_funnel_params({}, **options),
    "run_retention_params": lambda ws, **options: ws.run_retention_params({}, **options),
}


@pytest.mark.parametrize("limit", [0, -1, 50_001, True, "9"])
@pytest.mark.parametrize("operation", ASKS)
def test_defect_21_a_limit_out_of_range_is_an_error_of_ours(operation: str, limit: Any) -> None:
    error, requests = raised(lambda ws: ASKS[operation](ws, limit=limit))

    assert isinstance(error, ParamValidationError)
    assert (str(error), requests) == (f"limit is {limit!r}; it is 1 to 50000", [])
