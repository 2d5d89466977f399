"""Funnels in plain Python, one attempt after the other, event by event: what the kernel's arrays are held against.

Written from docs/reports/funnels and the choices ``mixpanel_local.Assumptions`` names; shares no code with the engine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from attrs import field, frozen

Event = Mapping[str, Any]


@frozen
class Spec:
    """A funnel: *steps* are names, those in *free* may come in any order; *window* is in milliseconds.

    *exclusions* are (name, after step, before step), counted from 0. *entered* is (start, end) in milliseconds.
    """

    steps: tuple[str, ...]
    window: int
    entered: tuple[int, int]
    free: tuple[bool, ...] = ()
    exclusions: tuple[tuple[str, int, int], ...] = ()
    held: tuple[str, ...] = ()
    optimized: bool = False
    counting: str = "uniques"
    assume: Mapping[str, Any] = field(factory=dict)


@frozen
class Attempt:
    """The places in the journey of the steps taken, and that of the event that ended it, if one did."""

    places: tuple[int, ...]
    excluded: int | None

    @property
    def last(self) -> int:
        """The last place that took part."""
        return max(*self.places, self.excluded if self.excluded is not None else -1)


def blocks(spec: Spec) -> list[list[int]]:
    """For each count of steps taken, the steps of which the next one is one."""
    free = spec.free or (False,) * len(spec.steps)
    found: list[list[int]] = []
    for is_free, members in groupby(range(len(spec.steps)), lambda at: free[at]):
        several = list(members)
        found += [several] * len(several) if is_free else [[at] for at in several]
    return found


class Journey:
    """The events of one user, in order."""

    def __init__(self, events: Sequence[Event], spec: Spec) -> None:
        self.events = events
        self.spec = spec
        self.names = [event["event"] for event in events]
        self.times = [event["properties"]["time"] for event in events]
        seconds = spec.assume.get("funnel_grace_seconds", 2)
        ties = spec.assume.get("funnel_ties", "log")
        self.grace = seconds * 1000 if seconds else (0 if ties == "any" else None)
        self.strict = self.grace is None and ties == "strict"
        self.window = spec.window if spec.assume.get("funnel_window_end", "inside") == "inside" else spec.window - 1

    def value(self, place: int, name: str) -> Any:
        """A property of the event at *place*."""
        return self.events[place]["properties"].get(name)

    def group(self, place: int) -> tuple[Any, ...]:
        """What is held constant, at *place*."""
        return tuple(self.value(place, name) for name in self.spec.held)

    def usable(self, place: int) -> bool:
        """Whether the event may be a step at all."""
        drops = self.spec.assume.get("funnel_hold_undefined", "value") == "nothing"
        return not (drops and None in self.group(place))

    def entries(self) -> list[int]:
        """Where attempts can begin."""
        start, end = self.spec.entered
        firsts = {self.spec.steps[at] for at in blocks(self.spec)[0]}
        return [
            place
            for place, name in enumerate(self.names)
            if name in firsts and start <= self.times[place] < end and self.usable(place)
        ]

    def follows(self, place: int, since: int, used: Sequence[int], floor: int) -> bool:
        """Whether *place* comes after the step at *since*, as far as the rules care."""
        if place in used or place <= floor:
            return False
        if self.grace is None:
            return self.times[place] > self.times[since] if self.strict else place > since
        previous = self.spec.assume.get("funnel_grace_from", "latest") == "previous"
        reference = self.times[used[-1]] if previous else max(self.times[each] for each in used)
        return bool(self.times[place] >= reference - self.grace)

    def inside(self, place: int, entry: int) -> bool:
        """Whether the window is still open."""
        return bool(self.times[place] - self.times[entry] <= self.window)

    def attempt(self, entry: int, floor: int) -> Attempt:
        """The attempt from *entry* that uses nothing up to *floor*."""
        due = {at: list(several) for at, several in enumerate(blocks(self.spec))}
        taken = next(at for at in due[0] if self.spec.steps[at] == self.names[entry])
        done, used = {taken}, [entry]
        for count in range(1, len(self.spec.steps)):
            wanted = [at for at in due[count] if at not in done]
            place, step = self.next(entry, wanted, used, floor)
            out = self.exclusion(entry, used, count, place, floor)
            if out is not None:
                return Attempt(tuple(used), out)
            if place is None or step is None:
                break
            used.append(place)
            done.add(step)
        return Attempt(tuple(used), None)

    def next(self, entry: int, wanted: list[int], used: list[int], floor: int) -> tuple[int | None, int | None]:
        """The first event that is a wanted step."""
        for place in range(len(self.names)):
            steps = [at for at in wanted if self.spec.steps[at] == self.names[place]]
            fits = steps and self.group(place) == self.group(entry) and self.usable(place)
            if fits and self.follows(place, used[-1], used, floor) and self.inside(place, entry):
                return place, steps[0]
        return None, None

    def exclusion(self, entry: int, used: list[int], count: int, place: int | None, floor: int) -> int | None:
        """The first excluded event before the next step, which is at *place*, or before the window closes."""
        found = [
            each
            for name, after, before in self.spec.exclusions
            if after < count <= before
            for each in range(len(self.names))
            if self.names[each] == name and self.between(each, entry, used, after, place, floor)
        ]
        return min(found, default=None)

    def between(self, each: int, entry: int, used: list[int], after: int, place: int | None, floor: int) -> bool:
        """Whether the event *each* lies between step *after* and *place*."""
        since = used[after]
        if each == place:
            return self.spec.assume.get("funnel_exclusion_on_step", "excludes") == "excludes"
        wide = self.grace is not None and self.spec.assume.get("funnel_grace_exclusions", "apply") == "apply"
        if each in used:
            return False
        if wide:
            grace = self.grace or 0
            behind = each > floor and self.times[each] >= self.times[since] - grace
            sooner = place is not None and self.times[each] <= self.times[place] + grace
        elif self.strict:
            behind = self.times[each] > self.times[since]
            sooner = place is not None and self.times[each] < self.times[place]
        else:
            behind, sooner = each > since, place is not None and each < place
        return behind and (sooner if place is not None else self.inside(each, entry))

    def chain(self, entries: list[int]) -> Iterator[Attempt]:
        """One attempt after the other."""
        floor, free_from = -1, -1
        for entry in entries:
            if entry < free_from:
                continue
            attempt = self.attempt(entry, floor)
            yield attempt
            floor, free_from = attempt.last, self.over(attempt)

    def over(self, attempt: Attempt) -> int:
        """The first place at which the attempt is over."""
        entry = attempt.places[0]
        if len(attempt.places) == len(self.spec.steps):
            reenters = self.spec.assume.get("funnel_converting_event", "leaves") == "reenters"
            return max(attempt.last + (not reenters), entry + 1)
        if attempt.excluded is not None:
            return max(attempt.last + 1, entry + 1)
        late = (place for place in range(entry, len(self.names)) if not self.inside(place, entry))
        return next(late, len(self.names))

    def counted(self) -> list[Attempt]:
        """The attempts that count."""
        entries = self.entries()
        if self.spec.optimized:
            every = [self.attempt(entry, -1) for entry in entries]
            return self.absorbed(every) if self.spec.counting == "totals" else self.best(every)
        if self.spec.counting == "totals":
            groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
            for entry in entries:
                groups[self.group(entry)].append(entry)
            return [attempt for several in groups.values() for attempt in self.chain(several)]
        return [self.attempt(entries[0], -1)] if entries else []

    def absorbed(self, every: list[Attempt]) -> list[Attempt]:
        """The attempts, but for those whose second step another one has that gets as far or further."""
        further = sorted(
            (one for one in every if len(one.places) > 1), key=lambda one: (len(one.places), one.places[0])
        )
        last = {(self.group(one.places[0]), one.places[1]): one for one in further}
        kept = [one for one in every if len(one.places) == 1 or one in last.values()]
        if self.spec.assume.get("funnel_totals_absorb", "absorbed") == "absorbed":
            return kept
        return [one if one in kept else Attempt(one.places[:1], None) for one in every]

    def best(self, every: list[Attempt]) -> list[Attempt]:
        """The furthest attempt, the soonest of these, the one last entered of these."""
        order = sorted(every, key=lambda one: (-len(one.places), one.places[-1], -one.places[0]))
        return order[:1]


def counts(events: Sequence[Event], spec: Spec) -> list[int]:
    """How many attempts of one user reached each step."""
    attempts = Journey(events, spec).counted()
    return [sum(len(attempt.places) > step for attempt in attempts) for step in range(len(spec.steps))]


def seconds(events: Sequence[Event], spec: Spec) -> list[float]:
    """How many seconds one user's attempts took in all from their entries to each step."""
    journey = Journey(events, spec)
    sums = [0.0] * len(spec.steps)
    for attempt in journey.counted():
        latest = entry = journey.times[attempt.places[0]]
        for step, place in enumerate(attempt.places):
            latest = max(latest, journey.times[place])
            sums[step] += (latest - entry) / 1000
    return sums
