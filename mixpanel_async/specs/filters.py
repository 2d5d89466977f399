"""Which events count: a condition on one property."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from attrs import field, frozen

from mixpanel_async.dates import Day, day_text
from mixpanel_async.errors import ParamTypeError, ParamValidationError, ValidationError
from mixpanel_async.specs.cohort_refs import check_cohort, cohort_entry
from mixpanel_async.specs.filter_calls import call_of
from mixpanel_async.specs.filter_values import day_span, listed, positive, sent_value
from mixpanel_async.specs.operators import OPERATORS, canonical, truth
from mixpanel_async.specs.problems import placed
from mixpanel_async.specs.properties import (
    CustomPropertyRef,
    InlineCustomProperty,
    Property,
    check_property,
    property_problems,
)
from mixpanel_async.specs.roles import Condition
from mixpanel_async.specs.soundness import COMPARED_TYPES, RESOURCES, is_sound_value
from mixpanel_async.specs.words import (
    FilterDateUnit,
    FilterOperator,
    FilterPropertyType,
    ListItemQuantifier,
    ResourceType,
)

if TYPE_CHECKING:
    from mixpanel_async.specs.cohort_definitions import CohortDefinition

__all__ = ["Filter"]

Number = int | float
FilterValue = str | int | float | bool | Sequence[str] | Sequence[Number] | Sequence[Mapping[str, Any]] | None


# With these, and a plain property that is not a boolean one, a filter is as it was given.
_SETTLED = OPERATORS - {"list_contains", "true", "false"}


@frozen(repr=False)
class Filter(Condition):
    """A condition on a property of the event, or with ``resource_type="people"`` of the user.

    Make one with a class method. Text comparisons are exact in case; ranges include both ends; dates are days of the
    project's calendar.
    """

    _property: Property = field(alias="_property")
    _operator: FilterOperator = field(alias="_operator")
    # Cohorts are dictionaries, which have no hash.
    _value: Any = field(alias="_value", hash=False)
    _property_type: FilterPropertyType = field(alias="_property_type", default="string")
    _resource_type: ResourceType = field(alias="_resource_type", default="events")
    _date_unit: FilterDateUnit | None = field(alias="_date_unit", default=None)
    _list_item_filters: tuple[Filter, ...] | None = field(alias="_list_item_filters", default=None)
    _list_item_quantifier: ListItemQuantifier | None = field(alias="_list_item_quantifier", default=None)

    # Questions hold many filters: one look at the common ones is twice as fast as a converter for each field.
    def __attrs_post_init__(self) -> None:
        if isinstance(self._value, list):
            self._become("_value", tuple(self._value))
        if (
            type(self._operator) is not str
            or self._operator not in _SETTLED
            or self._property_type == "boolean"
            or type(self._property) is not str
            or self._list_item_filters is not None
        ):
            self._settle()

    def _settle(self) -> None:
        check_property(self._property)
        self._become("_operator", canonical(self._operator))
        if self._list_item_filters is not None:
            if not isinstance(self._list_item_filters, list | tuple):
                raise ParamTypeError(f"{self._list_item_filters!r} is no list of filters; use Filter.list_contains")
            self._become("_list_item_filters", tuple(self._list_item_filters))
        if self._operator == "list_contains":
            self._check_list_item()
        elif self._operator in ("true", "false") or self._type == "boolean":
            self._become("_operator", truth(self._operator, self._value))
            self._become("_value", None)

    def _become(self, field: str, value: object) -> None:
        """Change a field while the filter is being made."""
        object.__setattr__(self, field, value)

    def _check_list_item(self) -> None:
        if self._list_item_filters is None:
            raise ParamValidationError(
                "this list filter has no item filters; use Filter.list_contains", "LC1_MISSING_ITEM_FILTERS"
            )
        if self._list_item_quantifier is None:
            raise ParamValidationError(
                "this list filter has no quantifier; use Filter.list_contains", "LC2_MISSING_QUANTIFIER"
            )

    @property
    def _type(self) -> str:
        """The type compared with: an inline custom property knows its own."""
        own = self._property.property_type if isinstance(self._property, InlineCustomProperty) else None
        return own or self._property_type

    def __repr__(self) -> str:
        return call_of(self)

    def clause(self, data_group_id: str | None = None) -> dict[str, Any]:  # noqa: ARG002 - a property knows its group
        """Its entry in ``sections.filter``, or among the filters of a metric."""
        if self._list_item_filters is not None and self._operator == "list_contains":
            return self._list_clause(self._list_item_filters)
        prop, value = self._property, self._value
        kind = self._property_type if isinstance(prop, str) else self._type
        entry: dict[str, Any] = {
            "resourceType": self._resource_type,
            "filterType": kind,
            "defaultType": kind,
            "filterValue": sent_value(value) if isinstance(value, tuple) else value,
            "filterOperator": self._operator,
        }
        if isinstance(prop, str):
            entry["value"] = prop
        elif isinstance(prop, CustomPropertyRef):
            entry |= {"customPropertyId": prop.id, "dataset": "$mixpanel"}
        else:
            definition = {"customProperty": prop.clause(kind), "dataset": "$mixpanel"}
            entry |= definition | {"resourceType": prop.resource_type}
        if self._date_unit:
            entry["filterDateUnit"] = self._date_unit
        return entry

    def _list_clause(self, items: tuple[Filter, ...]) -> dict[str, Any]:
        return {
            "dataset": "$mixpanel",
            "value": self._property,
            "resourceType": self._resource_type,
            "filterType": "object",
            "defaultType": "object",
            "filterJoinType": "list",
            "listQuantifier": self._list_item_quantifier,
            "listItemFilters": [item.clause() | {"dataset": "$mixpanel"} for item in items],
            "filterOperator": "true",
            "filterValue": True,
        }

    def is_sound(self) -> bool:
        """Whether it compares a plain property with plain values, in known words."""
        return (
            type(self._property) is str
            and self._property != ""
            and self._property_type in COMPARED_TYPES
            and self._resource_type in RESOURCES
            and self._list_item_filters is None
            and is_sound_value(self._value)
        )

    def problems(self) -> Sequence[ValidationError]:
        """Rules that its custom property breaks, or those of its item filters."""
        if type(self._property) is str and not self._list_item_filters:
            return ()
        found = list(property_problems(self._property))
        for index, item in enumerate(self._list_item_filters or ()):
            found += placed(item.problems(), ".item_filters", index)
        return found

    @classmethod
    def equals(cls, property: Property, value: str | Sequence[str], *, resource_type: ResourceType = "events") -> Self:
        """The property is *value*, or one of several."""
        return cls(property, "equals", listed(value), "string", resource_type)

    @classmethod
    def not_equals(
        cls, property: Property, value: str | Sequence[str], *, resource_type: ResourceType = "events"
    ) -> Self:
        """The property is none of *value*, one text or several."""
        return cls(property, "does not equal", listed(value), "string", resource_type)

    @classmethod
    def contains(cls, property: Property, value: str, *, resource_type: ResourceType = "events") -> Self:
        """The text contains *value*."""
        return cls(property, "contains", value, "string", resource_type)

    @classmethod
    def not_contains(cls, property: Property, value: str, *, resource_type: ResourceType = "events") -> Self:
        """The text does not contain *value*."""
        return cls(property, "does not contain", value, "string", resource_type)

    @classmethod
    def starts_with(cls, property: Property, prefix: str, *, resource_type: ResourceType = "events") -> Self:
        """The text starts with *prefix*."""
        return cls(property, "starts with", prefix, "string", resource_type)

    @classmethod
    def ends_with(cls, property: Property, suffix: str, *, resource_type: ResourceType = "events") -> Self:
        """The text ends with *suffix*."""
        return cls(property, "ends with", suffix, "string", resource_type)

    @classmethod
    def greater_than(cls, property: Property, value: Number, *, resource_type: ResourceType = "events") -> Self:
        """The number is above *value*."""
        return cls(property, "is greater than", value, "number", resource_type)

    @classmethod
    def less_than(cls, property: Property, value: Number, *, resource_type: ResourceType = "events") -> Self:
        """The number is below *value*."""
        return cls(property, "is less than", value, "number", resource_type)

    @classmethod
    def at_least(cls, property: Property, value: Number, *, resource_type: ResourceType = "events") -> Self:
        """The number is *value* or more."""
        return cls(property, "is at least", value, "number", resource_type)

    @classmethod
    def at_most(cls, property: Property, value: Number, *, resource_type: ResourceType = "events") -> Self:
        """The number is *value* or less."""
        return cls(property, "is at most", value, "number", resource_type)

    @classmethod
    def between(
        cls, property: Property, min_val: Number, max_val: Number, *, resource_type: ResourceType = "events"
    ) -> Self:
        """The number lies from *min_val* to *max_val*, both included."""
        return cls(property, "is between", (min_val, max_val), "number", resource_type)

    @classmethod
    def not_between(
        cls, property: Property, min_val: Number, max_val: Number, *, resource_type: ResourceType = "events"
    ) -> Self:
        """The number lies outside *min_val* to *max_val*."""
        return cls(property, "not between", (min_val, max_val), "number", resource_type)

    @classmethod
    def is_set(cls, property: Property, *, resource_type: ResourceType = "events") -> Self:
        """The property has a value, any value."""
        return cls(property, "is set", None, "string", resource_type)

    @classmethod
    def is_not_set(cls, property: Property, *, resource_type: ResourceType = "events") -> Self:
        """The property has no value."""
        return cls(property, "is not set", None, "string", resource_type)

    @classmethod
    def is_true(cls, property: Property, *, resource_type: ResourceType = "events") -> Self:
        """The property is true."""
        return cls(property, "true", None, "boolean", resource_type)

    @classmethod
    def is_false(cls, property: Property, *, resource_type: ResourceType = "events") -> Self:
        """The property is false."""
        return cls(property, "false", None, "boolean", resource_type)

    @classmethod
    def on(cls, property: Property, date: Day, *, resource_type: ResourceType = "events") -> Self:
        """The date is *date*."""
        return cls(property, "was on", day_text(date, "date"), "datetime", resource_type)

    @classmethod
    def not_on(cls, property: Property, date: Day, *, resource_type: ResourceType = "events") -> Self:
        """The date is not *date*."""
        return cls(property, "was not on", day_text(date, "date"), "datetime", resource_type)

    @classmethod
    def before(cls, property: Property, date: Day, *, resource_type: ResourceType = "events") -> Self:
        """The date is before *date*."""
        return cls(property, "was before", day_text(date, "date"), "datetime", resource_type)

    @classmethod
    def since(cls, property: Property, date: Day, *, resource_type: ResourceType = "events") -> Self:
        """The date is *date* or later."""
        return cls(property, "was since", day_text(date, "date"), "datetime", resource_type)

    @classmethod
    def date_between(
        cls, property: Property, from_date: Day, to_date: Day, *, resource_type: ResourceType = "events"
    ) -> Self:
        """The date lies from *from_date* to *to_date*, both included."""
        return cls(property, "was between", day_span(from_date, to_date), "datetime", resource_type)

    @classmethod
    def date_not_between(
        cls, property: Property, from_date: Day, to_date: Day, *, resource_type: ResourceType = "events"
    ) -> Self:
        """The date lies outside *from_date* to *to_date*."""
        return cls(property, "was not between", day_span(from_date, to_date), "datetime", resource_type)

    @classmethod
    def in_the_last(
        cls, property: Property, quantity: int, date_unit: FilterDateUnit, *, resource_type: ResourceType = "events"
    ) -> Self:
        """The date lies within the last *quantity* units, up to now."""
        return cls(property, "was in the", positive(quantity), "datetime", resource_type, date_unit)

    @classmethod
    def not_in_the_last(
        cls, property: Property, quantity: int, date_unit: FilterDateUnit, *, resource_type: ResourceType = "events"
    ) -> Self:
        """The date does not lie within the last *quantity* units."""
        return cls(property, "was not in the", positive(quantity), "datetime", resource_type, date_unit)

    @classmethod
    def in_the_next(
        cls, property: Property, quantity: int, date_unit: FilterDateUnit, *, resource_type: ResourceType = "events"
    ) -> Self:
        """The date lies within the next *quantity* units."""
        return cls(property, "was in the next", positive(quantity), "datetime", resource_type, date_unit)

    @classmethod
    def in_cohort(cls, cohort: int | CohortDefinition, name: str | None = None) -> Self:
        """The user is in a cohort, saved or described on the spot; *name* is what reports show for it."""
        check_cohort(cohort, name, "CF")
        return cls("$cohorts", "contains", [{"cohort": cohort_entry(cohort, name, negated=False)}], "list")

    @classmethod
    def not_in_cohort(cls, cohort: int | CohortDefinition, name: str | None = None) -> Self:
        """The user is not in a cohort, saved or described on the spot."""
        check_cohort(cohort, name, "CF")
        return cls("$cohorts", "does not contain", [{"cohort": cohort_entry(cohort, name, negated=True)}], "list")

    @classmethod
    def list_contains(
        cls,
        property: str,
        *item_filters: Filter,
        quantifier: ListItemQuantifier = "any",
        resource_type: ResourceType = "events",
        **equals: str | list[str],
    ) -> Self:
        """A list of objects holds an item (``"all"``: only items) that passes every item filter.

        Give the item filters, or for plain equality keywords: ``list_contains("cart", Brand="nike")``; keywords take
        over *resource_type*, filters keep their own.
        """
        if quantifier not in ("any", "all"):
            raise ParamValidationError(f"quantifier is {quantifier!r}; it is 'any' or 'all'", "LC4_INVALID_QUANTIFIER")
        items = _items(item_filters, equals, resource_type)
        return cls(property, "list_contains", None, "object", resource_type, None, items, quantifier)


def _equality(name: str, value: object, resource_type: ResourceType) -> Filter:
    """What a keyword of ``list_contains`` means."""
    if not name.strip():
        raise ParamValidationError("a keyword is blank; keywords name the properties of an item", "LC5_EMPTY_KWARG_KEY")
    if not isinstance(value, str | list):
        raise ParamTypeError(
            f"{name}={value!r} is no text; for other comparisons give filters, as Filter.greater_than({name!r}, 5)",
            "LC6_KWARG_VALUE_TYPE",
        )
    return Filter.equals(name, value, resource_type=resource_type)


def _items(
    given: tuple[Filter, ...], equals: Mapping[str, str | list[str]], resource_type: ResourceType
) -> tuple[Filter, ...]:
    """The item filters, of whichever way they were given."""
    if given and equals:
        raise ParamValidationError(
            "item filters and keywords do not mix; write the keywords as Filter.equals", "LC3_MIXED_ARGS"
        )
    items = given or tuple(_equality(name, value, resource_type) for name, value in equals.items())
    if not items:
        raise ParamValidationError("there is no item filter; give filters or keywords", "LC7_NO_CONDITIONS")
    for item in items:
        if not isinstance(item, Filter):
            raise ParamTypeError(f"{item!r} is no Filter; make one with a class method such as Filter.equals")
        if "listItemFilters" in item.clause():
            raise ParamValidationError("an item filter cannot look into a list itself", "LC8_NESTED_LIST_CONTAINS")
    return items
