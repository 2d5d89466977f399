"""The filters of a step read back from the format flows have for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mixpanel_async.queries.flow.step_filters import DATES, NUMBERS, STRINGS
from mixpanel_async.specs.filters import Filter
from mixpanel_async.specs.flow_steps import FlowStep
from mixpanel_async.specs.reading.place import Place

_PRESENCE = ("is set", "is not set")


def read_step(place: Place) -> FlowStep:
    """The step of an entry in ``steps``, with its own *forward* and *reverse*."""
    event, label = place.get("event").text(), place.get("step_label").if_given(Place.text)
    session: Any = place.get("session_event").if_given(Place.text)
    return place.made(
        FlowStep,
        event,
        place.get("forward").if_given(Place.whole),
        place.get("reverse").if_given(Place.whole),
        None if label == event else label,
        tuple(_filter(each) for each in place.get("property_filter_params_list").items()) or None,
        "any" if place.get("bool_op").value == "or" else "all",
        session,
    )


def _filter(place: Place) -> Filter:
    prop = place.get("property")
    kind: Any = prop.get("type").text()
    if kind not in _READERS:
        raise prop.get("type").refusal(f"{kind!r} is no type of a step's filter; it is one of {', '.join(_READERS)}")
    operator, value, unit = _READERS[kind](place.get("filter"))
    resource: Any = "people" if prop.get("source").value == "user" else "events"
    return place.made(Filter, prop.get("name").text(), operator, value, kind, resource, unit)


Read = tuple[Any, Any, Any]


def _string(place: Place) -> Read:
    operator = _word(place.get("operator"), STRINGS)
    return operator, _each(place.get("operand"), operator, _scalar), None


def _number(place: Place) -> Read:
    operator = _word(place.get("operator"), NUMBERS)
    return operator, _each(place.get("operand"), operator, _digits), None


def _boolean(place: Place) -> Read:
    return place.get("operand").text(), None, None


def _date(place: Place) -> Read:
    """A comparison with days, or with an age where there is a unit."""
    operand, unit = place.get("operand"), place.get("unit").if_given(Place.text)
    signs = {word: sign for word, sign in DATES.items() if (word in _AGES) == (unit is not None)}
    operator = _word(place.get("operator"), signs)
    if unit is not None:
        return operator, operand.number(), unit.removesuffix("s")
    return operator, _each(operand, operator, _day), None


_READERS: Mapping[str, Callable[[Place], Read]] = {
    "string": _string,
    "number": _number,
    "boolean": _boolean,
    "datetime": _date,
}
_AGES = ("was in the", "was not in the")


def _word(sign: Place, signs: Mapping[str, str]) -> str:
    """The operator that is sent as *sign*, the first of several."""
    for word, sent in signs.items():
        if sent == sign.value:
            return word
    raise sign.refusal(f"{sign.value!r} compares nothing; known are {', '.join(signs.values())}")


def _each(place: Place, operator: str, form: Callable[[Place], Any]) -> Any:
    if operator in _PRESENCE:
        return None
    return [form(item) for item in place.items()] if isinstance(place.value, list) else form(place)


def _scalar(place: Place) -> Any:
    if isinstance(place.value, list | dict):
        raise place.refusal(f"{place.value!r} is no text")
    return place.value


def _digits(place: Place) -> int | float:
    text = place.text()
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    raise place.refusal(f"{text!r} is no number")


def _day(place: Place) -> str:
    """A day written month first."""
    parts = place.text().split("/")
    if len(parts) != 3:
        raise place.refusal(f"{place.value!r} is no day; it is written as 01/31/2026")
    month, day, year = parts
    return f"{year}-{month}-{day}"
