"""The embedded engine gives the funnels of the plain reference, whatever the events and the question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mixpanel_sync import Exclusion, FunnelQuery, FunnelStep
from tests import reference_funnels as reference
from tests.reference_cases import (
    CONDITIONS,
    NAMES,
    days_of,
    examples,
    filter_of,
    filters_of,
    ranges,
    rows,
    same,
    steps,
    workspace,
)
from tests.reference_engine import DAY, HOUR, MINUTE, SECOND, Row, aggregated
from tests.reference_funnels import Attempt, Funnel

# Milliseconds, or sessions in a row, with how a client says them and what may be counted in them.
WINDOWS: Sequence[tuple[int | None, int, tuple[int, str], Sequence[str]]] = (
    (30 * SECOND, 1, (30, "second"), ("unique", "total")),
    (30 * MINUTE, 1, (30, "minute"), ("unique", "total")),
    (HOUR, 1, (1, "hour"), ("unique", "total")),
    (2 * DAY, 1, (2, "day"), ("unique", "total")),
    (7 * DAY, 1, (1, "week"), ("unique", "total")),
    (30 * DAY, 1, (1, "month"), ("unique", "total")),
    (None, 1, (1, "session"), ("unique", "total", "session")),
    (None, 3, (3, "session"), ("session",)),
)
SAID = {(window, several): said for window, several, said, _ in WINDOWS}
RATES = {"unique": "conversion_rate_unique", "total": "conversion_rate_total", "session": "conversion_rate_session"}
ATTRIBUTIONS = ("first_defined", "last_defined", "step_1", "step_2")


@st.composite
def cases(draw: st.DrawFn) -> Funnel:
    window, several, _, countings = draw(st.sampled_from(WINDOWS))
    count = draw(st.integers(2, 4))
    in_any_order = draw(st.booleans())
    # Which of two steps without a place an event is, where it could be both, no document says.
    names = draw(st.permutations(NAMES) if in_any_order else st.lists(st.sampled_from(NAMES[:3]), min_size=4))[:count]
    between = st.sampled_from(list(combinations(range(count), 2)))
    excluded = draw(st.lists(st.tuples(st.sampled_from(NAMES), between), max_size=2))
    return Funnel(
        steps=tuple(draw(steps([name])) for name in names),
        days=draw(ranges()),
        window=window,
        sessions=several,
        counting=draw(st.sampled_from(countings)),
        optimized=draw(st.booleans()),
        free=tuple(draw(st.lists(st.booleans(), min_size=count, max_size=count))) if in_any_order else (),
        exclusions=tuple(reference.Exclusion(name, *pair) for name, pair in excluded),
        hold=draw(st.sampled_from([(), (), ("plan",), ("plan", "amount")])),
        by=draw(st.sampled_from([None, "plan"])),
        conditions=draw(st.one_of(st.just(()), st.just(()), st.tuples(CONDITIONS))),
        attribution=draw(st.sampled_from(ATTRIBUTIONS)),
        unit=draw(st.sampled_from([None, "day", "week", "month"])),
        split=draw(st.booleans()),
    )


def question(case: Funnel, **measured: Any) -> FunnelQuery:
    """What a client asks."""
    length, unit = SAID[case.window, case.sessions]
    free = case.free or (False,) * len(case.steps)
    return FunnelQuery(
        [
            FunnelStep(step.name, filters=filters_of(step), order="any" if at else "loose")
            for step, at in zip(case.steps, free, strict=True)
        ],
        conversion_window=length,
        conversion_window_unit=unit,
        order="any" if any(free) else "loose",
        reentry_mode="optimized" if case.optimized else "default",
        exclusions=[Exclusion(each.name, each.after, each.before) for each in case.exclusions] or None,
        holding_constant=list(case.hold) or None,
        group_by=case.by,
        where=[filter_of(each) for each in case.conditions] or None,
        mode="steps" if case.unit is None else "trends",
        unit=case.unit or "day",
        **measured,
        **days_of(case.days),
    )


def assumed(case: Funnel) -> Mapping[str, Any]:
    """The choices under which it is what the reference computes."""
    return {
        "funnel_grace_seconds": 0,
        "funnel_attribution": case.attribution,
        "funnel_trends": "split" if case.split else "separate",
    }


def blocks(series: Mapping[str, Any], case: Funnel) -> Iterator[tuple[tuple[str, date | None], Mapping[str, Any]]]:
    """The numbers of a reply's one funnel, by segment and interval."""
    (tree,) = series.values()
    for segment, branch in ({"": tree} if case.by is None else tree).items():
        if segment == "$overall":
            continue
        for moment, block in {None: branch}.items() if case.unit is None else branch.items():
            day = None if moment is None else datetime.fromisoformat(moment).date()
            yield (segment, day), {name: [one["all"] for one in steps.values()] for name, steps in block.items()}


