from __future__ import annotations

import json

import pytest

from mixpanel_async import (
    InitSchemaEnforcementParams,
    ReplaceSchemaEnforcementParams,
    SchemaEnforcementConfig,
    UpdateSchemaEnforcementParams,
)
from mixpanel_transports.fake import json_reply, text_reply
from tests.faces import both, raised

REPLACEMENT = ReplaceSchemaEnforcementParams(
    common_properties=[{"name": "plan"}],
    user_properties=[],
    events=[],
    rule_event="Warn and Drop",
    notification_emails=[],
)


def test_some_of_the_enforcement_may_be_asked_for() -> None:
    found, (request,) = both(
        lambda ws: ws.get_schema_enforcement(fields="ruleEvent,state"),
        json_reply({"results": {"ruleEvent": "Warn and Hide", "state": "planned"}}),
    )

    assert found == SchemaEnforcementConfig(rule_event="Warn and Hide", state="planned")
    assert request.url.endswith("/data-definitions/schema/?fields=ruleEvent%2Cstate")


def test_an_update_says_what_is_set_and_clears_with_none() -> None:
    params = UpdateSchemaEnforcementParams(notification_emails=None, properties={"Login": ["plan"]})
    _, (request,) = both(lambda ws: ws.update_schema_enforcement(params), json_reply({}))

    assert request.method == "PATCH"
    assert json.loads(request.body) == {"notificationEmails": None, "properties": {"Login": ["plan"]}}


def test_a_replacement_says_everything() -> None:
    _, (request,) = both(lambda ws: ws.replace_schema_enforcement(REPLACEMENT), json_reply({}))

    assert request.method == "PUT"
    assert json.loads(request.body) == {
        "commonProperties": [{"name": "plan"}],
        "userProperties": [],
        "events": [],
        "ruleEvent": "Warn and Drop",
        "notificationEmails": [],
    }


def test_beginning_is_sent_once() -> None:
    params = InitSchemaEnforcementParams(rule_event="Warn and Accept")
    _, requests = raised(lambda ws: ws.init_schema_enforcement(params), text_reply("busy", 503))

    assert [json.loads(request.body) for request in requests] == [{"ruleEvent": "Warn and Accept"}]


@pytest.mark.parametrize("answer", [text_reply("", 204), json_reply({"status": "ok", "results": {}})])
def test_defect_19_a_change_may_be_answered_by_nothing(answer: object) -> None:
    assert both(lambda ws: ws.delete_schema_enforcement(), answer)[0] == {}
    assert both(lambda ws: ws.replace_schema_enforcement(REPLACEMENT), answer)[0] == {}
