"""JQL, as far as it can be had without JavaScript: the programs of mixpanel-async's discovery helpers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, Final, TypeAlias

from mixpanel_local.engine.programs import Asked, Programs
from mixpanel_local.engine.shape import integer, item, mapping, number, read_json, sequence, text
from mixpanel_local.engine.time_reading import read_date
from mixpanel_local.errors import BadRequest, Unsupported
from mixpanel_local.routes.context import Context

Params: TypeAlias = Mapping[str, Any]
Program: TypeAlias = Callable[[Programs, Params], list[Any]]


def jql(context: Context) -> list[Any]:
    """POST /jql: a program is known by the digest of its text, since that alone says what it does."""
    script = context.call.text("script")
    program = PROGRAMS.get(sha256(script.encode(errors="replace")).hexdigest())
    if program is None:
        raise Unsupported(
            "the embedded Mixpanel runs no JavaScript: of JQL it answers the programs that mixpanel-async sends for "
            "property_distribution, numeric_summary, daily_counts, engagement_distribution and property_coverage, "
            "as they are, and no other script; ask insights instead"
        )
    return program(Programs(context.store, context.query.frame), _params(context))


def _params(context: Context) -> Params:
    return mapping(read_json(context.call.arguments.get("params") or "{}", "params"), "params")


def _distribution(programs: Programs, params: Params) -> list[Any]:
    return programs.distribution(_one_event(params), _text(params, "property"))


def _summary(programs: Programs, params: Params) -> list[Any]:
    ranks = sequence(item(params, "percentiles", "params"), "params.percentiles", number)
    if not all(0 <= rank <= 100 for rank in ranks):
        raise BadRequest("params.percentiles: each is from 0 to 100")
    return programs.summary(_one_event(params), _text(params, "property"), ranks)


def _days(programs: Programs, params: Params) -> list[Any]:
    return programs.days(_several_events(params))


def _engagement(programs: Programs, params: Params) -> list[Any]:
    buckets = sequence(item(params, "buckets", "params"), "params.buckets", integer)
    return programs.engagement(_several_events(params), buckets)


def _coverage(programs: Programs, params: Params) -> list[Any]:
    names = sequence(item(params, "properties", "params"), "params.properties", text)
    return programs.coverage(_one_event(params), names)


PROGRAMS: Final[Mapping[str, Program]] = {
    "553ed093e77d2b27898eead56677d615dc9ce4bd4449d7841bda6e2413169135": _distribution,
    "50cf2d7330c9c672126eb7019135190113446ab50f69f46b6d88ad908ef1043b": _summary,
    "ab7a094766a5b1fc1fd0aec0784f33b858f17d5d531b42858fa52d2bc8e2130d": _days,
    "100b0a6b43e735b320bb2593c5ba22be02a6703a65b7c13dedac901a5b5f2ec3": _engagement,
    "4d50e36970fd29a080f29f13a3165fe39ffeff0201bfda0e7b8aa6697362d76b": _coverage,
}
"""SHA-256 of a program's text -> what answers it."""


def _one_event(params: Params) -> Asked:
    return Asked(*_range(params), (_text(params, "event"),))


def _several_events(params: Params) -> Asked:
    events = params.get("events")
    return Asked(*_range(params), sequence(events, "params.events", text) if events is not None else ())


def _range(params: Params) -> tuple[date, date]:
    first, last = (read_date(item(params, key, "params"), key) for key in ("from_date", "to_date"))
    if first > last:
        raise BadRequest(f"from_date {first} is after to_date {last}")
    return first, last


def _text(params: Params, key: str) -> str:
    return text(item(params, key, "params"), f"params.{key}")
