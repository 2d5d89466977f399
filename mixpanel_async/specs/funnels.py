"""A funnel as a behavior in the params, whichever question or metric describes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from mixpanel_async.specs.funnel_parts import Exclusion, FunnelStep, HoldingConstant
from mixpanel_async.specs.measurement import measured_property
from mixpanel_async.specs.properties import Property
from mixpanel_async.specs.words import ConversionWindowUnit, FunnelMathType, FunnelOrder, FunnelReentryMode

DEFAULT_WINDOW = 14


class FunnelSettings(Protocol):
    """What a funnel says beside its steps.

    To pyright an attrs field with a converter has a type of its own, so it does not see who keeps to this.
    """

    @property
    def conversion_window(self) -> int:
        """How long a user may take from the first step to the last."""
        ...

    @property
    def conversion_window_unit(self) -> ConversionWindowUnit:
        """What the window is counted in."""
        ...

    @property
    def order(self) -> FunnelOrder:
        """Whether steps come in their order."""
        ...

    @property
    def exclusions(self) -> tuple[Exclusion, ...] | None:
        """What users must not do on the way."""
        ...

    @property
    def holding_constant(self) -> tuple[HoldingConstant, ...] | None:
        """What must stay the same on the way."""
        ...

    @property
    def reentry_mode(self) -> FunnelReentryMode | None:
        """When a user may begin again."""
        ...


def funnel_clause(steps: Sequence[FunnelStep], settings: FunnelSettings) -> dict[str, Any]:
    """The ``behavior`` of a clause that measures a funnel."""
    entry: dict[str, Any] = {
        "type": "funnel",
        "resourceType": "events",
        "behaviors": [step.clause(settings.order) for step in steps],
        "conversionWindowDuration": settings.conversion_window,
        "conversionWindowUnit": settings.conversion_window_unit,
        "funnelOrder": settings.order,
        "exclusions": [exclusion.clause(len(steps)) for exclusion in settings.exclusions or ()],
        "aggregateBy": [held.clause() for held in settings.holding_constant or ()],
        "filter": [],
    }
    return entry if settings.reentry_mode is None else entry | {"funnelReentryMode": settings.reentry_mode}


def funnel_metric_clause(
    behavior: dict[str, Any], math: FunnelMathType, prop: Property | None, step: int | None = None
) -> dict[str, Any]:
    """The entry in ``sections.show`` of a funnel, given or saved; *step* is the one measured, the last if None."""
    measured = measured_property(prop) if prop else None
    if isinstance(prop, str) and measured is not None:
        measured["type"] = "number"
    measurement = {"math": math, "property": measured, "stepIndex": step}
    return {"type": "metric", "behavior": behavior, "measurement": measurement}
