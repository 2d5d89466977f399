# Generated from mixpanel_async.entities.dashboards.blueprints by mixpanel_sync._generate: edit that module, not this one.
"""Dashboards made from templates, which Mixpanel calls blueprints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mixpanel_async.entities.dashboards.blueprints import BlueprintConfig, BlueprintFinishParams, BlueprintTemplate
from mixpanel_async.entities.dashboards.boards import Dashboard
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.dashboards import blueprints as core


class Blueprints(Face):
    """Dashboards from templates."""

    _core: core.Blueprints

    def list_blueprint_templates(self, *, include_reports: bool = False) -> list[BlueprintTemplate]:
        """The templates there are; their reports are in ``extra``, where *include_reports* asks for them.

        ``[template.template_type for template in ws.list_blueprint_templates()]``
        """
        return drive(self._core.list_blueprint_templates(include_reports=include_reports))

    def create_blueprint(self, template_type: str) -> Dashboard:
        """A new dashboard from a template; ``finalize_blueprint`` makes it one like others.

        ``ws.create_blueprint("company_kpis")``
        """
        return drive(self._core.create_blueprint(template_type))

    def get_blueprint_config(self, dashboard_id: int) -> BlueprintConfig:
        """What the variables of a dashboard from a template stand for.

        ``(ws.get_blueprint_config(1001)).variables``
        """
        return drive(self._core.get_blueprint_config(dashboard_id))

    def update_blueprint_cohorts(self, cohorts: Sequence[Mapping[str, Any]]) -> None:
        """Say which cohorts templates are about, instead of those said before.

        ``ws.update_blueprint_cohorts([{"id": 42}])``
        """
        drive(self._core.update_blueprint_cohorts(cohorts))

    def finalize_blueprint(self, params: BlueprintFinishParams) -> Dashboard:
        """The finished dashboard.

        ``ws.finalize_blueprint(BlueprintFinishParams(dashboard_id=1001, cards=[BlueprintCard(card_type="report",
        bookmark_id=2002)]))``
        """
        return drive(self._core.finalize_blueprint(params))
