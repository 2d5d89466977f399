"""Mixpanel's funnels in plain Python, one event after the other: slow, and simple enough to be checked by reading.

Written from Mixpanel's documents (docs/reports/funnels/funnels-advanced, docs/features/sessions) and the choices named
in ``mixpanel_local.Assumptions``, without a grace period; it shares no code with the engine that is held against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tests.reference_engine import Condition, Range, Row, Step, journeys, label, sessions, start_of


@dataclass(frozen=True)
class Exclusion:
    """An event that ends an attempt which took step *after* and did not yet take step *before*, counted from 0."""

    name: str
    after: int
    before: int


@dataclass(frozen=True)
class Funnel:
    """*steps* within *window* milliseconds of the first, or within *sessions* in a row.

    Steps in *free* may come in any order among their free neighbours; all others have their place. *counting* is
    unique, total or session. *attribution* says whose step's property an attempt has: ``first_defined``,
    ``last_defined`` or ``step_1`` ...; attempts are counted by that of *by*, and those that do not meet *conditions*
    with theirs are dropped. Over time there is a funnel for each *unit*, or one that is *split* by it.
    """

    steps: tuple[Step, ...]
    days: Range
    window: int | None
    sessions: int = 1
    counting: str = "unique"
    optimized: bool = False
    free: tuple[bool, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    hold: tuple[str, ...] = ()
    by: str | None = None
    conditions: tuple[Condition, ...] = ()
    attribution: str = "first_defined"
    unit: str | None = None
    split: bool = False


@dataclass(frozen=True)
class Attempt:
    """The events that met the steps, as they were taken, and the place in the journey where it was over."""

    met: tuple[Row, ...]
    begins: int
    over: int

    def seconds(self, step: int, since: int) -> float:
        """How long it took from one step to another."""
        return (self.met[step].time - self.met[since].time) / 1000


def funnel(rows: Sequence[Row], asked: Funnel) -> dict[tuple[str, date | None], list[Attempt]]:
    """The attempts that count, by segment (``""`` without a breakdown) and first day of the interval they began in."""
    found: dict[tuple[str, date | None], list[Attempt]] = defaultdict(list)
    for journey in journeys(rows).values():
        for attempt in _counted(journey, asked):
            if all(_meets(attempt, condition, asked) for condition in asked.conditions):
                found[_segment(attempt, asked), _interval(attempt.met[0], asked)].append(attempt)
    return found


def reached(attempts: Sequence[Attempt], step: int) -> list[Attempt]:
    """Those that took *step*."""
    return [attempt for attempt in attempts if len(attempt.met) > step]


# --- whose property an attempt has ------------------------------------------------------------------------------------


def _attributed(attempt: Attempt, name: str, choice: str) -> Row | None:
    """The event whose property *name* is the attempt's; None for a step that was not taken."""
    if choice.startswith("step_"):
        step = int(choice.removeprefix("step_")) - 1
        return attempt.met[step] if step < len(attempt.met) else None
    defined = [row for row in attempt.met if row.properties.get(name) is not None]
    if not defined:
        return attempt.met[0]
    return defined[-1] if choice == "last_defined" else defined[0]


def _segment(attempt: Attempt, asked: Funnel) -> str:
    if asked.by is None:
        return ""
    row = _attributed(attempt, asked.by, asked.attribution)
    return label(None if row is None else row.properties.get(asked.by))


def _meets(attempt: Attempt, condition: Condition, asked: Funnel) -> bool:
    row = _attributed(attempt, condition.name, asked.attribution)
    return row is not None and condition.holds(row)


def _interval(row: Row, asked: Funnel) -> date | None:
    return None if asked.unit is None else start_of(asked.days.day(row), asked.unit)


# --- which attempts count ---------------------------------------------------------------------------------------------


def _counted(journey: Sequence[Row], asked: Funnel) -> list[Attempt]:
    number = sessions(journey, asked.days)
    firsts = [at for at, row in enumerate(journey) if asked.days.holds(row) and _step(row, set(), asked) is not None]
    if asked.unit is None or asked.split:
        return _of_one_funnel(journey, firsts, number, asked)
    # A funnel of its own for each interval.
    apart: dict[date | None, list[int]] = defaultdict(list)
    for at in firsts:
        apart[_interval(journey[at], asked)].append(at)
    return [each for entries in apart.values() for each in _of_one_funnel(journey, entries, number, asked)]


