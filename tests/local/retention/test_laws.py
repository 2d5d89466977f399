"""The engine's cohorts are those of plain Python, and keep to laws of their own, whatever the events."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async import RetentionQuery
from mixpanel_async.queries.retention.result import RetentionQueryResult
from mixpanel_dataset.store import Store
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.database import Database
from mixpanel_local.engine.retention.engine import Answer, Retained
from mixpanel_local.engine.retention.reading import read_retention
from mixpanel_local.engine.sequences.passes import Passing
from mixpanel_local.engine.setting import Setting
from tests.local.asking import stored
from tests.local.histories import FIRST, NOW, SLOW, ZONES, histories, lines
from tests.local.retention.oracle import Question, cohorts, day_of, start
from tests.local.retention.stores import asked

# A turn of weeks and one of months lie inside.
MOMENTS = st.builds(lambda hours: FIRST + timedelta(hours=hours), st.integers(0, 30 * 6).map(lambda at: at * 6))
EVENTS = histories(["A", "A", "B"], MOMENTS, 25)
DAYS = st.tuples(st.integers(-3, 40), st.integers(0, 20)).map(
    lambda pair: (date(2026, 3, 6) + timedelta(days=pair[0]), date(2026, 3, 6) + timedelta(days=sum(pair)))
)
UNITS = st.sampled_from(["day", "week", "month"])
CRITERIA = st.sampled_from(["none", "carry_back", "carry_forward", "consecutive_forward"])
QUESTIONS = st.builds(
    Question,
    born=st.just("A"),
    back=st.sampled_from(["A", "B"]),
    days=DAYS,
    unit=UNITS,
    retention_unit=UNITS,
    calendar=st.booleans(),
    edges=st.lists(st.integers(1, 12), min_size=1, max_size=5, unique=True).map(lambda edges: tuple(sorted(edges))),
    criterion=CRITERIA,
    birth=st.sampled_from(["every interval", "first in range"]),
    clock=st.sampled_from(["first in row", "last in row"]),
    zero=st.sampled_from(["later event", "birth event counts"]),
    horizon=st.sampled_from(["last bucket", "no end"]),
)

SEVERAL = st.lists(QUESTIONS, min_size=3, max_size=3)


def answer(root: Path, question: Question) -> RetentionQueryResult:
    """What our client and the engine say to *question*."""
    return asked(root, ask(question), None, now=NOW, assume=assumed(question))


def assumed(question: Question) -> dict[str, Any]:
    """The assumptions under which *question* is asked."""
    return {
        "retention_birth": question.birth,
        "retention_birth_event": question.clock,
        "retention_bucket_zero": question.zero,
        "retention_bucket_sizes": "bounds",
        "retention_on_or_after_horizon": question.horizon,
        "retention_segment_event": "second" if question.by_return else "first",
    }


def peopled(rows: Any) -> dict[str, tuple[int, list[int]]]:
    """The rows in which somebody was born."""
    return {day: (row["first"], row["counts"]) for day, row in rows.items() if row["first"]}


@SLOW
@given(EVENTS, ZONES, SEVERAL)
def test_cohorts_are_those_of_plain_python(rows: Any, zone: str, questions: list[Question]) -> None:
    events = lines(rows)
    with TemporaryDirectory() as folder:
        root = stored(Path(folder), events, time_zone=zone).root
        for question in (evolve(each, zone=zone) for each in questions):
            assert peopled(answer(root, question).cohorts) == cohorts(events, question).get("", {}), question


@SLOW
@given(EVENTS, ZONES, SEVERAL, st.booleans())
def test_segments_are_those_of_plain_python(rows: Any, zone: str, questions: list[Question], by_return: bool) -> None:
    events = lines(rows)
    with TemporaryDirectory() as folder:
        root = stored(Path(folder), events, time_zone=zone).root
        for question in (evolve(each, zone=zone, by="plan", by_return=by_return) for each in questions):
            found = {name: peopled(segment) for name, segment in answer(root, question).segments.items()}
            expected = cohorts(events, question)
            if by_return:
                # A return behind the last bucket makes no segment.
                expected = {name: segment for name, segment in expected.items() if name in found or _peopled(segment)}
            assert found == expected, question


@SLOW
@given(EVENTS, QUESTIONS)
def test_on_or_after_never_rises_nor_does_a_streak_and_on_or_before_never_falls(rows: Any, question: Question) -> None:
    with TemporaryDirectory() as folder:
        root = stored(Path(folder), lines(rows), time_zone=question.zone).root
        found = {
            mode: peopled(answer(root, evolve(question, criterion=mode)).cohorts)
            for mode in ("none", "carry_back", "carry_forward", "consecutive_forward")
        }
    for row, (size, on) in found["none"].items():
        after, before, streak = (found[mode][row][1] for mode in ("carry_back", "carry_forward", "consecutive_forward"))
        assert after == sorted(after, reverse=True)
        assert streak == sorted(streak, reverse=True)
        assert before == sorted(before)
        assert all(count <= min(one, other) for count, one, other in zip(on, after, before, strict=True))
        assert max([*on, *after, *before, *streak]) <= size


@SLOW
@given(EVENTS, QUESTIONS, st.randoms())
def test_the_order_of_import_does_not_matter(rows: Any, question: Question, random: Any) -> None:
    events = lines(rows)
    shuffled = random.sample(events, len(events))
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        first = answer(stored(Path(one), events, time_zone=question.zone).root, question)
        second = answer(stored(Path(other), shuffled, time_zone=question.zone).root, question)
    assert first.cohorts == second.cohorts
    assert first.average == second.average


@SLOW
@given(EVENTS, QUESTIONS, st.sampled_from(["unique", "total", "average"]))
def test_passes_do_not_matter(rows: Any, question: Question, math: Any) -> None:
    events = lines(rows)
    for at, one in enumerate(events):
        # Sums of such numbers depend on their order, where they are not added exactly.
        one["properties"]["amount"] = 0.1 * at + 1e-11
    params = dict(ask(question, math=math, group_by="plan").params())
    params["sections"]["show"][0]["measurement"]["property"] = {"name": "amount", "resourceType": "events"}
    with TemporaryDirectory() as folder:
        root = stored(Path(folder), events).root
        once, several = (passing(root, params, passes) for passes in (1, 3))
    assert once == several


def passing(root: Path, params: Any, passes: int) -> Answer:
    """The answer with the users in so many passes."""
    store = Store.open(root)
    read = read_retention({"bookmark": params, "queryLimits": {"limit": 3000}}, Setting(NOW, Zone("UTC")))
    query = Database(store.root).query()
    return Retained(store, query, NOW, read.asked, passing=Passing(count=passes)).settled().answer()


def ask(question: Question, **more: Any) -> RetentionQuery:
    """The question in our client's words."""
    return RetentionQuery(
        question.born,
        question.back,
        unit=question.unit,
        retention_unit=question.retention_unit,
        alignment="interval_start" if question.calendar else "birth",
        bucket_sizes=list(question.edges),
        unbounded_mode=question.criterion,
        from_date=question.days[0],
        to_date=question.days[1],
        group_by=more.pop("group_by", question.by),
        **more,
    )


@SLOW
@given(EVENTS, QUESTIONS)
def test_first_time_retention_has_everybody_once(rows: Any, question: Question) -> None:
    with TemporaryDirectory() as folder:
        root = stored(Path(folder), lines(rows), time_zone=question.zone).root
        result = answer(root, evolve(question, birth="first in range"))
    events = [one for one in lines(rows) if one["event"] == question.born and one["properties"].get("distinct_id")]
    assert sum(row["first"] for row in result.cohorts.values()) == len(
        {one["properties"]["distinct_id"] for one in events if _inside(one, question)}
    )
    assert all(start(date.fromisoformat(day), question.unit) == date.fromisoformat(day) for day in result.cohorts)


def _inside(one: Any, question: Question) -> bool:
    return question.days[0] <= day_of(one, question.zone) <= question.days[1]


def _peopled(segment: Any) -> bool:
    return any(any(users) for _, users in segment.values())
