"""Which assumptions a plan rests on, wherever in it they are taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from mixpanel_local.engine.computed.grammar import rests_on
from mixpanel_local.engine.plan import Computed


def assumed_in(plan: object) -> frozenset[str]:
    """The names of the assumptions that the custom properties in *plan* rest on."""
    return frozenset(_names(plan))


def _names(node: object) -> Iterator[str]:
    if isinstance(node, Computed):
        yield from rests_on(node.formula)
    for part in _parts(node):
        yield from _names(part)


def _parts(node: object) -> Iterator[object]:
    if isinstance(node, Mapping):
        yield from node.values()
    elif isinstance(node, tuple | list):
        yield from node
    elif attrs.has(kind := type(node)):
        yield from (getattr(node, name) for name in attrs.fields_dict(kind))
