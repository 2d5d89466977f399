from __future__ import annotations

import json

import pytest

from mixpanel_async import (
    BlueprintCard,
    BlueprintFinishParams,
    BlueprintTemplate,
    CreateRcaDashboardParams,
    RcaSourceData,
)
from mixpanel_transports.fake import json_reply
from tests.faces import both

ROW = {"title_key": "t", "description_key": "d", "number_of_reports": 5}


def test_a_template_keeps_the_name_it_is_made_by() -> None:
    reply = json_reply({"results": {"templates": {"company_kpis": ROW}}})
    (found,), _ = both(lambda ws: ws.list_blueprint_templates(), reply)

    assert (found.template_type, found.number_of_reports) == ("company_kpis", 5)


def test_templates_may_come_as_a_list() -> None:
    found, _ = both(lambda ws: ws.list_blueprint_templates(include_reports=True), json_reply({"results": [ROW]}))

    assert found == [BlueprintTemplate(title_key="t", description_key="d", number_of_reports=5)]


def test_a_template_that_cannot_be_read_does_not_lose_the_others() -> None:
    reply = json_reply({"results": {"templates": {"a": ROW, "b": {"title_key": "t"}}}})
    with pytest.warns(match=r"left out, \$\.results\.templates\.b: there is no 'description_key'"):
        found, _ = both(lambda ws: ws.list_blueprint_templates(), reply)

    assert [template.template_type for template in found] == ["a"]


def test_cards_of_a_finished_dashboard_say_only_what_was_said() -> None:
    cards = [BlueprintCard(card_type="report", bookmark_id=5), BlueprintCard(card_type="text", extra={"width": 6})]
    params = BlueprintFinishParams(dashboard_id=1001, cards=cards)
    _, (request,) = both(lambda ws: ws.finalize_blueprint(params), json_reply({"results": {"id": 1001, "title": "A"}}))

    assert json.loads(request.body)["cards"] == [{"type": "report", "bookmark_id": 5}, {"type": "text", "width": 6}]


def test_a_cause_is_looked_for_in_what_changed() -> None:
    params = CreateRcaDashboardParams(rca_source_id=3, rca_source_data=RcaSourceData(source_type="anomaly"))
    board, (request,) = both(
        lambda ws: ws.create_rca_dashboard(params), json_reply({"results": {"id": 9, "title": "A"}})
    )

    assert (board.id, json.loads(request.body)) == (9, {"rca_source_id": 3, "rca_source_data": {"type": "anomaly"}})
