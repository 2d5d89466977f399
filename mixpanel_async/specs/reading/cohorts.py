"""Cohorts read back: saved ones by their id, described ones by what they ask of a user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mixpanel_async.specs.cohort_conditions import COMPARISONS, OPERATORS, Belongs, Did, Has
from mixpanel_async.specs.cohort_criteria import CohortCriteria
from mixpanel_async.specs.cohort_definitions import CohortDefinition
from mixpanel_async.specs.cohort_spans import Dates, Rolling, Span
from mixpanel_async.specs.reading.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mixpanel_async.specs.filters import Filter

_FREQUENCIES: Mapping[str, Any] = {sign: word for word, sign in COMPARISONS.items()}
_WORDS: Mapping[str, Any] = {sign: word for word, sign in OPERATORS.items()}


def read_cohort(place: Place, read_filter: Callable[[Place], Filter]) -> int | CohortDefinition:
    """The cohort an entry names. Filters name cohorts, cohorts hold filters: so *read_filter* is given."""
    described = place.get("raw_cohort")
    return place.get("id").whole() if described.value is None else read_definition(described, read_filter)


def read_definition(place: Place, read_filter: Callable[[Place], Filter]) -> CohortDefinition:
    """The cohort described by a ``selector`` and its ``behaviors``."""

    def part(node: Place) -> CohortCriteria | CohortDefinition:
        if node.get("children").value is not None:
            return group(node)
        return CohortCriteria(_condition(node, place.get("behaviors"), read_filter))

    def group(node: Place) -> CohortDefinition:
        kind = CohortDefinition.any_of if node.get("operator").value == "or" else CohortDefinition.all_of
        return node.made(kind, *(part(child) for child in node.get("children").items()))

    return group(place.get("selector"))


def _condition(node: Place, behaviors: Place, read_filter: Callable[[Place], Filter]) -> Did | Has | Belongs:
    match node.get("property").value:
        case "behaviors":
            return _did(node, behaviors.get(node.get("value").text()), read_filter)
        case "user":
            kind: Any = node.get("type").if_given(Place.text) or "string"
            operator = _word(node.get("operator"), _WORDS)
            return node.made(Has, node.get("value").text(), node.get("operand").value, operator, kind)
        case "cohort":
            return Belongs(node.get("value").whole(), negated=node.get("operator").value == "not in")
    raise node.refusal("it asks neither for events, nor for a property, nor for a cohort")


def _did(node: Place, behavior: Place, read_filter: Callable[[Place], Filter]) -> Did:
    count = behavior.get("count")
    event = count.get("event_selector")
    aggregation: Any = count.get("aggregationOperator").if_given(Place.text)
    return Did(
        event.get("event").text(),
        _word(node.get("operator"), _FREQUENCIES),
        node.get("operand").number(),
        _span(behavior),
        tuple(read_filter(child) for child in event.get("selector").get("children").items()),
        aggregation,
        count.get("property").if_given(Place.text),
    )


def _span(behavior: Place) -> Span:
    window = behavior.get("window")
    if window.value is None:
        return Dates(behavior.get("from_date").text(), behavior.get("to_date").text())
    return Rolling(window.get("unit").text(), window.get("value").whole())


def _word(sign: Place, words: Mapping[str, Any]) -> Any:
    if not isinstance(sign.value, str) or sign.value not in words:
        raise sign.refusal(f"{sign.value!r} is no comparison; known are {', '.join(words)}")
    return words[sign.value]
