"""The engine's flows are those of plain Python, and keep to laws of their own, whatever the events."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async import Filter, FlowStep
from mixpanel_async.queries.flow.result import FlowQueryResult
from mixpanel_dataset.store import Store
from mixpanel_local.assumptions import Assumptions
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.database import Database
from mixpanel_local.engine.flow.engine import FlowEngine
from mixpanel_local.engine.flow.reading import read_flow
from mixpanel_local.engine.flow.reply import flow_reply
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.sequences.passes import Passing
from mixpanel_local.engine.setting import Setting
from tests.local.asking import stored
from tests.local.flows import oracle
from tests.local.flows.oracle import Anchor, Question, flows
from tests.local.flows.stores import asked
from tests.local.histories import FIRST, NOW, SLOW, ZONES, histories, lines
from tests.local.through import workspace

MOMENTS = st.builds(
    lambda hours, minutes: FIRST + timedelta(hours=hours * 8, minutes=minutes),
    st.integers(0, 12),
    st.sampled_from([0, 0, 10, 30, 40]),
)
EVENTS = histories(["A", "B", "C", "X"], MOMENTS, 30)
DAYS = st.tuples(st.integers(-3, 4), st.integers(0, 5)).map(
    lambda pair: (date(2026, 3, 6) + timedelta(days=pair[0]), date(2026, 3, 6) + timedelta(days=sum(pair)))
)
ANCHORS = st.lists(
    st.builds(
        Anchor,
        name=st.sampled_from(["A", "B"]),
        forward=st.integers(0, 2),
        reverse=st.integers(0, 2),
        plan=st.sampled_from([None, None, "pro"]),
    ),
    min_size=1,
    max_size=3,
).filter(lambda anchors: any(anchor.forward or anchor.reverse for anchor in anchors))
NAMES = st.sampled_from([(), (), ("X",), ("B", "X")])
QUESTIONS = st.builds(
    Question,
    anchors=ANCHORS.map(tuple),
    days=DAYS,
    window=st.integers(1, 3),
    counting=st.sampled_from(["unique", "total", "session"]),
    hidden=NAMES,
    excluded=st.sampled_from([(), (), ("X",)]),
    collapse=st.booleans(),
    trail=st.sampled_from(["no end", "conversion window", "date range"]),
    before=st.sampled_from(["seen", "unseen"]),
    between=st.sampled_from(["once", "both sides"]),
    after_exclusion=st.sampled_from(["end the flow", "ignored"]),
    converting=st.sampled_from(["leaves", "reenters"]),
)
SEVERAL = st.lists(QUESTIONS, min_size=4, max_size=4)


def anchors(question: Question) -> list[FlowStep]:
    """The anchors in our client's words."""
    return [
        FlowStep(
            one.name,
            forward=one.forward,
            reverse=one.reverse,
            filters=None if one.plan is None else [Filter.equals("plan", one.plan)],
        )
        for one in question.anchors
    ]


def options(question: Question) -> dict[str, Any]:
    """The rest of the question."""
    session = {"conversion_window": 1, "conversion_window_unit": "session"}
    return {
        "count_type": question.counting,
        "hidden_events": list(question.hidden),
        "exclusions": list(question.excluded),
        "collapse_repeated": question.collapse,
        "from_date": question.days[0],
        "to_date": question.days[1],
        "cardinality": 50,
        **(session if question.counting == "session" else {"conversion_window": question.window}),
    }


def assumed(question: Question) -> dict[str, Any]:
    """What is assumed."""
    return {
        "flow_trail": question.trail,
        "flow_before_range": question.before,
        "flow_between_anchors": question.between,
        "flow_exclusions_after": question.after_exclusion,
        "funnel_converting_event": question.converting,
    }


def answer(root: Path, question: Question, **more: Any) -> FlowQueryResult:
    """What our client and the engine say to *question*."""
    return asked(root, *anchors(question), now=NOW, assume=assumed(question), **options(question) | more)


def edges(paths: Counter[oracle.Path]) -> Counter[tuple[tuple[int, str], tuple[int, str]]]:
    """How often the flows lead from one place to the next."""
    found: Counter[tuple[tuple[int, str], tuple[int, str]]] = Counter()
    for path, several in paths.items():
        for source, target in pairwise(path):
            found[source, target] += several
    return found


def drawn_edges(result: FlowQueryResult) -> Counter[tuple[tuple[int, str], tuple[int, str]]]:
    rows = result.edges_df.select("source_step", "source_event", "target_step", "target_event", "count").iter_rows()
    return Counter({((at, source), (to, target)): several for at, source, to, target, several in rows})


