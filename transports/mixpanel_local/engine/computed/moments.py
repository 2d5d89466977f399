"""Moments in formulas: today, the text of one, and what lies between two. Days, months and years are those of UTC."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from mixpanel_local.engine.computed.literals import choice
from mixpanel_local.engine.computed.term import Term, first
from mixpanel_local.engine.dates import ms
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.sql import Sql, call, case, cast, number, text

_DAY_MS: Final = 86_400_000
_ISO: Final = "%Y-%m-%dT%H:%M:%S"


def today(_: Sequence[Term], setting: Setting) -> Term:
    """The moment of the question; in the project's time zone it is what clocks there show."""
    now = ms(setting.now)
    shift = setting.zone.offset(now) if setting.assumptions.formula_today == "project" else 0
    return Term({"d": number(now + shift)})


def iso(moment: Sql) -> Sql:
    """The text of a moment, YYYY-MM-DDTHH:MM:SS."""
    return call("strftime", _stamp(moment), text(_ISO))


def moment_of(term: Term) -> Sql:
    """Milliseconds since 1970 of a moment, or of a text that is a date; else NULL."""
    written = None if term.value.text is None else Term({"s": term.value.text}).value.instant()
    return first([term.moment, written], "BIGINT")


def datedif(terms: Sequence[Term], setting: Setting) -> Term:
    """How many whole units there are from one moment to another."""
    unit = choice(terms[2], tuple(_UNITS), "datedif(): the unit")
    start, end = (moment_of(term) for term in terms[:2])
    elapsed = setting.assumptions.formula_datedif_days == "elapsed"
    if not elapsed:
        start, end = (_floored(moment) for moment in (start, end))
    count = _UNITS[unit]
    ahead = cast(count(start, end), "DOUBLE")
    if setting.assumptions.formula_datedif_backwards == "undefined":
        return Term({"n": case((start <= end, ahead))})
    back = number(0) - cast(count(end, start), "DOUBLE")
    return Term({"n": case((start <= end, ahead), (start > end, back))})


def _stamp(moment: Sql) -> Sql:
    return call("make_timestamp", moment * number(1000))


def _floored(moment: Sql) -> Sql:
    return call("epoch_ms", call("date_trunc", text("day"), _stamp(moment)))


def _days(start: Sql, end: Sql) -> Sql:
    return (end - start) // number(_DAY_MS)


def _months(start: Sql, end: Sql) -> Sql:
    # Whole ones: from the 31st to the 30th is none.
    return call("datesub", text("month"), _stamp(start), _stamp(end))


def _years(start: Sql, end: Sql) -> Sql:
    return _months(start, end) // number(12)


def _after(unit: Callable[[Sql, Sql], Sql], months: int) -> Callable[[Sql, Sql], Sql]:
    """The days that are left after so many whole months."""

    def count(start: Sql, end: Sql) -> Sql:
        whole = call("to_months", cast(unit(start, end) * number(months), "INTEGER"))
        return _days(call("epoch_ms", _stamp(start) + whole), end)

    return count


_UNITS: Final[dict[str, Callable[[Sql, Sql], Sql]]] = {
    "D": _days,
    "M": _months,
    "Y": _years,
    "MD": _after(_months, 1),
    "YM": lambda start, end: _months(start, end) % number(12),
    "YD": _after(_years, 12),
}
