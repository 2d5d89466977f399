"""The rules of a funnel question as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mixpanel_async.errors import ValidationError
from mixpanel_async.queries.bookmark.questions import saved_problems, several
from mixpanel_async.queries.bookmark.spans import span_problems
from mixpanel_async.queries.bookmark.splits import breakdown_problems, condition_problems, group_problems
from mixpanel_async.specs.funnel_rules import funnel_problems, measured_problems, step_property_problems
from mixpanel_async.specs.problems import at
from mixpanel_async.specs.properties import property_problems
from mixpanel_async.specs.references import BehaviorRef

if TYPE_CHECKING:
    from mixpanel_async.queries.funnel.spec import FunnelQuery

_SAVED_WITH_IT = (
    "conversion_window",
    "conversion_window_unit",
    "order",
    "exclusions",
    "holding_constant",
    "reentry_mode",
)
_SAVED_CODES = ("F13_BEHAVIOR_REF_TYPE", "F14_BEHAVIOR_REF_SETTINGS")


def problems_of(query: FunnelQuery) -> Iterator[ValidationError]:
    """Every rule *query* breaks, in the order of its parts."""
    steps = query.steps
    yield from group_problems(query.data_group_id)
    if isinstance(steps, BehaviorRef):
        yield from saved_problems(query, "steps", "funnel", _SAVED_WITH_IT, _SAVED_CODES)
        yield from measured_problems(query.math, query.math_property, "math_property")
    else:
        yield from funnel_problems(steps, query, query.math, query.math_property, "math_property")  # pyright: ignore[reportArgumentType]
    yield from span_problems(query.from_date, query.to_date, query.last)
    yield from breakdown_problems(several(query.group_by))
    yield from at("math_property", property_problems(query.math_property))
    if not isinstance(steps, BehaviorRef):
        yield from step_property_problems(steps)
    yield from condition_problems(several(query.where))