def drawn_nodes(result: FlowQueryResult) -> Counter[tuple[int, str]]:
    return Counter(
        {(at, node["event"]): int(node["totalCount"]) for at, step in enumerate(result.steps) for node in step["nodes"]}
    )


def drawn_paths(result: FlowQueryResult) -> Counter[tuple[str, ...]]:
    """How often each path was taken, which its last stop says, by its names: their columns may differ."""
    found: Counter[tuple[str, ...]] = Counter()
    for path in result.flows:
        found[tuple(stop["event"] for stop in path["flowSteps"])] += int(path["flowSteps"][-1]["totalCount"])
    return found


def names_of(paths: Counter[oracle.Path]) -> Counter[tuple[str, ...]]:
    """Paths without their columns."""
    found: Counter[tuple[str, ...]] = Counter()
    for path, several in paths.items():
        found[tuple(name for _, name in path)] += several
    return found


@SLOW
@given(EVENTS, ZONES, SEVERAL)
def test_flows_are_those_of_plain_python(rows: Any, zone: str, questions: list[Question]) -> None:
    events = lines(rows)
    with TemporaryDirectory() as folder:
        root = stored(Path(folder), events, time_zone=zone).root
        for question in (evolve(each, zone=zone) for each in questions):
            expected = flows(events, question)
            result = answer(root, question)
            nodes = Counter(place for path in expected.elements() for place in path)
            assert drawn_nodes(result) == nodes, question
            assert drawn_edges(result) == edges(expected), question


@SLOW
@given(EVENTS, ZONES, SEVERAL)
def test_paths_are_those_of_plain_python(rows: Any, zone: str, questions: list[Question]) -> None:
    events = lines(rows)
    with TemporaryDirectory() as folder:
        root = stored(Path(folder), events, time_zone=zone).root
        for question in (evolve(each, zone=zone) for each in questions):
            expected = names_of(flows(events, question))
            assert drawn_paths(answer(root, question, mode="paths")) == expected, question
            trees = answer(root, question, mode="tree").trees
            assert sum(tree.total_count for tree in trees) == sum(expected.values()), question


@SLOW
@given(EVENTS, QUESTIONS)
def test_what_flows_in_flows_out(rows: Any, question: Question) -> None:
    with TemporaryDirectory() as folder:
        result = answer(stored(Path(folder), lines(rows), time_zone=question.zone).root, question, cardinality=1)
    nodes, links = drawn_nodes(result), drawn_edges(result)
    for place, several in nodes.items():
        out = sum(count for (source, _), count in links.items() if source == place)
        into = sum(count for (_, target), count in links.items() if target == place)
        assert into <= several
        # Whoever did an event does another one, ends, or has no column left.
        assert out in (0, several)
        assert (into == several and not out) if place[1] == "DROPOFF" else (out or place[0] == len(result.steps) - 1)


@SLOW
@given(EVENTS, QUESTIONS, st.randoms())
def test_the_order_of_import_does_not_matter(rows: Any, question: Question, random: Any) -> None:
    events = lines(rows)
    shuffled = random.sample(events, len(events))
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        first = answer(stored(Path(one), events).root, question, mode="tree", segments="plan")
        second = answer(stored(Path(other), shuffled).root, question, mode="tree", segments="plan")
    assert first.trees == second.trees
    assert first.breakdowns == second.breakdowns


@SLOW
@given(EVENTS, QUESTIONS)
def test_passes_do_not_matter(rows: Any, question: Question) -> None:
    with TemporaryDirectory() as folder:
        root = stored(Path(folder), lines(rows)).root
        ws = workspace(root, NOW)
        params = ws.build_flow_params(anchors(question), **options(question) | {"segments": "plan"})
        replies = [passing(root, params, question, kind, passes) for kind in KINDS for passes in (1, 3)]
    for one, several in zip(replies[::2], replies[1::2], strict=True):
        assert one == several


KINDS = ("flows_sankey", "flows_top_paths", "flows")


def passing(root: Path, params: Any, question: Question, kind: str, passes: int) -> Any:
    """The reply of a *kind*, with the users in so many passes."""
    assumptions = Assumptions.of(assumed(question))
    setting, notes = Setting(NOW, Zone("UTC"), assumptions=assumptions), Notes(assumptions)
    plan = read_flow(params, kind, setting, notes)
    query = Database(Store.open(root).root).query()
    engine = FlowEngine(Store.open(root), query, setting, notes, Passing(count=passes))
    return flow_reply(plan, engine.pictures(plan), setting, notes)
