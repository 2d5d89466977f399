"""How results are split by a property."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any, Self, get_args

from attrs import field, frozen

from mixpanel_async.errors import ParamTypeError, ParamValidationError, ValidationError
from mixpanel_async.specs.event_names import is_blank
from mixpanel_async.specs.numbers import is_finite
from mixpanel_async.specs.properties import CustomPropertyRef, InlineCustomProperty, Property, property_problems
from mixpanel_async.specs.roles import Breakdown
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.soundness import RESOURCES, SPLIT_TYPES
from mixpanel_async.specs.words import CustomPropertyType, ResourceType

__all__ = ["GroupBy", "ListItemGroupMode"]

Number = int | float

_NUMBERS = {int, float}
_BUCKETS = ("bucket_size", "bucket_min", "bucket_max")


@frozen(repr=False)
class ListItemGroupMode:
    """Splits by the property *sub* of the objects in a list."""

    sub: str
    sub_type: CustomPropertyType

    def __repr__(self) -> str:
        return shown(self, 2)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.sub, str) or is_blank(self.sub):
            raise ParamValidationError(f"sub is {self.sub!r}; name the property of an item", "LG1_EMPTY_SUB")
        if self.sub_type not in get_args(CustomPropertyType):
            raise ParamValidationError(
                f"sub_type is {self.sub_type!r}; it is one of {', '.join(get_args(CustomPropertyType))}",
                "LG2_INVALID_SUB_TYPE",
            )

    def clause(self) -> dict[str, Any]:
        """What a breakdown by it has beside the list's name."""
        return {
            "resourceType": "events",
            "joinPropertyType": "list",
            "propertyType": "object",
            "listItemGroup": {
                "resourceType": "event",
                "propertyName": self.sub,
                "propertyDefaultType": self.sub_type,
                "propertyType": self.sub_type,
            },
        }


