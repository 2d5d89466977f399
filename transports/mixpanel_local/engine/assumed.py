"""Which assumptions a plan rests on, wherever in it they are taken."""

from __future__ import annotations

from collections.abc import Iterator

from mixpanel_local.engine.cohorts.tree import Within
from mixpanel_local.engine.computed.grammar import rests_on
from mixpanel_local.engine.nodes import nodes
from mixpanel_local.engine.plan import Computed, Frequency


def assumed_in(plan: object) -> frozenset[str]:
    """The names of the assumptions that custom properties, frequencies and cohorts in *plan* rest on."""
    return frozenset(name for node in nodes(plan) for name in _of(node))


def _of(node: object) -> Iterator[str]:
    if isinstance(node, Computed):
        yield from rests_on(node.formula)
    if isinstance(node, Within) and node.unit != "hour":
        yield "cohort_window"
    if isinstance(node, Frequency) and node.span is not None:
        yield "flow_frequency"
