"""Audits: where events differ from their schemas."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from attrs import evolve, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.call import Operations
from mixpanel_async.entities._calls import app_call, entities, entity
from mixpanel_async.entities._model import Entity

__all__ = ["AuditResponse", "AuditViolation"]


@frozen(kw_only=True, eq=False, repr=False)
class AuditViolation(Entity):
    """One way in which what was sent differs from its schema, and how often: *count*.

    *violation* is for example ``"Unexpected Event"``, ``"Missing Property"`` or ``"Unexpected Type for Property"``.
    *name* is the event, or a property of *event*; *platform* and *version* say which app sent it.
    """

    camel: ClassVar[bool] = True

    violation: str
    name: str
    count: int
    platform: str | None = None
    version: str | None = None
    event: str | None = None
    sensitive: bool | None = None
    property_type_error: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class AuditResponse(Entity):
    """What an audit found, and when it looked."""

    violations: tuple[AuditViolation, ...] = ()
    computed_at: datetime | None = None


class Audits(Operations):
    """Where events differ from their schemas."""

    async def run_audit(self) -> AuditResponse:
        """What differs from the schemas: events and their properties.

        ``[violation.name for violation in (await ws.run_audit()).violations]``
        """
        return await self._call(app_call("GET", "{scope}/data-definitions/audit/", _found))

    async def run_audit_events_only(self) -> AuditResponse:
        """Which events differ from the schemas; quicker than with their properties.

        ``(await ws.run_audit_events_only()).computed_at``
        """
        return await self._call(app_call("GET", "{scope}/data-definitions/audit-events-only/", _found))


def _found(answer: Answer) -> AuditResponse:
    """A list of the violations and of what is known of the audit; where nothing was found it may be empty."""
    parts = answer.results().items()
    audit = entity(AuditResponse, parts[1]) if len(parts) > 1 and parts[1].value else AuditResponse()
    return evolve(audit, violations=tuple(entities(AuditViolation, parts[0]))) if parts and parts[0].value else audit
