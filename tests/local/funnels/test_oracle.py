"""The engine agrees with plain Python on random journeys full of ties, user by user."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.local.asking import DAY, Asking, at, event, group, stored
from tests.local.funnels.asking import excluded, funnel, logged, row, step, told
from tests.local.funnels.oracle import Spec, counts, seconds

USERS = 150
NAMES = "ABCX"
# Most events of a journey share a time with another one, many more are within the grace period of one.
STEPS_MS = (0, 0, 0, 0, 500, 1000, 2000, 2001, 3000, 60_000)
WINDOWS = ((2, "second"), (5, "second"), (1, "minute"), (1, "day"))
UNITS = {"second": 1000, "minute": 60_000, "day": 86_400_000}
START = at(DAY, "00:00:00") * 1000


def crowd(seed: int) -> list[dict[str, Any]]:
    """Random journeys, most of them within a few seconds, some reaching beyond the day."""
    pick = random.Random(seed)
    events = []
    for user in range(USERS):
        time = START + pick.choice([-2000, 0, 43_200_000, 86_390_000])
        for _ in range(pick.randint(0, 12)):
            time += pick.choice(STEPS_MS)
            held = {} if pick.random() < 0.2 else {"color": pick.choice(["red", "blue"])}
            events.append(event(pick.choice(NAMES), f"u{user:03}", time, **held))
    return list(logged(events))


@pytest.fixture(scope="module")
def crowds(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Asking, dict[str, list[dict[str, Any]]]]]:
    return [remembered(crowd(seed), tmp_path_factory.mktemp("crowd")) for seed in (1, 2)]


def remembered(events: list[dict[str, Any]], folder: Path) -> tuple[Asking, dict[str, list[dict[str, Any]]]]:
    """A store, and its events by user in order."""
    journeys: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in events:
        journeys[each["properties"]["distinct_id"]].append(each)
    return stored(folder, events), journeys


def examples(count: int) -> Any:
    """So many questions; hundreds in the long profile."""
    return settings(max_examples=max(count, settings().max_examples // 4), deadline=None)


@st.composite
def specs(draw: st.DrawFn) -> tuple[Spec, tuple[int, str]]:
    count = draw(st.integers(1, 4))
    steps = tuple(draw(st.lists(st.sampled_from("ABC"), min_size=count, max_size=count)))
    window = draw(st.sampled_from(WINDOWS))
    between = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] < pair[1])
    exclusions = draw(st.lists(st.tuples(st.sampled_from(NAMES), between), max_size=2)) if count > 1 else []
    assume = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "funnel_grace_seconds": st.sampled_from([0, 0, 1, 2]),
                "funnel_ties": st.sampled_from(["log", "strict", "any"]),
                "funnel_grace_from": st.sampled_from(["latest", "previous"]),
                "funnel_grace_exclusions": st.sampled_from(["apply", "ignore"]),
                "funnel_window_end": st.sampled_from(["inside", "outside"]),
                "funnel_exclusion_on_step": st.sampled_from(["excludes", "spares"]),
                "funnel_hold_undefined": st.sampled_from(["value", "nothing"]),
                "funnel_converting_event": st.sampled_from(["leaves", "reenters"]),
                "funnel_totals_absorb": st.sampled_from(["absorbed", "counted"]),
            },
        )
    )
    spec = Spec(
        steps=steps,
        window=window[0] * UNITS[window[1]],
        entered=(START, START + UNITS["day"]),
        free=draw(st.one_of(st.just(()), st.tuples(*[st.booleans()] * count))),
        exclusions=tuple((name, *pair) for name, pair in exclusions),
        held=draw(st.sampled_from([(), (), ("color",)])),
        optimized=draw(st.booleans()),
        counting=draw(st.sampled_from(["uniques", "totals"])),
        assume=assume,
    )
    return spec, window


def asked(spec: Spec, window: tuple[int, str], **more: Any) -> Any:
    """The request that asks for *spec*."""
    free = spec.free or (False,) * len(spec.steps)
    return funnel(
        *(step(name, funnelOrder="any" if each else "loose") for name, each in zip(spec.steps, free, strict=True)),
        window=window,
        math="conversion_rate_total" if spec.counting == "totals" else "conversion_rate_unique",
        exclusions=[excluded(name, after + 1, before + 1) for name, after, before in spec.exclusions],
        held=spec.held,
        funnelOrder="any" if any(free) else "loose",
        funnelReentryMode="optimized" if spec.optimized else "default",
        **more,
    )


@pytest.mark.parametrize("at", [0, 1])
@examples(25)
@given(drawn=specs())
def test_counts_and_times_are_those_of_plain_python(
    crowds: list[tuple[Asking, dict[str, list[dict[str, Any]]]]], at: int, drawn: tuple[Spec, tuple[int, str]]
) -> None:
    asking, journeys = crowds[at][0].assuming(**drawn[0].assume), crowds[at][1]
    spec, window = drawn
    expected = {user: counts(journey, spec) for user, journey in journeys.items()}
    sums = [sum(each) for each in zip(*expected.values(), strict=True)]
    plain = told(asking, asked(spec, window))
    assert row(plain) == sums
    times = [sum(each) for each in zip(*(seconds(journey, spec) for journey in journeys.values()), strict=True)]
    assert row(plain, "avg_time_from_start") == pytest.approx(
        [time / count if count else 0.0 for time, count in zip(times, sums, strict=True)]
    )


@pytest.mark.parametrize("at", [0, 1])
@examples(15)
@given(drawn=specs())
def test_each_users_counts_are_those_of_plain_python(
    crowds: list[tuple[Asking, dict[str, list[dict[str, Any]]]]], at: int, drawn: tuple[Spec, tuple[int, str]]
) -> None:
    asking, journeys = crowds[at][0].assuming(**drawn[0].assume), crowds[at][1]
    spec, window = drawn
    expected = {user: counts(journey, spec) for user, journey in journeys.items()}
    split = told(asking, asked(spec, window, groups=[group("$distinct_id")]))
    found = {user: row(block) for user, block in split.items() if user != "$overall"}
    assert found == {user: steps for user, steps in expected.items() if steps[0]}
