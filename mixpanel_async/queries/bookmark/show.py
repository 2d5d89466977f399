"""The rules of ``sections.show``: metrics, formulas, references to saved ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mixpanel_async.errors import ValidationError
from mixpanel_async.queries.bookmark import words
from mixpanel_async.queries.bookmark.clauses import filter_problems
from mixpanel_async.queries.bookmark.words import unknown
from mixpanel_async.specs.maths import NEEDS_PROPERTY


def show_problems(clause: Any, path: str, maths: frozenset[str], *, operand: bool = False) -> Iterator[ValidationError]:
    """Rules one clause breaks; *maths* are those of the report, an *operand* is a formula's own metric."""
    if not isinstance(clause, Mapping):
        yield ValidationError(path, f"{clause!r} is no clause; it needs a behavior", "B6_MISSING_BEHAVIOR")
        return
    behavior, kind, reference = clause.get("behavior"), clause.get("type"), clause.get("id")
    if kind == "formula":
        yield from _formula_problems(clause, path, maths)
    elif kind == "warehouse" and reference is None:
        yield ValidationError(path, "a warehouse metric is named by its id; save it first", "B28_WAREHOUSE_MISSING_ID")
    elif reference is not None and behavior is None:
        yield from _reference_problems(reference, path)
        if operand and kind is None:
            yield ValidationError(path, "a saved operand needs its type beside its id", "B29_OPERAND_MISSING_TYPE")
    elif not isinstance(behavior, Mapping):
        where = path if behavior is None else f"{path}.behavior"
        yield ValidationError(where, "there is no behavior object; it names the event", "B6_MISSING_BEHAVIOR")
    else:
        yield from _behavior_problems(behavior, f"{path}.behavior")
        measurement = clause.get("measurement")
        if isinstance(measurement, Mapping):
            yield from _measurement_problems(measurement, behavior.get("type"), f"{path}.measurement", maths)


def _formula_problems(clause: Mapping[str, Any], path: str, maths: frozenset[str]) -> Iterator[ValidationError]:
    if clause.get("id") is not None:
        yield from _reference_problems(clause["id"], path)
    operands = clause.get("referencedMetrics")
    if isinstance(operands, list):
        for index, item in enumerate(operands):
            yield from show_problems(item, f"{path}.referencedMetrics[{index}]", maths, operand=True)


def _reference_problems(reference: object, path: str) -> Iterator[ValidationError]:
    if not isinstance(reference, int) or isinstance(reference, bool) or reference <= 0:
        yield ValidationError(
            f"{path}.id",
            f"the id of a saved metric is {reference!r}; ids are positive numbers",
            "B27_INVALID_REFERENCE_ID",
        )


def _behavior_problems(behavior: Mapping[str, Any], path: str) -> Iterator[ValidationError]:
    kind = behavior.get("type")
    if kind is not None and kind not in words.BEHAVIOR_TYPES:
        yield unknown(kind, words.BEHAVIOR_TYPES, f"{path}.type", "B7_INVALID_BEHAVIOR_TYPE", warning=True)
    if kind == "cohort":
        yield from _cohort_problems(behavior, path)
    elif kind in words.NAMED_BEHAVIORS and not _is_named(behavior):
        yield ValidationError(
            path, "no event is named", "B8_MISSING_EVENT_NAME", fix={"value": {"name": "<EVENT_NAME>"}}
        )
    determiner = behavior.get("filtersDeterminer")
    if determiner is not None and determiner not in words.DETERMINERS:
        where, code = f"{path}.filtersDeterminer", "B19_INVALID_FILTERS_DETERMINER"
        yield unknown(determiner, words.DETERMINERS, where, code, warning=True)
    filters = behavior.get("filters")
    if isinstance(filters, list):
        for index, entry in enumerate(filters):
            yield from filter_problems(entry, f"{path}.filters[{index}]")


def _is_named(behavior: Mapping[str, Any]) -> bool:
    value = behavior.get("value")
    return bool(behavior.get("name")) or (isinstance(value, Mapping) and "name" in value)


def _cohort_problems(behavior: Mapping[str, Any], path: str) -> Iterator[ValidationError]:
    cohort = behavior.get("id")
    if cohort is None and "raw_cohort" not in behavior:
        yield ValidationError(path, "no cohort is named; give its id", "B22_COHORT_MISSING_IDENTIFIER")
    elif cohort is not None and (not isinstance(cohort, int) or cohort <= 0):
        yield ValidationError(
            f"{path}.id", f"the cohort's id is {cohort!r}; ids are positive", "B22_COHORT_BEHAVIOR_ID"
        )
    if behavior.get("resourceType", "cohorts") not in ("cohorts", None):
        yield ValidationError(
            f"{path}.resourceType", "a cohort's resourceType is 'cohorts'", "B23_COHORT_RESOURCE_TYPE"
        )


def _measurement_problems(
    measurement: Mapping[str, Any], behavior_type: Any, path: str, maths: frozenset[str]
) -> Iterator[ValidationError]:
    math, prop, per_user = measurement.get("math"), measurement.get("property"), measurement.get("perUserAggregation")
    known = words.MATHS_OF_BEHAVIOR.get(behavior_type, maths)
    if math is not None and math not in known:
        yield unknown(math, known, f"{path}.math", "B9_INVALID_MATH")
    if prop is None and math in NEEDS_PROPERTY:
        placeholder = {"name": "<PROPERTY_NAME>", "type": "number", "resourceType": "events"}
        message, where = f"math {math!r} aggregates a property; name it", f"{path}.property"
        yield ValidationError(where, message, "B10_MATH_MISSING_PROPERTY", "warning", fix=placeholder)
    if per_user is not None and per_user not in words.PER_USER:
        yield unknown(per_user, words.PER_USER, f"{path}.perUserAggregation", "B11_INVALID_PER_USER")
    if isinstance(prop, Mapping):
        yield from _property_problems(prop, f"{path}.property")
    if behavior_type == "cohort" and math not in ("unique", None):
        yield ValidationError(f"{path}.math", "a cohort's math is 'unique'", "B24_COHORT_MATH")


def _property_problems(prop: Mapping[str, Any], path: str) -> Iterator[ValidationError]:
    kind, resource = prop.get("type"), prop.get("resourceType")
    if kind is not None and kind not in words.PROPERTY_TYPES:
        yield unknown(kind, words.PROPERTY_TYPES, f"{path}.type", "B17_INVALID_PROPERTY_TYPE", warning=True)
    if resource is not None and resource not in words.RESOURCE_TYPES:
        where, code = f"{path}.resourceType", "B16_INVALID_RESOURCE_TYPE"
        yield unknown(resource, words.RESOURCE_TYPES, where, code, warning=True)