def told(attempts: Sequence[Attempt], case: Funnel) -> Mapping[str, Sequence[float]]:
    """What a reply always tells of each step."""
    taken = [reference.reached(attempts, step) for step in range(len(case.steps))]
    counts = [len(each) for each in taken]
    since = [[each.seconds(step, max(step - 1, 0)) for each in found] for step, found in enumerate(taken)]
    whole = [[each.seconds(step, 0) for each in found] for step, found in enumerate(taken)]
    return {
        "count": counts,
        "step_conv_ratio": [_part(count, counts[max(step - 1, 0)]) for step, count in enumerate(counts)],
        "overall_conv_ratio": [_part(count, counts[0]) for count in counts],
        "avg_time": [aggregated("average", seconds) or 0.0 for seconds in since],
        "avg_time_from_start": [aggregated("average", seconds) or 0.0 for seconds in whole],
    }


def _part(count: int, whole: int) -> float:
    return count / whole if whole else 0.0


def check(found: Mapping[str, Sequence[Any]], expected: Mapping[str, Sequence[Any]], place: object) -> None:
    for name, numbers in expected.items():
        assert all(map(same, found[name], numbers)), (place, name, found[name], numbers)


@examples
@given(rows(), cases())
def test_counts_ratios_and_times(events: list[Row], case: Funnel) -> None:
    expected = reference.funnel(events, case)
    with workspace(events, case.days.zone, assumed(case)) as ws:
        found = dict(blocks(ws.query_funnel(question(case, math=RATES[case.counting])).series, case))
    assert {place for place, attempts in expected.items() if attempts} <= set(found)
    for place, block in found.items():
        check(block, told(expected.get(place, []), case), place)


MATHS = st.sampled_from(["total", "average", "min", "max", "median", "p25", "p90"])


@examples
@given(rows(), cases(), MATHS)
def test_values_and_times_to_convert(events: list[Row], case: Funnel, math: str) -> None:
    """Both are counted with totals; the first step took no time."""
    case = replace(case, counting="total", window=case.window if case.sessions == 1 else HOUR, sessions=1)
    expected = reference.funnel(events, case)
    with workspace(events, case.days.zone, assumed(case)) as ws:
        values = dict(blocks(ws.query_funnel(question(case, math=math, math_property="amount")).series, case))
        params = ws.build_funnel_params(question(case, math=RATES["total"]))
        # Times have no property: a client that wants one of its users says so by hand.
        params["sections"]["show"][0]["measurement"]["math"] = math
        times = dict(blocks(ws.run_funnel_params(params).series, case)) if math != "total" else {}
    steps = range(len(case.steps))
    for place, block in values.items():
        taken = [reference.reached(expected.get(place, []), step) for step in steps]
        amounts = [[each.met[step].properties.get("amount") for each in taken[step]] for step in steps]
        check(block, {f"property_{math}": [aggregated(math, several) for several in amounts]}, place)
    for place, block in times.items():
        taken = [reference.reached(expected.get(place, []), step) for step in steps]
        whole = [[each.seconds(step, 0) for each in taken[step]] for step in steps]
        seconds = [None, *(aggregated(math, several) for several in whole[1:])]
        check(block, {f"{math}_time_from_start": seconds}, place)
