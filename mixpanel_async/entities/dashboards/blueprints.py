"""Dashboards made from templates, which Mixpanel calls blueprints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import json_objects, said
from mixpanel_async.call import Operations
from mixpanel_async.entities._calls import app_call, done, entities, entities_by_key, one
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.entities._open import OpenParams, as_sent
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.dashboards.boards import Dashboard

__all__ = ["BlueprintCard", "BlueprintConfig", "BlueprintFinishParams", "BlueprintTemplate"]


@frozen(kw_only=True, eq=False, repr=False)
class BlueprintTemplate(Entity):
    """A template of a dashboard; *template_type* is its name for ``create_blueprint``.

    The keys are names of texts in Mixpanel's pages, not the texts.
    """

    title_key: str
    description_key: str
    template_type: str | None = None
    alternative_description_key: str | None = None
    number_of_reports: int | None = None


@frozen(kw_only=True, eq=False, repr=False)
class BlueprintConfig(Entity):
    """What the variables of a dashboard from a template stand for: an event for each, say."""

    variables: Mapping[str, str]


@as_sent
@frozen(kw_only=True, eq=False, repr=False)
class BlueprintCard(OpenParams):
    """A card of a dashboard from a template: a ``"report"`` with *bookmark_id*, or ``"text"`` with *text_card_id*.

    *extra* is sent too.
    """

    card_type: str = field(metadata={"wire": "type"})
    text_card_id: int | Unset | None = UNSET
    bookmark_id: int | Unset | None = UNSET
    markdown: str | Unset | None = UNSET
    name: str | Unset | None = UNSET
    params: Mapping[str, Any] | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class BlueprintFinishParams(Params):
    """The cards of a dashboard from a template that is to be finished."""

    dashboard_id: int
    cards: Sequence[BlueprintCard]


class Blueprints(Operations):
    """Dashboards from templates."""

    async def list_blueprint_templates(self, *, include_reports: bool = False) -> list[BlueprintTemplate]:
        """The templates there are; their reports are in ``extra``, where *include_reports* asks for them.

        ``[template.template_type for template in await ws.list_blueprint_templates()]``
        """
        query = {"include_reports": "true" if include_reports else None}
        return await self._call(app_call("GET", "{scope}/dashboards/blueprints-all", _templates, query=query))

    async def create_blueprint(self, template_type: str) -> Dashboard:
        """A new dashboard from a template; ``finalize_blueprint`` makes it one like others.

        ``await ws.create_blueprint("company_kpis")``
        """
        body = {"template_type": said(template_type, "template_type")}
        return await self._call(app_call("POST", "{scope}/dashboards/blueprints", one(Dashboard), body=body))

    async def get_blueprint_config(self, dashboard_id: int) -> BlueprintConfig:
        """What the variables of a dashboard from a template stand for.

        ``(await ws.get_blueprint_config(1001)).variables``
        """
        path = "{scope}/dashboards/{id}/blueprint-config"
        return await self._call(app_call("GET", path, one(BlueprintConfig), args={"id": dashboard_id}))

    async def update_blueprint_cohorts(self, cohorts: Sequence[Mapping[str, Any]]) -> None:
        """Say which cohorts templates are about, instead of those said before.

        ``await ws.update_blueprint_cohorts([{"id": 42}])``
        """
        body = {"cohorts": json_objects(cohorts, "cohorts")}
        return await self._call(app_call("PUT", "{scope}/dashboards/blueprints/cohorts", done, body=body))

    async def finalize_blueprint(self, params: BlueprintFinishParams) -> Dashboard:
        """The finished dashboard.

        ``await ws.finalize_blueprint(BlueprintFinishParams(dashboard_id=1001, cards=[BlueprintCard(card_type="report",
        bookmark_id=2002)]))``
        """
        return await self._call(app_call("POST", "{scope}/dashboards/blueprints/finish", one(Dashboard), params=params))


def _templates(answer: Answer) -> list[BlueprintTemplate]:
    """A list of templates, or the object of them by their names."""
    found = answer.results()
    if isinstance(found.value, list):
        return entities(BlueprintTemplate, found)
    named = entities_by_key(BlueprintTemplate, found.required("templates"))
    return [evolve(template, template_type=name) for name, template in named.items()]
