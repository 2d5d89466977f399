"""Mixpanel's flows in plain Python, one user after the other: slow, and simple enough to be checked by reading.

Written from docs/reports/flows and the choices named in ``mixpanel_local.Assumptions``; it shares no code with the
engine that is held against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tests.reference_engine import Range, Row, Step, journeys, sessions

DROP_OFF = "DROPOFF"
OTHER = "$pruned"
MOST_PATHS = 50

Stop = tuple[int, str]
"""A column of the picture, and the event there."""
Path = tuple[Stop, ...]
"""What is shown of one flow, from left to right; one that ends before the last column has a last stop ``DROP_OFF``."""


@dataclass(frozen=True)
class Anchor:
    """An event that flows lead through, and how many events around it are shown."""

    step: Step
    forward: int
    reverse: int = 0


@dataclass(frozen=True)
class Flow:
    """Flows from the first of *anchors*, on *days*, through all others within *window* milliseconds of it.

    A *window* of ``None`` is one session. Each column tells at most *most* events apart.
    """

    anchors: tuple[Anchor, ...]
    days: Range
    window: int | None
    counting: str = "unique"
    hidden: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    collapse: bool = False
    most: int = 3


@dataclass(frozen=True)
class Picture:
    """How many flows stop where and go from where to where, and the part of them that got to the last anchor."""

    nodes: Counter[Stop]
    edges: Counter[tuple[Stop, Stop]]
    conversion: float


@dataclass
class Tree:
    """How many flows got to a stop this way, how many of them *dropped* off there, and where they went on."""

    total: int = 0
    dropped: int = 0
    children: dict[Stop, Tree] = field(default_factory=dict)


@dataclass(frozen=True)
class Walk:
    """The places of the anchors that were met, where an exclusion ended it, and from where on another may begin."""

    met: tuple[int, ...]
    excluded: int | None
    over: int


def paths(rows: Sequence[Row], asked: Flow) -> Counter[Path]:
    """How often each path was taken."""
    found: Counter[Path] = Counter()
    for journey in journeys(rows).values():
        parts = _sessions(journey, asked) if asked.window is None else [journey]
        several = [[*_paths_in(_collapsed(part, asked), asked)] for part in parts]
        if asked.counting == "session":
            found.update(each[0] for each in several if each)
        else:
            every = [path for each in several for path in each]
            found.update(every[:1] if asked.counting == "unique" else every)
    return found


def picture(taken: Counter[Path], asked: Flow) -> Picture:
    """The graph, with the events of a column that have no room there as one."""
    last = _columns(asked)[-1]
    arrived = {path for path in taken if any(column == last and name != DROP_OFF for column, name in path)}
    nodes: Counter[Stop] = Counter()
    edges: Counter[tuple[Stop, Stop]] = Counter()
    for path, several in _pruned(taken, asked).items():
        for stop in path:
            nodes[stop] += several
        for way in pairwise(path):
            edges[way] += several
    return Picture(nodes, edges, sum(taken[path] for path in arrived) / taken.total() if taken else 0.0)


def top_paths(taken: Counter[Path]) -> list[tuple[tuple[str, ...], int]]:
    """The most common sequences of events, and how often each was taken; which of equals there is room for is open."""
    return [(tuple(name for _, name in path), several) for path, several in taken.most_common(MOST_PATHS)]


def tree(taken: Counter[Path], asked: Flow) -> Tree:
    """The tree of all flows, below a root for what they have in common: nothing."""
    root = Tree()
    for path, several in _pruned(taken, asked).items():
        node = root
        node.total += several
        for stop in path:
            before, node = node, node.children.setdefault(stop, Tree())
            node.total += several
            if stop[1] == DROP_OFF:
                before.dropped += several
                node.dropped += several
    return root


# --- one journey ------------------------------------------------------------------------------------------------------


def _sessions(journey: Sequence[Row], asked: Flow) -> list[list[Row]]:
    numbers = sessions(journey, asked.days)
    return [
        [row for row, own in zip(journey, numbers, strict=True) if own == number] for number in dict.fromkeys(numbers)
    ]


def _collapsed(journey: Sequence[Row], asked: Flow) -> list[Row]:
    """The journey without what repeats the event shown before it: the same event, and the same anchors."""
    if not asked.collapse:
        return list(journey)
    kept: list[Row] = []
    shown: tuple[str, list[bool]] | None = None
    for row in journey:
        if row.name not in asked.hidden:
            before, shown = shown, (row.name, [anchor.step.matches(row) for anchor in asked.anchors])
            if before == shown:
                continue
        kept.append(row)
    return kept


def _paths_in(journey: Sequence[Row], asked: Flow) -> Iterator[Path]:
    """The flows that begin one after the other."""
    over = 0
    for at, row in enumerate(journey):
        if at >= over and asked.anchors[0].step.matches(row) and asked.days.holds(row):
            walk = _walk(journey, at, asked)
            yield _path(journey, walk, asked)
            over = walk.over


def _walk(journey: Sequence[Row], begins: int, asked: Flow) -> Walk:
    """The anchors in order, until all are met, time is out or an exclusion comes."""
    met = [begins]
    for at in range(begins + 1, len(journey)):
        row = journey[at]
        if len(met) == len(asked.anchors):
            break
        if asked.window is not None and row.time - journey[begins].time > asked.window:
            return Walk(tuple(met), None, at)
        if row.name in asked.exclusions:
            return Walk(tuple(met), at, at + 1)
        if asked.anchors[len(met)].step.matches(row):
            met.append(at)
    return Walk(tuple(met), None, met[-1] + 1 if len(met) == len(asked.anchors) else len(journey))


def _path(journey: Sequence[Row], walk: Walk, asked: Flow) -> Path:
    """What is shown of a flow: between two anchors first what came right after the one, then right before the other."""
    anchors, columns = asked.anchors, _columns(asked)
    path = _leading(_shown(journey, 0, walk.met[0], asked), anchors[0], columns[0])
    for at, place in enumerate(walk.met):
        anchor, column = anchors[at], columns[at]
        goes_on = at + 1 < len(walk.met)
        between = _shown(journey, place + 1, walk.met[at + 1] if goes_on else _end(journey, walk, asked), asked)
        after, rest = between[: anchor.forward], between[anchor.forward :]
        path += [(column, anchor.step.name), *((column + 1 + k, row.name) for k, row in enumerate(after))]
        if goes_on:
            path += _leading(rest, anchors[at + 1], columns[at + 1])
        elif len(after) < anchor.forward:
            path.append((column + 1 + len(after), DROP_OFF))
        elif at + 1 < len(anchors):
            path.append((columns[at + 1], DROP_OFF))
    return tuple(path)


def _columns(asked: Flow) -> list[int]:
    """The columns of the anchors."""
    found, column = [], 0
    for anchor in asked.anchors:
        found.append(column + anchor.reverse)
        column += anchor.reverse + 1 + anchor.forward
    return found


def _leading(before: Sequence[Row], anchor: Anchor, column: int) -> list[Stop]:
    """The last events of *before*, to the left of the anchor at *column*."""
    shown = before[max(0, len(before) - anchor.reverse) :]
    return [(column - len(shown) + k, row.name) for k, row in enumerate(shown)]


def _end(journey: Sequence[Row], walk: Walk, asked: Flow) -> int:
    """Up to where a flow is followed behind its last anchor: an exclusion, or the last event of all."""
    if walk.excluded is not None:
        return walk.excluded
    behind = range(walk.met[-1] + 1, len(journey))
    return next((at for at in behind if journey[at].name in asked.exclusions), len(journey))


def _shown(journey: Sequence[Row], start: int, end: int, asked: Flow) -> list[Row]:
    return [row for row in journey[start:end] if row.name not in asked.hidden]


# --- all of them ------------------------------------------------------------------------------------------------------


def _pruned(taken: Counter[Path], asked: Flow) -> Counter[Path]:
    """The paths with the most frequent events of each column; of equally frequent ones the first by name."""
    counts: dict[int, Counter[str]] = {}
    for path, several in taken.items():
        for column, name in path:
            counts.setdefault(column, Counter())[name] += several
    anchors = _columns(asked)
    kept = {
        (column, name)
        for column, names in counts.items()
        for name in sorted(set(names) - {DROP_OFF}, key=lambda name: (-names[name], name))[: asked.most]
    }
    found: Counter[Path] = Counter()
    for path, several in taken.items():
        stops = tuple(
            stop if stop in kept or stop[0] in anchors or stop[1] == DROP_OFF else (stop[0], OTHER) for stop in path
        )
        found[stops] += several
    return found
