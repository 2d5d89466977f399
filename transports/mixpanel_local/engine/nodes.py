"""Everything that a plan is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs


def nodes(plan: object, besides: tuple[type, ...] = ()) -> Iterator[object]:
    """*plan* and all that stands in it, but for parts of the types *besides*."""
    if isinstance(plan, besides):
        return
    yield plan
    for part in _parts(plan):
        yield from nodes(part, besides)


def _parts(node: object) -> Iterator[object]:
    if isinstance(node, Mapping):
        yield from node.values()
    elif isinstance(node, tuple | list):
        yield from node
    elif attrs.has(kind := type(node)):
        yield from (getattr(node, name) for name in attrs.fields_dict(kind))
