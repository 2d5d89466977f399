"""Whether an insights question is so plain that it surely breaks no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mixpanel_async.queries.bookmark.spans import span_problems
from mixpanel_async.queries.bookmark.splits import are_sound_breakdowns, are_sound_conditions
from mixpanel_async.queries.insights.parts import Parts
from mixpanel_async.queries.insights.rules import formula_problems, rolling_problems
from mixpanel_async.specs.event_names import is_plain
from mixpanel_async.specs.roles import Measure
from mixpanel_async.specs.soundness import UNITS, is_sound_measurement

if TYPE_CHECKING:
    from mixpanel_async.queries.insights.spec import InsightsQuery


def is_sound(query: InsightsQuery, parts: Parts) -> bool:
    """Whether neither the rules of *query* nor those of its params need be walked: they would find nothing."""
    return (
        query.data_group_id is None
        and query.unit in UNITS
        and is_sound_measurement(query.math, query.math_property, query.per_user)
        and len(parts.events) > 0
        and all(map(_is_sound_event, parts.events))
        and (not parts.formulas or _are_sound_formulas(parts))
        and (query.rolling is None or not rolling_problems(query.rolling, cumulative=query.cumulative))
        and not span_problems(query.from_date, query.to_date, query.last)
        and are_sound_breakdowns(parts.breakdowns)
        and are_sound_conditions(parts.conditions)
    )


def _is_sound_event(event: Any) -> bool:
    return is_plain(event) if type(event) is str else isinstance(event, Measure) and event.is_sound()


def _are_sound_formulas(parts: Parts) -> bool:
    """The params' rules also judge what stands in a formula itself; there they are walked."""
    return all(formula.metrics is None for formula in parts.formulas) and not formula_problems(parts)
