"""How the numbers of a saved metric are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import Attribute, field, frozen

from mixpanel_async.entities._model import Entity
from mixpanel_async.entities._open import as_sent
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.errors import ParamTypeError

__all__ = ["MetricDisplay"]


@as_sent
@frozen(kw_only=True, eq=False, repr=False)
class MetricDisplay(Entity):
    """How a saved metric is shown: ``MetricDisplay(prefix="$", precision=2)``.

    UNSET is what nobody has said; in an update it stays as it is, and None removes it. *minimum_detectable_effect*,
    *one_sided* and *power* are for experiments. Fields that have no name here go into *raw*.
    """

    prefix: str | Unset | None = UNSET
    suffix: str | Unset | None = UNSET
    precision: int | Unset | None = UNSET
    abbrev: bool | Unset | None = UNSET
    direction: str | Unset | None = UNSET
    axis: str | Unset | None = UNSET
    trendline: bool | Unset | None = UNSET
    hide_trendline: bool | Unset | None = field(default=UNSET, metadata={"wire": "hideTrendline"})
    minimum_detectable_effect: float | Unset | None = field(default=UNSET, metadata={"wire": "minimumDetectableEffect"})
    one_sided: bool | Unset | None = field(default=UNSET, metadata={"wire": "oneSided"})
    power: float | Unset | None = UNSET


def is_display(params: object, each: Attribute[Any], value: object) -> None:
    """A validator of a display, where there is one."""
    if value is not UNSET and value is not None and not isinstance(value, MetricDisplay):
        raise ParamTypeError(f"{type(params).__name__}: {each.name} is {value!r}; give a MetricDisplay")


def merged(stored: Mapping[str, Any], display: MetricDisplay) -> dict[str, Any]:
    """What is *stored*, with what *display* says in its place; what that clears is gone."""
    both = {**stored, **display.to_dict()}
    return {name: value for name, value in both.items() if value is not None}
