"""One condition that puts a user into a cohort."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self, get_args

from attrs import field, frozen

from mixpanel_async.dates import Day
from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.specs.cohort_conditions import (
    Behaviors,
    Belongs,
    Condition,
    Did,
    Frequency,
    Has,
    check_word,
    own_filters,
)
from mixpanel_async.specs.cohort_refs import check_id
from mixpanel_async.specs.cohort_spans import span_of
from mixpanel_async.specs.event_names import is_blank
from mixpanel_async.specs.filters import Filter
from mixpanel_async.specs.words import CohortAggregationType, CohortPropertyOperator, CohortPropertyType

__all__ = ["CohortCriteria"]

OperandValue = str | int | float | bool | Sequence[str]


@frozen(repr=False)
class CohortCriteria:
    """What a user did, what is known of them, or which cohort they are in. Make one with a class method."""

    _condition: Condition = field(alias="_condition")

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self._condition}"

    def node(self, behaviors: Behaviors) -> dict[str, Any]:
        """Its place in a definition's selector; an event is added to *behaviors*, under the next number."""
        return self._condition.node(behaviors)

    @classmethod
    def did_event(
        cls,
        event: str,
        *,
        at_least: int | None = None,
        at_most: int | None = None,
        exactly: int | None = None,
        within_days: int | None = None,
        within_weeks: int | None = None,
        within_months: int | None = None,
        from_date: Day | None = None,
        to_date: Day | None = None,
        where: Filter | Sequence[Filter] | None = None,
        aggregation: CohortAggregationType | None = None,
        aggregation_property: str | None = None,
    ) -> Self:
        """The user did *event* so often within one span of time.

        Exactly one of *at_least*, *at_most*, *exactly*, and one span: the last days, weeks or months, or two dates,
        both included. *where* says which of the events count. With *aggregation* the number is compared not with how
        many there are, but with their total, average and so on of *aggregation_property*.
        """
        _check_event(event)
        frequency, count = _frequency(at_least, at_most, exactly)
        _check_aggregation(aggregation, aggregation_property)
        span = span_of({"day": within_days, "week": within_weeks, "month": within_months}, from_date, to_date)
        return cls(Did(event, frequency, count, span, own_filters(where), aggregation, aggregation_property))

    @classmethod
    def did_not_do_event(
        cls,
        event: str,
        *,
        within_days: int | None = None,
        within_weeks: int | None = None,
        within_months: int | None = None,
        from_date: Day | None = None,
        to_date: Day | None = None,
    ) -> Self:
        """The user did not do *event* within one span of time; the same as ``did_event(event, exactly=0, ...)``."""
        return cls.did_event(
            event,
            exactly=0,
            within_days=within_days,
            within_weeks=within_weeks,
            within_months=within_months,
            from_date=from_date,
            to_date=to_date,
        )

    @classmethod
    def has_property(
        cls,
        property: str,
        value: OperandValue,
        *,
        operator: CohortPropertyOperator = "equals",
        property_type: CohortPropertyType = "string",
    ) -> Self:
        """A property of the user compares with *value*."""
        return cls(Has(property, value, operator, property_type))

    @classmethod
    def property_is_set(cls, property: str) -> Self:
        """A property of the user has a value, any value."""
        return cls(Has(property, "", "is_set"))

    @classmethod
    def property_is_not_set(cls, property: str) -> Self:
        """A property of the user has no value."""
        return cls(Has(property, "", "is_not_set"))

    @classmethod
    def in_cohort(cls, cohort_id: int) -> Self:
        """The user is in a saved cohort."""
        check_id(cohort_id, "CD8_COHORT_ID_NOT_POSITIVE")
        return cls(Belongs(cohort_id, negated=False))

    @classmethod
    def not_in_cohort(cls, cohort_id: int) -> Self:
        """The user is not in a saved cohort."""
        check_id(cohort_id, "CD8_COHORT_ID_NOT_POSITIVE")
        return cls(Belongs(cohort_id, negated=True))


def _check_event(event: object) -> None:
    if not isinstance(event, str) or is_blank(event):
        raise ParamValidationError(f"event is {event!r}; give the event's name", "CD4_EMPTY_EVENT")


def _frequency(at_least: int | None, at_most: int | None, exactly: int | None) -> tuple[Frequency, int]:
    given: dict[Frequency, int | None] = {"at_least": at_least, "at_most": at_most, "exactly": exactly}
    chosen: list[tuple[Frequency, int]] = [(name, count) for name, count in given.items() if count is not None]
    if len(chosen) != 1:
        raise ParamValidationError(
            f"give one of {', '.join(given)}: how often it was done", "CD1_FREQUENCY_PARAM_REQUIRED"
        )
    name, count = chosen[0]
    if not isinstance(count, int | float):
        raise ParamTypeError(f"{name} is {count!r}; it is a number")
    if count < 0:
        raise ParamValidationError(f"{name} is {count}; nobody did it fewer than 0 times", "CD2_FREQUENCY_NEGATIVE")
    return name, count


def _check_aggregation(aggregation: CohortAggregationType | None, prop: str | None) -> None:
    if (aggregation is None) != (prop is None):
        raise ParamValidationError("aggregation and aggregation_property go together", "CA1_AGGREGATION_PAIR")
    if prop is not None and (not isinstance(prop, str) or is_blank(prop)):
        raise ParamValidationError(f"aggregation_property is {prop!r}; name one", "CA2_EMPTY_AGGREGATION_PROPERTY")
    if aggregation is not None:
        check_word("aggregation", aggregation, get_args(CohortAggregationType), "CA3_UNKNOWN_AGGREGATION")
