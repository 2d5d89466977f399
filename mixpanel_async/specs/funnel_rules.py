"""The rules of a funnel, whichever question or metric describes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from mixpanel_async.errors import ValidationError
from mixpanel_async.specs.funnel_parts import Exclusion, FunnelStep, HoldingConstant
from mixpanel_async.specs.funnels import FunnelSettings
from mixpanel_async.specs.maths import PROPERTY_MATHS
from mixpanel_async.specs.name_rules import NameRules
from mixpanel_async.specs.problems import placed
from mixpanel_async.specs.unknown_words import word_problems
from mixpanel_async.specs.words import ConversionWindowUnit, FunnelReentryMode

MIN_STEPS = 2
MAX_STEPS = 100
MAX_HELD = 3
# A little over a year, or 12 sessions (docs.mixpanel.com/docs/reports/funnels/funnels-advanced).
MAX_WINDOW: Mapping[str, int] = {
    "second": 31_708_800,
    "minute": 528_480,
    "hour": 8_808,
    "day": 367,
    "week": 52,
    "month": 12,
    "session": 12,
}
MIN_SECONDS = 2
_UNITS: tuple[str, ...] = get_args(ConversionWindowUnit)
SESSION_MATH = "conversion_rate_session"

_STEP_NAMES = NameRules("F2_EMPTY_STEP_EVENT", "F2_CONTROL_CHAR_STEP_EVENT", "F2_INVISIBLE_STEP_EVENT")
_EXCLUSION_NAMES = NameRules("F4_EMPTY_EXCLUSION_EVENT", "F4_CONTROL_CHAR_EXCLUSION")


def funnel_problems(
    steps: Sequence[FunnelStep], settings: FunnelSettings, math: str, prop: object, prop_name: str
) -> Sequence[ValidationError]:
    """Rules that a funnel measured by *math* breaks; *prop_name* is what its question calls the property."""
    window, unit, mode = settings.conversion_window, settings.conversion_window_unit, settings.reentry_mode
    found = _step_problems(steps)
    found += _window_problems(window, unit)
    found += _session_problems(window, unit, math)
    found += measured_problems(math, prop, prop_name)
    for index, exclusion in enumerate(settings.exclusions or ()):
        found += placed(_exclusion_problems(exclusion, len(steps)), "exclusions", index)
    if settings.holding_constant:
        found += _held_problems(settings.holding_constant)
    if mode is not None:
        found += word_problems("reentry_mode", mode, get_args(FunnelReentryMode), "F12_INVALID_REENTRY_MODE")
    return found


def step_property_problems(steps: Sequence[FunnelStep]) -> Iterator[ValidationError]:
    """Rules that the custom properties of the steps' filters break."""
    for index, step in enumerate(steps):
        if isinstance(step, FunnelStep):
            yield from placed(step.property_problems(), "steps", index)


def measured_problems(math: str, prop: object, prop_name: str) -> Sequence[ValidationError]:
    """Rules of the property measured, which its question calls *prop_name*."""
    if math in PROPERTY_MATHS and not prop:
        message = f"math={math!r} aggregates a property; name it in {prop_name}"
        return (ValidationError(prop_name, message, "F10_MATH_MISSING_PROPERTY"),)
    if prop and math not in PROPERTY_MATHS and math != "total":
        message = f"math={math!r} takes no {prop_name}; remove it"
        return (ValidationError(prop_name, message, "F11_MATH_REJECTS_PROPERTY"),)
    return ()


def _step_problems(steps: Sequence[FunnelStep]) -> list[ValidationError]:
    found: list[ValidationError] = []
    if len(steps) < MIN_STEPS:
        message = f"a funnel has {MIN_STEPS} steps or more, not {len(steps)}"
        found.append(ValidationError("steps", message, "F1_MIN_STEPS"))
    if len(steps) > MAX_STEPS:
        message = f"a funnel has at most {MAX_STEPS} steps, not {len(steps)}"
        found.append(ValidationError("steps", message, "F1_MAX_STEPS"))
    for index, step in enumerate(steps):
        name = step.event if isinstance(step, FunnelStep) else step
        if broken := _STEP_NAMES.broken_by(name):
            found += placed(broken, "steps", index)
    return found


def _window_problems(window: object, unit: str) -> Sequence[ValidationError]:
    found: list[ValidationError] = []
    if not isinstance(window, int) or isinstance(window, bool):
        message = f"conversion_window is {window!r}; it is a whole number"
        found.append(ValidationError("conversion_window", message, "F3_CONVERSION_WINDOW_TYPE"))
    elif window <= 0:
        message = f"conversion_window is {window}; it is 1 or more"
        found.append(ValidationError("conversion_window", message, "F3_CONVERSION_WINDOW_POSITIVE"))
    elif window > MAX_WINDOW.get(unit, window):
        message = f"conversion_window is {window}; at most {MAX_WINDOW[unit]} with unit {unit!r}"
        found.append(ValidationError("conversion_window", message, "F3_CONVERSION_WINDOW_MAX"))
    found += word_problems("conversion_window_unit", unit, _UNITS, "F7_INVALID_WINDOW_UNIT")
    if unit == "second" and window == 1:
        message, least = f"a window in seconds is {MIN_SECONDS} or more", [str(MIN_SECONDS)]
        found.append(ValidationError("conversion_window", message, "F7_SECOND_MIN_WINDOW", suggestion=least))
    return found


def _session_problems(window: int, unit: str, math: str) -> Sequence[ValidationError]:
    if math == SESSION_MATH and unit != "session":
        message = f"math={math!r} counts sessions; give conversion_window_unit='session'"
        return (ValidationError("math", message, "F9_SESSION_MATH_REQUIRES_SESSION_WINDOW"),)
    if math != SESSION_MATH and unit == "session" and window != 1:
        message = f"conversion_window is {window}; with math={math!r} a funnel lasts 1 session"
        return (ValidationError("conversion_window", message, "F9_SESSION_WINDOW_REQUIRES_ONE"),)
    return ()


def _exclusion_problems(exclusion: Exclusion, steps: int) -> Sequence[ValidationError]:
    first, last = exclusion.from_step, exclusion.to_step
    found = [*_EXCLUSION_NAMES.broken_by(exclusion.event)]
    if first < 0:
        found.append(ValidationError("", f"from_step is {first}; steps count from 0", "F4_EXCLUSION_NEGATIVE_STEP"))
    if last is not None and last <= first:
        message = f"to_step {last} is not after from_step {first}; nothing lies between them"
        found.append(ValidationError("", message, "F4_EXCLUSION_STEP_ORDER"))
    for name, step in (("from_step", first), ("to_step", last)):
        if step is not None and step >= steps:
            message = f"{name} is {step}; the last of {steps} steps is {steps - 1}"
            found.append(ValidationError("", message, "F4_EXCLUSION_STEP_BOUNDS"))
    return found


def _held_problems(held: Sequence[HoldingConstant]) -> Sequence[ValidationError]:
    found: list[ValidationError] = []
    if len(held) > MAX_HELD:
        message = f"{len(held)} properties are held constant; at most {MAX_HELD} can be"
        found.append(ValidationError("holding_constant", message, "F8_MAX_HOLDING_CONSTANT"))
    for index, item in enumerate(held):
        if not item.property.strip():
            message = f"the property is {item.property!r}; name one"
            path = f"holding_constant[{index}]"
            found.append(ValidationError(path, message, "F8_EMPTY_HOLDING_CONSTANT_PROPERTY"))
    return found