@frozen(repr=False)
class GroupBy(Breakdown):
    """A row for each value of *property*, or for each range of *bucket_size* from *bucket_min* to *bucket_max*.

    Buckets need ``property_type="number"`` and all three bucket fields. With ``resource_type="people"`` a plain
    property is the user's, as it is now, instead of the event's.
    """

    property: Property
    property_type: CustomPropertyType = "string"
    bucket_size: Number | None = None
    bucket_min: Number | None = None
    bucket_max: Number | None = None
    _list_item_mode: ListItemGroupMode | None = field(alias="_list_item_mode", default=None)
    resource_type: ResourceType = field(default="events", kw_only=True)

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        if isinstance(self.property, str) and is_blank(self.property):
            raise ParamValidationError(f"property is {self.property!r}; name one", "GB1_EMPTY_PROPERTY")
        if self._has_buckets() and not self._fits_buckets():
            for problem in (*self._size_problems(), *self._order_problems()):
                raise ParamValidationError(problem.message, problem.code)
        if self._list_item_mode is not None:
            self._check_list_item()

    def _check_list_item(self) -> None:
        if self._has_buckets():
            raise ParamValidationError("items of a list cannot be put into buckets", "GB4_LIST_ITEM_BUCKETING")
        if not isinstance(self.property, str):
            raise ParamValidationError(
                "only a plain property can hold a list; give its name", "GB5_LIST_ITEM_PROPERTY_TYPE"
            )

    @classmethod
    def list_item(cls, property: str, sub: str, *, sub_type: CustomPropertyType = "string") -> Self:
        """Split by the property *sub* of the objects in the list *property*; each item counts once."""
        return cls(property, _list_item_mode=ListItemGroupMode(sub, sub_type))

    def is_sound(self) -> bool:
        """Whether it splits by a plain property in known words, and its buckets are in order."""
        return (
            type(self.property) is str
            and self.property_type in SPLIT_TYPES
            and self.resource_type in RESOURCES
            and not self.problems()
        )

    def problems(self) -> Sequence[ValidationError]:
        """Rules its buckets break."""
        return self._bucket_problems() if self._has_buckets() and not self._fits_buckets() else ()

    def _has_buckets(self) -> bool:
        return not (self.bucket_size is None and self.bucket_min is None and self.bucket_max is None)

    def _fits_buckets(self) -> bool:
        """Whether its buckets are in order, which spares them their rules; odd kinds of numbers do not fit."""
        size, low, high = self.bucket_size, self.bucket_min, self.bucket_max
        return (
            {type(size), type(low), type(high)} <= _NUMBERS
            and self.property_type == "number"
            and 0 < size < inf  # type: ignore[operator]
            and -inf < low < high < inf  # type: ignore[operator]
        )

    def _bucket_problems(self) -> Sequence[ValidationError]:
        found: list[ValidationError] = []
        for name, value in zip(_BUCKETS, (self.bucket_size, self.bucket_min, self.bucket_max), strict=True):
            if value is not None and not is_finite(value):
                found.append(ValidationError("", f"{name} is {value}; give a finite number", "V24_BUCKET_NOT_FINITE"))
        found += self._size_problems()
        if self.bucket_size is None:
            message = "buckets have bounds and no bucket_size; give one"
            found.append(ValidationError("", message, "V11_BUCKET_REQUIRES_SIZE"))
        elif self.property_type != "number":
            message = "buckets need property_type='number'"
            found.append(ValidationError("", message, "V12B_BUCKET_REQUIRES_NUMBER"))
        if self.bucket_size is not None and (self.bucket_min is None or self.bucket_max is None):
            message = "buckets need bucket_min and bucket_max"
            found.append(ValidationError("", message, "V12C_BUCKET_REQUIRES_BOUNDS"))
        found += self._order_problems()
        return found

    def property_problems(self) -> Sequence[ValidationError]:
        """Rules its custom property breaks."""
        return () if type(self.property) is str else property_problems(self.property)

    def _size_problems(self) -> Sequence[ValidationError]:
        size = _number(self.bucket_size, "bucket_size")
        if size is None or not size <= 0:
            return ()
        return [ValidationError("", f"bucket_size is {size}; it is above 0", "V12_BUCKET_SIZE_POSITIVE")]

    def _order_problems(self) -> Sequence[ValidationError]:
        low, high = _number(self.bucket_min, "bucket_min"), _number(self.bucket_max, "bucket_max")
        if low is None or high is None or not low >= high:
            return ()
        return [ValidationError("", f"bucket_min {low} is not below bucket_max {high}", "V18_BUCKET_ORDER")]

    def clause(self, data_group_id: str | None = None) -> dict[str, Any]:
        """Its entry in ``sections.group``."""
        if self._list_item_mode is not None:
            return {"dataset": "$mixpanel", "value": self.property, **self._list_item_mode.clause()}
        if isinstance(self.property, str):
            entry = property_clause(self.property, self.property_type, self.resource_type)
        else:
            entry = _custom_clause(self.property, self.property_type, data_group_id)
        if self.bucket_size is not None:
            entry["customBucket"] = self._bucket_clause()
        return entry

    def _bucket_clause(self) -> dict[str, Any]:
        bucket = {"bucketSize": self.bucket_size}
        if self.bucket_min is not None:
            bucket["min"] = self.bucket_min
        if self.bucket_max is not None:
            bucket["max"] = self.bucket_max
        return bucket


def property_clause(name: str, property_type: str = "string", resource_type: str = "events") -> dict[str, Any]:
    """The entry in ``sections.group`` of a plain property."""
    return {
        "value": name,
        "propertyName": name,
        "resourceType": resource_type,
        "propertyType": property_type,
        "propertyDefaultType": property_type,
    }


def _custom_clause(
    prop: CustomPropertyRef | InlineCustomProperty, property_type: str, data_group_id: str | None
) -> dict[str, Any]:
    """The entry in ``sections.group`` of a custom property; an inline one knows its own type and resource."""
    resource: str = "events"
    if isinstance(prop, InlineCustomProperty):
        head: dict[str, Any] = {"customProperty": prop.clause(property_type)}
        property_type, resource = prop.property_type or property_type, prop.resource_type
    else:
        head = {"customPropertyId": prop.id}
    return head | {
        "value": None,
        "resourceType": resource,
        "profileType": None,
        "search": "",
        "dataGroupId": data_group_id,
        "dataset": "$mixpanel",
        "propertyType": property_type,
        "typeCast": None,
        "unit": None,
        "isHidden": False,
    }


def _number(value: Number | None, name: str) -> Number | None:
    if value is not None and not isinstance(value, int | float):
        raise ParamTypeError(f"{name} is {value!r}; it is a number")
    return value
