# Generated from mixpanel_async.entities.audits by mixpanel_sync._generate: edit that module, not this one.
"""Audits: where events differ from their schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_async.entities.audits import AuditResponse
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities import audits as core


class Audits(Face):
    """Where events differ from their schemas."""

    _core: core.Audits

    def run_audit(self) -> AuditResponse:
        """What differs from the schemas: events and their properties.

        ``[violation.name for violation in (ws.run_audit()).violations]``
        """
        return drive(self._core.run_audit())

    def run_audit_events_only(self) -> AuditResponse:
        """Which events differ from the schemas; quicker than with their properties.

        ``(ws.run_audit_events_only()).computed_at``
        """
        return drive(self._core.run_audit_events_only())
