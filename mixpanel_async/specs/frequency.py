"""How often a user did something: as a split, and as a condition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args

from attrs import field, frozen

from mixpanel_async.errors import ParamTypeError, ParamValidationError, ValidationError
from mixpanel_async.specs.event_names import is_blank
from mixpanel_async.specs.filtered_events import own_filters
from mixpanel_async.specs.filters import Filter
from mixpanel_async.specs.numbers import number
from mixpanel_async.specs.problems import placed
from mixpanel_async.specs.roles import Breakdown, Condition
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.words import FrequencyFilterOperator

__all__ = ["FrequencyBreakdown", "FrequencyFilter"]


@frozen(repr=False)
class FrequencyBreakdown(Breakdown):
    """Users split by how often they did *event*, in ranges of *bucket_size* from *bucket_min* to *bucket_max*."""

    event: str
    bucket_size: int = field(default=1, validator=number)
    bucket_min: int = field(default=0, validator=number)
    bucket_max: int = field(default=10, validator=number)
    label: str | None = None

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        _check_event(self.event, "FB1_EMPTY_EVENT")
        if self.bucket_size <= 0:
            raise ParamValidationError(
                f"bucket_size is {self.bucket_size}; it is above 0", "FB2_BUCKET_SIZE_NOT_POSITIVE"
            )
        if self.bucket_min < 0:
            raise ParamValidationError(
                f"bucket_min is {self.bucket_min}; nobody did it fewer than 0 times", "FB4_BUCKET_MIN_NEGATIVE"
            )
        if self.bucket_min >= self.bucket_max:
            raise ParamValidationError(
                f"bucket_min {self.bucket_min} is not below bucket_max {self.bucket_max}", "FB3_BUCKET_ORDER"
            )

    def clause(self, data_group_id: str | None = None) -> dict[str, Any]:
        """Its entry in ``sections.group``."""
        return {
            "dataset": "$mixpanel",
            "behavior": _behavior(self.event, [], None),
            "value": _label(self.label, self.event),
            "resourceType": "people",
            "propertyType": "number",
            "dataGroupId": data_group_id,
            "customBucket": {
                "bucketSize": self.bucket_size,
                "min": self.bucket_min,
                "max": self.bucket_max,
                "disabled": False,
            },
        }


@frozen(repr=False)
class FrequencyFilter(Condition):
    """Users who did *event* at least *value* times, within the last *date_range_value* units where given.

    *event_filters* say which occurrences count.
    """

    event: str
    value: int | float
    operator: FrequencyFilterOperator = "is at least"
    date_range_value: int | None = field(default=None, validator=number)
    date_range_unit: Literal["day", "week", "month"] | None = None
    event_filters: Sequence[Filter] | None = field(default=None, converter=own_filters)
    label: str | None = None

    def __repr__(self) -> str:
        return shown(self, 2)

    def __attrs_post_init__(self) -> None:
        _check_event(self.event, "FF1_EMPTY_EVENT")
        if self.operator not in get_args(FrequencyFilterOperator):
            raise ParamValidationError(
                f"operator is {self.operator!r}; it is one of {', '.join(get_args(FrequencyFilterOperator))}",
                "FF2_INVALID_OPERATOR",
            )
        if not isinstance(self.value, int | float):
            raise ParamTypeError(f"value is {self.value!r}; it is a number")
        if self.value < 0:
            raise ParamValidationError(f"value is {self.value}; nobody did it fewer than 0 times", "FF3_VALUE_NEGATIVE")
        self._check_range()

    def _check_range(self) -> None:
        if (self.date_range_value is None) != (self.date_range_unit is None):
            raise ParamValidationError("date_range_value and date_range_unit go together", "FF4_DATE_RANGE_PAIR")
        if self.date_range_value is not None and self.date_range_value <= 0:
            raise ParamValidationError(
                f"date_range_value is {self.date_range_value}; it is above 0", "FF5_DATE_RANGE_VALUE_NOT_POSITIVE"
            )

    def clause(self, data_group_id: str | None = None) -> dict[str, Any]:  # noqa: ARG002 - it asks about users
        """Its entry in ``sections.filter``."""
        return {
            "dataset": "$mixpanel",
            "resourceType": "people",
            "profileType": None,
            "search": "",
            "dataGroupId": None,
            "behavior": _behavior(self.event, [item.clause() for item in self.event_filters or ()], self._range()),
            "filterType": "number",
            "defaultType": "number",
            "filterOperator": self.operator,
            "filterValue": self.value,
            "propertyObjectKey": None,
            "value": _label(self.label, self.event),
        }

    def _range(self) -> dict[str, Any] | None:
        if self.date_range_value is None:
            return None
        window = {"unit": self.date_range_unit, "value": self.date_range_value}
        return {"type": "in the last", "unit": self.date_range_unit, "window": window}

    def problems(self) -> Sequence[ValidationError]:
        """Rules its event filters break."""
        filters = enumerate(self.event_filters or ())
        return [problem for index, item in filters for problem in placed(item.problems(), ".event_filters", index)]


def _behavior(event: str, filters: list[dict[str, Any]], span: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "aggregationOperator": "total",
        "behaviorType": "$frequency",
        "dateRange": span,
        "event": {"label": event, "value": event},
        "filters": filters,
        "filtersOperator": "and",
    }


def _label(label: str | None, event: str) -> str:
    return f"{event} Frequency" if label is None else label


def _check_event(event: object, code: str) -> None:
    if not isinstance(event, str) or is_blank(event):
        raise ParamValidationError(f"event is {event!r}; give the event's name", code)
