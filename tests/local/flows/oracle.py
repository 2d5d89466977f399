"""Flows in plain Python, one user after the other: what the engine's are held against."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from attrs import define, field, frozen

Event = Mapping[str, Any]
Path = tuple[tuple[int, str], ...]
"""The columns and names of what is shown of a flow; where it ends before the last column, ``DROPOFF`` there."""

DAY = 86_400
SILENCE = 1800


@frozen(kw_only=True)
class Anchor:
    """An event, and how many around it are shown; with *plan*, only those of that plan."""

    name: str
    forward: int
    reverse: int
    plan: str | None = None

    def met(self, one: Event) -> bool:
        """Whether *one* is it."""
        return one["event"] == self.name and self.plan in (None, one["properties"].get("plan"))


@frozen(kw_only=True)
class Question:
    """What is asked, in the words of ``query_flow`` and of the assumptions."""

    anchors: tuple[Anchor, ...]
    days: tuple[date, date]
    window: int = 7
    counting: str = "unique"
    hidden: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    collapse: bool = False
    zone: str = "UTC"
    trail: str = "no end"
    before: str = "seen"
    between: str = "once"
    after_exclusion: str = "end the flow"
    converting: str = "leaves"


@define
class Flow:
    """The places of the anchors that were reached, and the one where an exclusion ended it."""

    met: list[int]
    excluded: int | None = None
    over: int = field(default=0)


def flows(events: Iterable[Event], asked: Question) -> Counter[Path]:
    """How often each path was taken."""
    journeys: dict[str, list[Event]] = defaultdict(list)
    # Events of one moment are in the order of their ids, which is that of the engine.
    for one in sorted(events, key=lambda one: (one["properties"]["time"], one["properties"]["$insert_id"])):
        if user := one["properties"].get("distinct_id"):
            journeys[user].append(one)
    return Counter(
        path
        for whole in journeys.values()
        for journey in _parts(whole, asked)
        for path in _paths(_collapsed(journey, asked), asked)
    )


def _parts(journey: Sequence[Event], asked: Question) -> Sequence[Sequence[Event]]:
    """The sessions of a user where flows keep to them: they end after half an hour of silence, and at midnight."""
    if asked.counting != "session":
        return [journey]
    parts: list[list[Event]] = []
    for one in journey:
        before = parts[-1][-1] if parts else None
        if before is None or _time(one) - _time(before) >= SILENCE or _day(one, asked) != _day(before, asked):
            parts.append([])
        parts[-1].append(one)
    return parts


def _collapsed(journey: Sequence[Event], asked: Question) -> Sequence[Event]:
    kept: list[Event] = []
    shown: tuple[Any, ...] | None = None
    for one in journey:
        # What is unseen repeats nothing, and is repeated by nothing.
        if one["event"] not in asked.hidden and _may_come_before(one, asked):
            before, shown = shown, (one["event"], [anchor.met(one) for anchor in asked.anchors])
            if asked.collapse and before == shown:
                continue
        kept.append(one)
    return kept


def _paths(journey: Sequence[Event], asked: Question) -> Iterator[Path]:
    over = 0
    for at, one in enumerate(journey):
        if at >= over and asked.anchors[0].met(one) and asked.days[0] <= _day(one, asked) <= asked.days[1]:
            flow = _flow(journey, at, asked)
            yield _path(journey, flow, asked)
            over = max(flow.over, at + 1) if asked.counting == "total" else len(journey)


def _flow(journey: Sequence[Event], begins: int, asked: Question) -> Flow:
    """The anchors from *begins* on, until all are met, the time is over or an exclusion comes in between."""
    flow = Flow([begins])
    for at in range(begins + 1, len(journey)):
        if len(flow.met) == len(asked.anchors):
            break
        if asked.counting != "session" and _time(journey[at]) - _time(journey[begins]) > asked.window * DAY:
            flow.over = at
            return flow
        if journey[at]["event"] in asked.excluded:
            flow.excluded, flow.over = at, at + 1
            return flow
        if asked.anchors[len(flow.met)].met(journey[at]):
            flow.met.append(at)
    converted = len(flow.met) == len(asked.anchors)
    flow.over = flow.met[-1] + (asked.converting == "leaves") if converted else len(journey)
    return flow


def _path(journey: Sequence[Event], flow: Flow, asked: Question) -> Path:
    limit, reached = _limit(journey, flow, asked), len(flow.met)
    columns: list[tuple[int, str]] = []
    column, taken = 0, 0
    for at, anchor in enumerate(asked.anchors):
        place = flow.met[at] if at < reached else None
        if at == 0:
            before = [one for one in _shown(journey, 0, flow.met[0], asked) if _may_come_before(one, asked)]
        else:
            before = _shown(journey, flow.met[at - 1] + 1, place or 0, asked)
            before = before[0 if asked.between == "both sides" else taken :]
        before = before[len(before) - min(len(before), anchor.reverse) :] if place is not None else []
        column += anchor.reverse
        columns += [(column - len(before) + index, one["event"]) for index, one in enumerate(before)]
        if place is None:
            break
        columns.append((column, anchor.name))
        end = flow.met[at + 1] if at + 1 < reached else limit
        after = _shown(journey, place + 1, end, asked)[: anchor.forward]
        columns += [(column + 1 + index, one["event"]) for index, one in enumerate(after)]
        taken = len(after)
        if at + 1 == reached and taken < anchor.forward:
            return (*columns, (column + 1 + taken, "DROPOFF"))
        column += 1 + anchor.forward
    return tuple(columns) if reached == len(asked.anchors) else (*columns, (column, "DROPOFF"))


def _limit(journey: Sequence[Event], flow: Flow, asked: Question) -> int:
    """The first place behind what the last anchor is followed to."""
    found = [len(journey)]
    for at in range(flow.met[-1] + 1, len(journey)):
        late = {
            "no end": False,
            "conversion window": _time(journey[at]) - _time(journey[flow.met[0]]) > asked.window * DAY,
            "date range": _day(journey[at], asked) > asked.days[1],
        }
        if asked.counting == "session":
            late["conversion window"] = False
        if late[asked.trail]:
            found.append(at)
        if journey[at]["event"] in asked.excluded and asked.after_exclusion == "end the flow":
            found.append(at)
    return min([*found, *([] if flow.excluded is None else [flow.excluded])])


def _shown(journey: Sequence[Event], start: int, end: int, asked: Question) -> list[Event]:
    return [one for one in journey[start:end] if one["event"] not in asked.hidden]


def _may_come_before(one: Event, asked: Question) -> bool:
    return asked.before == "seen" or _day(one, asked) >= asked.days[0]


def _time(one: Event) -> int:
    return int(one["properties"]["time"])


def _day(one: Event, asked: Question) -> date:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=_time(one))
    return moment.astimezone(ZoneInfo(asked.zone)).date()
