"""A funnel question as a value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack

from attrs import field, frozen

from mixpanel_async.dates import Day
from mixpanel_async.errors import ValidationError
from mixpanel_async.queries.asking import Spec
from mixpanel_async.queries.bookmark.limits import limit_in_range
from mixpanel_async.queries.bookmark.questions import alone, own, refuse, whole
from mixpanel_async.queries.bookmark.rules import validate_bookmark
from mixpanel_async.queries.bookmark.spans import DEFAULT_LAST
from mixpanel_async.queries.funnel.params import build
from mixpanel_async.queries.funnel.rules import problems_of
from mixpanel_async.queries.funnel.soundness import is_sound
from mixpanel_async.queries.misfits import naming_misfits
from mixpanel_async.specs.comparisons import TimeComparison
from mixpanel_async.specs.funnel_parts import (
    Exclusion,
    FunnelStep,
    HoldingConstant,
    own_exclusions,
    own_held,
    own_steps,
)
from mixpanel_async.specs.funnels import DEFAULT_WINDOW
from mixpanel_async.specs.properties import Property
from mixpanel_async.specs.references import BehaviorRef
from mixpanel_async.specs.roles import Breakdown, Condition
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.words import (
    ConversionWindowUnit,
    FunnelMathType,
    FunnelMode,
    FunnelOrder,
    FunnelReentryMode,
    QueryTimeUnit,
)

if TYPE_CHECKING:
    from mixpanel_async.queries.funnel.operations import Funnels
    from mixpanel_async.queries.funnel.result import FunnelQueryResult

__all__ = ["FunnelOptions", "FunnelQuery"]

Steps = Sequence[str | FunnelStep] | BehaviorRef
Split = str | Breakdown


class FunnelOptions(TypedDict, total=False):
    """Everything a funnel question may say beside its steps; ``FunnelQuery`` says what each means."""

    conversion_window: int
    conversion_window_unit: ConversionWindowUnit
    order: FunnelOrder
    from_date: Day | None
    to_date: Day | None
    last: int
    unit: QueryTimeUnit
    math: FunnelMathType
    math_property: Property | None
    group_by: Split | Sequence[Split] | None
    where: Condition | Sequence[Condition] | None
    exclusions: Sequence[str | Exclusion] | None
    holding_constant: str | HoldingConstant | Sequence[str | HoldingConstant] | None
    mode: FunnelMode
    reentry_mode: FunnelReentryMode | None
    time_comparison: TimeComparison | None
    data_group_id: int | None
    limit: int | None


def _own_steps(steps: Steps) -> tuple[FunnelStep, ...] | BehaviorRef:
    return steps if isinstance(steps, BehaviorRef) else own_steps(steps)


@frozen(repr=False)
class FunnelQuery(Spec["FunnelQueryResult"]):
    """How many users who entered in the last 30 days went through all *steps* within 14 days, unless said otherwise.

    *steps* are 2 to 100 events, or a saved funnel, which has its own settings. *conversion_window* counts
    *conversion_window_unit*, at most 367 days or 12 sessions. With ``order="any"`` steps may come in any order.
    *exclusions* (whole funnel, or between two steps) turn users out, *holding_constant* (at most 3 properties) asks
    for the same value at every step, *reentry_mode* says when a user may begin again.

    *math* counts users, totals or sessions as rates or numbers, or aggregates *math_property*. *from_date* and
    *to_date* (today if left out) are days of the project's calendar, both included; *last* counts days, at most 3650,
    whatever the *unit* of trends. *data_group_id* counts groups instead of users. *limit* is how many segments come
    back, 3000 of at most 50,000.
    """

    steps: tuple[FunnelStep, ...] | BehaviorRef = field(converter=_own_steps)
    conversion_window: int = field(default=DEFAULT_WINDOW, kw_only=True)
    conversion_window_unit: ConversionWindowUnit = field(default="day", kw_only=True)
    order: FunnelOrder = field(default="loose", kw_only=True)
    from_date: Day | None = field(default=None, kw_only=True)
    to_date: Day | None = field(default=None, kw_only=True)
    last: int = field(default=DEFAULT_LAST, kw_only=True, validator=whole)
    unit: QueryTimeUnit = field(default="day", kw_only=True)
    math: FunnelMathType = field(default="conversion_rate_unique", kw_only=True)
    math_property: Property | None = field(default=None, kw_only=True)
    group_by: Split | Sequence[Split] | None = field(default=None, kw_only=True, converter=own)
    where: Condition | Sequence[Condition] | None = field(default=None, kw_only=True, converter=own)
    exclusions: tuple[Exclusion, ...] | None = field(default=None, kw_only=True, converter=own_exclusions)
    holding_constant: tuple[HoldingConstant, ...] | None = field(default=None, kw_only=True, converter=own_held)
    mode: FunnelMode = field(default="steps", kw_only=True)
    reentry_mode: FunnelReentryMode | None = field(default=None, kw_only=True)
    time_comparison: TimeComparison | None = field(default=None, kw_only=True)
    data_group_id: int | None = field(default=None, kw_only=True)
    limit: int | None = field(default=None, kw_only=True, validator=limit_in_range)

    def __repr__(self) -> str:
        return shown(self)

    @classmethod
    def of(cls, steps: FunnelQuery | Steps, **options: Unpack[FunnelOptions]) -> FunnelQuery:
        """The question itself where one is given, else the one made of *steps* and *options*."""
        if not isinstance(steps, FunnelQuery):
            return cls(steps, **options)
        alone(steps, options)
        return steps

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Self:
        """The question whose report *params* is; a ``ParamValidationError`` names what no question can say.

        What looks alike comes back in one spelling, as from ``InsightsQuery.from_params``: also an exclusion up to the
        last step without *to_step*, a step's own order only where it differs. *limit* is in no report.
        """
        from mixpanel_async.queries.bookmark.reading import read_back
        from mixpanel_async.queries.funnel.reading import read

        return read_back(cls, read, params, sender="run_funnel_params")

    def asked_of(self, workspace: Funnels) -> Awaitable[FunnelQueryResult]:
        """Its answer in the project of *workspace*."""
        return workspace.query_funnel(self)

    @naming_misfits
    def problems(self) -> list[ValidationError]:
        """Every rule the question breaks, before anything is built from it; empty if none."""
        return list(problems_of(self))

    @naming_misfits
    def params(self, *, today: Callable[[], date] = date.today) -> dict[str, Any]:
        """The report's params as JSON; all broken rules are raised together, in one ``BookmarkValidationError``."""
        if is_sound(self):
            return build(self, today)
        refuse(self.problems())
        params = build(self, today)
        refuse(validate_bookmark(params, bookmark_type="funnels"))
        return params
