"""A funnel as a metric: measured over time beside events, or as an operand of a formula."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import field, frozen

from mixpanel_async.errors import ParamTypeError, ParamValidationError, ValidationError
from mixpanel_async.specs.event_names import check_name
from mixpanel_async.specs.funnel_parts import (
    Exclusion,
    FunnelStep,
    HoldingConstant,
    own_exclusions,
    own_held,
    own_steps,
)
from mixpanel_async.specs.funnel_rules import MIN_STEPS, funnel_problems, measured_problems, step_property_problems
from mixpanel_async.specs.funnels import DEFAULT_WINDOW, funnel_clause, funnel_metric_clause
from mixpanel_async.specs.problems import at
from mixpanel_async.specs.properties import Property, property_problems
from mixpanel_async.specs.references import BehaviorRef, check_behavior, check_index
from mixpanel_async.specs.roles import Measure
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.words import ConversionWindowUnit, FunnelMathType, FunnelOrder, FunnelReentryMode

__all__ = ["FunnelBehavior", "FunnelMetric"]


def _own_steps(steps: Sequence[str | FunnelStep]) -> tuple[FunnelStep, ...]:
    if isinstance(steps, list | tuple):
        for index, step in enumerate(steps):
            if isinstance(step, str):
                check_name(step, f"steps[{index}]", "BH2_EMPTY_EVENT")
    return own_steps(steps)


@frozen(repr=False)
class FunnelBehavior:
    """Users who go through all *steps*, 2 or more, within *conversion_window* units.

    *exclusions* turn users out, *holding_constant* asks for the same value at every step, *reentry_mode* says when a
    user may begin again.
    """

    steps: tuple[FunnelStep, ...] = field(converter=_own_steps)
    conversion_window: int = DEFAULT_WINDOW
    conversion_window_unit: ConversionWindowUnit = "day"
    order: FunnelOrder = "loose"
    exclusions: tuple[Exclusion, ...] | None = field(default=None, converter=own_exclusions)
    holding_constant: tuple[HoldingConstant, ...] | None = field(default=None, converter=own_held)
    reentry_mode: FunnelReentryMode | None = None

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        if len(self.steps) < MIN_STEPS:
            message = f"a funnel has {MIN_STEPS} steps or more, not {len(self.steps)}"
            raise ParamValidationError(message, "BH1_STEP_COUNT")
        for index, step in enumerate(self.steps):
            if not isinstance(step, FunnelStep):
                raise ParamTypeError(f"steps[{index}] is {step!r}; give an event's name or a FunnelStep")

    def clause(self) -> dict[str, Any]:
        """The ``behavior`` of a clause that measures it."""
        return funnel_clause(self.steps, self)  # pyright: ignore[reportArgumentType]


@frozen(repr=False)
class FunnelMetric(Measure):
    """A funnel's conversion over time, or with another *math* what happened in it.

    *property* goes with a math that aggregates one. *step_index* is the step measured, counted from 0; the last one if
    left out. *label* is what reports show for it.
    """

    behavior: FunnelBehavior | BehaviorRef
    math: FunnelMathType = "conversion_rate_unique"
    property: Property | None = None
    step_index: int | None = None
    label: str | None = None

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        check_behavior(self.behavior, FunnelBehavior, "funnel")
        check_index(self.step_index, "step_index")
        for problem in measured_problems(self.math, self.property, "property"):
            raise ParamValidationError(problem.message, problem.code)

    def clause(self, *, hidden: bool | None = None) -> dict[str, Any]:
        """Its entry in ``sections.show``."""
        entry = funnel_metric_clause(self.behavior.clause(), self.math, self.property, self.step_index)
        if self.label:
            entry["name"] = self.label
        return entry | {"isHidden": True} if hidden else entry

    def property_problems(self) -> Sequence[ValidationError]:
        """Rules its property breaks, then those its steps' filters break."""
        steps = () if isinstance(self.behavior, BehaviorRef) else self.behavior.steps
        return [*property_problems(self.property), *at(".", step_property_problems(steps))]

    def problems(self) -> Sequence[ValidationError]:
        """Rules its funnel breaks."""
        if isinstance(self.behavior, BehaviorRef):
            return ()
        steps = self.behavior.steps
        return at(".", funnel_problems(steps, self.behavior, self.math, self.property, "property"))  # pyright: ignore[reportArgumentType]
