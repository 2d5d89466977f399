"""The rules of ``sections.show``: metrics, formulas, references to saved ones."""

from __future__ import annotations

from typing import Any

from mixpanel_async.queries.bookmark import words
from mixpanel_async.queries.bookmark.clauses import check_filter, check_resource
from mixpanel_async.queries.bookmark.findings import Findings
from mixpanel_async.specs.maths import NEEDS_PROPERTY


def check_clause(
    found: Findings, clause: Any, name: str, index: int, maths: frozenset[str], *, operand: bool = False
) -> None:
    """Note the rules one clause breaks; *maths* are those of the report, an *operand* is a formula's own metric."""
    if not isinstance(clause, dict):
        found.add(f"{name}[{index}]", f"{clause!r} is no clause; it needs a behavior", "B6_MISSING_BEHAVIOR")
        return
    behavior, kind, reference = clause.get("behavior"), clause.get("type"), clause.get("id")
    if kind == "formula":
        _check_formula(found, clause, f"{name}[{index}]", maths)
    elif isinstance(behavior, dict) and not (kind == "warehouse" and reference is None):
        _check_behavior(found, behavior, f"{name}[{index}].behavior")
        measurement = clause.get("measurement")
        if isinstance(measurement, dict):
            _check_measurement(found, measurement, behavior.get("type"), f"{name}[{index}].measurement", maths)
    else:
        _check_reference(found, clause, f"{name}[{index}]", operand=operand)


def _check_reference(found: Findings, clause: dict[str, Any], path: str, *, operand: bool) -> None:
    """A clause without an event of its own: it names something saved."""
    behavior, kind, reference = clause.get("behavior"), clause.get("type"), clause.get("id")
    if kind == "warehouse" and reference is None:
        found.add(path, "a warehouse metric is named by its id; save it first", "B28_WAREHOUSE_MISSING_ID")
    elif reference is not None and behavior is None:
        _check_id(found, reference, path)
        if operand and kind is None:
            found.add(path, "a saved operand needs its type beside its id", "B29_OPERAND_MISSING_TYPE")
    else:
        where = path if behavior is None else f"{path}.behavior"
        found.add(where, "there is no behavior object; it names the event", "B6_MISSING_BEHAVIOR")


def _check_formula(found: Findings, clause: dict[str, Any], path: str, maths: frozenset[str]) -> None:
    if clause.get("id") is not None:
        _check_id(found, clause["id"], path)
    operands = clause.get("referencedMetrics")
    if isinstance(operands, list):
        for index, item in enumerate(operands):
            check_clause(found, item, f"{path}.referencedMetrics", index, maths, operand=True)


def _check_id(found: Findings, reference: object, path: str) -> None:
    if not isinstance(reference, int) or isinstance(reference, bool) or reference <= 0:
        message = f"the id of a saved metric is {reference!r}; ids are positive numbers"
        found.add(f"{path}.id", message, "B27_INVALID_REFERENCE_ID")


def _check_behavior(found: Findings, behavior: dict[str, Any], path: str) -> None:
    kind, determiner = behavior.get("type"), behavior.get("filtersDeterminer")
    if kind is not None and not (isinstance(kind, str) and kind in words.BEHAVIOR_TYPES):
        found.unknown(f"{path}.type", kind, words.BEHAVIOR_TYPES, "B7_INVALID_BEHAVIOR_TYPE", severity="warning")
    if kind == "cohort":
        _check_cohort(found, behavior, path)
    elif isinstance(kind, str) and kind in words.NAMED_BEHAVIORS and not _is_named(behavior):
        fix = {"value": {"name": "<EVENT_NAME>"}}
        found.add(path, "no event is named", "B8_MISSING_EVENT_NAME", fix=fix)
    if determiner is not None and not (isinstance(determiner, str) and determiner in words.DETERMINERS):
        where, code = f"{path}.filtersDeterminer", "B19_INVALID_FILTERS_DETERMINER"
        found.unknown(where, determiner, words.DETERMINERS, code, severity="warning")
    filters = behavior.get("filters")
    if filters and isinstance(filters, list):
        for index, entry in enumerate(filters):
            check_filter(found, entry, f"{path}.filters", index)


def _is_named(behavior: dict[str, Any]) -> bool:
    """Whether it says which event is meant; several events as one may be saved, and are known by their id."""
    value, saved = behavior.get("value"), behavior.get("type") == "simple" and behavior.get("id") is not None
    return saved or bool(behavior.get("name")) or (isinstance(value, dict) and "name" in value)


def _check_cohort(found: Findings, behavior: dict[str, Any], path: str) -> None:
    cohort = behavior.get("id")
    if cohort is None and "raw_cohort" not in behavior:
        found.add(path, "no cohort is named; give its id", "B22_COHORT_MISSING_IDENTIFIER")
    elif cohort is not None and (not isinstance(cohort, int) or cohort <= 0):
        found.add(f"{path}.id", f"the cohort's id is {cohort!r}; ids are positive", "B22_COHORT_BEHAVIOR_ID")
    if behavior.get("resourceType", "cohorts") not in ("cohorts", None):
        found.add(f"{path}.resourceType", "a cohort's resourceType is 'cohorts'", "B23_COHORT_RESOURCE_TYPE")


def _check_measurement(
    found: Findings, measurement: dict[str, Any], behavior_type: Any, path: str, maths: frozenset[str]
) -> None:
    math, prop, per_user = measurement.get("math"), measurement.get("property"), measurement.get("perUserAggregation")
    known = words.MATHS_OF_BEHAVIOR.get(behavior_type, maths) if isinstance(behavior_type, str) else maths
    if math is not None and not (isinstance(math, str) and math in known):
        found.unknown(f"{path}.math", math, known, "B9_INVALID_MATH")
    if prop is None and isinstance(math, str) and math in NEEDS_PROPERTY:
        fix = {"name": "<PROPERTY_NAME>", "type": "number", "resourceType": "events"}
        message, code = f"math {math!r} aggregates a property; name it", "B10_MATH_MISSING_PROPERTY"
        found.add(f"{path}.property", message, code, severity="warning", fix=fix)
    if per_user is not None and not (isinstance(per_user, str) and per_user in words.PER_USER):
        found.unknown(f"{path}.perUserAggregation", per_user, words.PER_USER, "B11_INVALID_PER_USER")
    if isinstance(prop, dict):
        _check_property(found, prop, f"{path}.property")
    if behavior_type == "cohort" and math not in ("unique", None):
        found.add(f"{path}.math", "a cohort's math is 'unique'", "B24_COHORT_MATH")


def _check_property(found: Findings, prop: dict[str, Any], path: str) -> None:
    kind = prop.get("type")
    if kind is not None and not (isinstance(kind, str) and kind in words.PROPERTY_TYPES):
        found.unknown(f"{path}.type", kind, words.PROPERTY_TYPES, "B17_INVALID_PROPERTY_TYPE", severity="warning")
    check_resource(found, prop.get("resourceType"), path)