def _of_one_funnel(
    journey: Sequence[Row], firsts: Sequence[int], number: Sequence[int], asked: Funnel
) -> list[Attempt]:
    if asked.optimized:
        return _optimized([_attempt(journey, at, number, asked) for at in firsts], number, asked)
    if asked.counting == "session":
        return _once([_attempt(journey, at, number, asked) for at in firsts], lambda attempt: number[attempt.begins])
    attempts = _in_turn(journey, firsts, number, asked)
    return attempts if asked.counting == "total" else _once(attempts, lambda attempt: _segment(attempt, asked))


def _once(attempts: Sequence[Attempt], key: Callable[[Attempt], object]) -> list[Attempt]:
    """The first attempt of each *key*."""
    found: dict[object, Attempt] = {}
    for attempt in attempts:
        found.setdefault(key(attempt), attempt)
    return list(found.values())


def _in_turn(journey: Sequence[Row], firsts: Sequence[int], number: Sequence[int], asked: Funnel) -> list[Attempt]:
    """Attempts that begin when the one before is over; those that hold different values constant do not wait.

    A user who counts once holds the first value, unless a breakdown lets the user count in several segments.
    """
    once = asked.counting == "unique" and asked.by is None
    over: dict[tuple[str, ...], int] = {}
    attempts: list[Attempt] = []
    for at in firsts:
        held = () if once else _held(journey[at], asked)
        if at >= over.get(held, 0):
            attempts.append(_attempt(journey, at, number, asked))
            over[held] = attempts[-1].over
    return attempts


def _optimized(every: Sequence[Attempt], number: Sequence[int], asked: Funnel) -> list[Attempt]:
    """Every first step opens an attempt. Of several with one second step the last one stands for all.

    Of a user, a user's segment or a user's session the one counts that got furthest, soonest.
    """
    if asked.counting == "total":
        last = {(_held(each.met[0], asked), each.met[1]): each for each in every if len(each.met) > 1}
        kept = list(last.values())
        return [each for each in every if len(each.met) == 1 or each in kept]
    best = sorted(every, key=lambda each: (-len(each.met), each.met[-1].time, each.met[-1].place, -each.begins))
    if asked.counting == "session":
        return _once(best, lambda attempt: number[attempt.begins])
    return _once(best, lambda attempt: _segment(attempt, asked))


# --- one attempt ------------------------------------------------------------------------------------------------------


def _held(row: Row, asked: Funnel) -> tuple[str, ...]:
    return tuple(label(row.properties.get(name)) for name in asked.hold)


def _block(asked: Funnel, done: set[int]) -> list[int]:
    """The steps of which the next one is one: the first that is not *done* and, if it is free, its free neighbours."""
    free = asked.free or (False,) * len(asked.steps)
    left = [step for step in range(len(asked.steps)) if step not in done]
    if not left or not free[left[0]]:
        return left[:1]
    return [step for step in left if all(free[left[0] : step + 1])]


def _step(row: Row, done: set[int], asked: Funnel) -> int | None:
    """The step that *row* takes behind those that are *done*: the first of the block it can be."""
    return next((step for step in _block(asked, done) if asked.steps[step].matches(row)), None)


def _attempt(journey: Sequence[Row], begins: int, number: Sequence[int], asked: Funnel) -> Attempt:
    """What follows the first step at *begins*: the first instance of each next step, while the window is open."""
    met, done = [journey[begins]], {step for step in [_step(journey[begins], set(), asked)] if step is not None}
    for at in range(begins + 1, len(journey)):
        row = journey[at]
        if _late(journey, begins, at, number, asked):
            return Attempt(tuple(met), begins, at)
        if _excluded(row, len(met), asked):
            return Attempt(tuple(met), begins, at + 1)
        step = _step(row, done, asked)
        if step is not None and _held(row, asked) == _held(met[0], asked):
            met.append(row)
            done.add(step)
            if len(met) == len(asked.steps):
                return Attempt(tuple(met), begins, at + 1)
    return Attempt(tuple(met), begins, len(journey))


def _excluded(row: Row, taken: int, asked: Funnel) -> bool:
    return any(row.name == each.name and each.after < taken <= each.before for each in asked.exclusions)


def _late(journey: Sequence[Row], begins: int, at: int, number: Sequence[int], asked: Funnel) -> bool:
    if asked.window is None:
        return number[at] - number[begins] >= asked.sessions
    return journey[at].time - journey[begins].time > asked.window
