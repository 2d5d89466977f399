"""Whether a funnel question is so plain that it surely breaks no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_async.queries.bookmark.questions import several
from mixpanel_async.queries.bookmark.spans import span_problems
from mixpanel_async.queries.bookmark.splits import are_sound_breakdowns, are_sound_conditions
from mixpanel_async.specs.funnel_parts import FunnelStep
from mixpanel_async.specs.funnel_rules import funnel_problems
from mixpanel_async.specs.references import BehaviorRef
from mixpanel_async.specs.soundness import UNITS, is_sound_funnel_measurement

if TYPE_CHECKING:
    from mixpanel_async.queries.funnel.spec import FunnelQuery


def is_sound(query: FunnelQuery) -> bool:
    """Whether neither the rules of *query* nor those of its params need be walked: they would find nothing."""
    return (
        query.data_group_id is None
        and query.unit in UNITS
        and is_sound_funnel_measurement(query.math, query.math_property)
        and not isinstance(query.steps, BehaviorRef)
        and all(map(_is_sound_step, query.steps))
        and not funnel_problems(query.steps, query, query.math, query.math_property, "math_property")  # pyright: ignore[reportArgumentType]
        and not span_problems(query.from_date, query.to_date, query.last)
        and are_sound_breakdowns(several(query.group_by))
        and are_sound_conditions(several(query.where))
    )


def _is_sound_step(step: object) -> bool:
    return isinstance(step, FunnelStep) and step.is_sound()
