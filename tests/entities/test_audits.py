from __future__ import annotations

from datetime import datetime

import pytest

from mixpanel_async import AuditResponse, AuditViolation, PartialReply
from mixpanel_transports.fake import json_reply, text_reply
from mixpanel_transports.message import Reply
from tests.faces import both

UNEXPECTED = {"violation": "Unexpected Event", "name": "X", "count": 3, "propertyTypeError": None}
FOUND = {"status": "ok", "results": [[UNEXPECTED], {"computed_at": "2026-01-31", "took": 2}]}


def test_violations_come_with_when_they_were_computed() -> None:
    found, (request,) = both(lambda ws: ws.run_audit(), json_reply(FOUND))

    assert found.violations == (AuditViolation(violation="Unexpected Event", name="X", count=3),)
    assert (found.computed_at, found.extra) == (datetime(2026, 1, 31), {"took": 2})
    assert request.url.endswith("/data-definitions/audit/")


def test_an_audit_is_plain_data_again() -> None:
    found, _ = both(lambda ws: ws.run_audit_events_only(), json_reply(FOUND))

    assert found.to_dict() == {"violations": [UNEXPECTED], "computed_at": "2026-01-31", "took": 2}


@pytest.mark.parametrize(
    "nothing", [json_reply({"results": []}), json_reply({"results": [None, None]}), text_reply("", 204)]
)
def test_an_audit_that_says_nothing_found_nothing(nothing: Reply) -> None:
    assert both(lambda ws: ws.run_audit(), nothing)[0] == AuditResponse()


def test_defect_14_one_violation_that_cannot_be_read_does_not_lose_the_others() -> None:
    rows = [{"violation": "?"}, UNEXPECTED]
    with pytest.warns(PartialReply, match=r"\$\.results\[0\]\[0\]: there is no 'name'"):
        found, _ = both(lambda ws: ws.run_audit(), json_reply({"results": [rows, {}]}))

    assert [violation.name for violation in found.violations] == ["X"]
