"""What other clients do wrong with all of these reports alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mixpanel_async import ParamTypeError, ParamValidationError, QueryError, ServerError
from mixpanel_transports.fake import json_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised
from tests.legacy.asking import DAYS, refused

Ask = Callable[[Any, Any], Any]

REPORTS: dict[str, Ask] = {
    "segmentation": lambda ws, days: ws.segmentation("A", **days),
    "event_counts": lambda ws, days: ws.event_counts(["A"], **days),
    "property_counts": lambda ws, days: ws.property_counts("A", "p", **days),
    "funnel": lambda ws, days: ws.funnel(7, **days),
    "retention": lambda ws, days: ws.retention(born_event="A", return_event="B", **days),
    "frequency": lambda ws, days: ws.frequency(**days),
    "segmentation_numeric": lambda ws, days: ws.segmentation_numeric("A", on="n", **days),
    "segmentation_sum": lambda ws, days: ws.segmentation_sum("A", on="n", **days),
    "segmentation_average": lambda ws, days: ws.segmentation_average("A", on="n", **days),
}
every_report = pytest.mark.parametrize("ask", REPORTS.values(), ids=REPORTS)


@every_report
@pytest.mark.parametrize("reply", [{"status": "error", "error": "no such thing"}, {"error": "no such thing"}])
def test_defect_4_an_error_under_http_200_is_raised(ask: Ask, reply: Any) -> None:
    error, _ = raised(lambda ws: ask(ws, DAYS), json_reply(reply))
    assert isinstance(error, QueryError)
    assert "no such thing" in str(error)


@every_report
def test_defect_5_and_f5_what_a_server_fails_at_once_is_asked_again(ask: Ask) -> None:
    result, requests = both(lambda ws: ask(ws, DAYS), Reply(503, {"retry-after": "1"}, b""), json_reply({}))
    assert not isinstance(result, ServerError)
    assert len(requests) == 2


@every_report
@pytest.mark.parametrize(
    ("days", "kind", "hint"),
    [
        ({"from_date": "2026-02-01", "to_date": "2026-01-01"}, ParamValidationError, "from_date"),
        ({"from_date": "2026-1-1", "to_date": "2026-01-07"}, ParamValidationError, "from_date"),
        ({"from_date": "2026-01-01", "to_date": "2026-02-30"}, ParamValidationError, "to_date"),
        ({"from_date": "2026-01-01", "to_date": 20260102}, ParamTypeError, "to_date"),
    ],
)
def test_defect_27_dates_are_checked_before_anything_is_sent(ask: Ask, days: Any, kind: Any, hint: str) -> None:
    with pytest.raises(kind, match=hint):
        raise refused(lambda ws: ask(ws, days))
