"""Replies as no server should send them: one or two things in a valid one changed at random, from a seed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from math import inf, nan
from random import Random
from typing import Any

from attrs import frozen

Place = tuple[Any, ...]
Edit = Callable[[Random, Any, Any], str]

WORDS = ("", "x", "-", "12", "2026-01-01", "$overall", "all", "\ud800", "a\x00b", "\u202eabc", "é\U0001f600", "\n" * 3)
NUMBERS = (0, -1, 2, 1.5, 10**30, -(10**400), 10**400, 2**63, 1e308, -1e308, inf, -inf, nan)
SMALL: tuple[Any, ...] = (None, True, False, [], {}, [1], ["x"], [None], [[]], [{}], {"a": 1}, {"a": None}, {"all": {}})
# 400 levels are refused only after seconds where a column of numbers is made of them.
DEPTHS = (*[5, 60, 60] * 4, 400)

OPTIONAL = frozenset({"children", "trees"})
"""What may be left out where there is none of it: golden case res-FlowQueryResult.tree-017 has metadata alone."""

_OF_THE_FORMAT = re.compile(r"[a-z]\w*")


@frozen
class Mutated:
    """A reply's *value*, and the *changes* made to it, in words.

    *lacks* says that the one change took a filled object or list away, or put something of another kind in its place,
    so that what is left is no sound reply that says there is nothing.
    """

    value: Any
    changes: tuple[str, ...]
    lacks: bool


def mutated(value: Any, seed: str) -> Mutated:
    """*value* with one change, rarely two; the same for the same *seed*."""
    random = Random(seed)
    root = {"$": deepcopy(value)}
    changes = [_change(random, root) for _ in range(random.choice((1, 1, 1, 2)))]
    return Mutated(root["$"], tuple(what for what, _ in changes), len(changes) == 1 and changes[0][1])


def _change(random: Random, root: dict[str, Any]) -> tuple[str, bool]:
    holder, key, path = random.choice(list(_spots(root, "")))
    before = holder[key]
    edit = random.choice(_EDITS if isinstance(holder, dict) and holder is not root else _EDITS_ANYWHERE)
    what = edit(random, holder, key)
    filled = bool(before) and isinstance(before, dict | list)
    return f"{what} {path}", filled and root["$"] not in ({}, [], None) and _is_gone(before, holder, key)


def _is_gone(before: Any, holder: Any, key: Any) -> bool:
    """Whether what stood there is gone.

    What data is called by, a day or an event, may be left out; so may all of an object: then it says there is nothing.
    """
    if isinstance(holder, dict) and key not in holder:
        return bool(holder) and key not in OPTIONAL and _OF_THE_FORMAT.fullmatch(key) is not None
    return type(holder[key]) is not type(before)


def _spots(node: Any, path: str) -> Iterator[tuple[Any, Any, str]]:
    """Every place in *node*: what holds it, under which key, and its path."""
    for key in list(node) if isinstance(node, dict) else range(len(node)):
        here = f"{path}.{key}" if isinstance(node, dict) else f"{path}[{key}]"
        yield node, key, here
        if isinstance(node[key], dict | list):
            yield from _spots(node[key], here)


def _replace(random: Random, holder: Any, key: Any) -> str:
    holder[key] = _odd(random)
    return f"{holder[key]!r:.60} at"


def _nest(random: Random, holder: Any, key: Any) -> str:
    depth, listed = random.choice(DEPTHS), random.random() < 0.5
    for _ in range(depth):
        holder[key] = [holder[key]] if listed else {"a": holder[key]}
    return f"{depth} levels of {'lists' if listed else 'objects'} around"


def _cross(_: Random, holder: Any, key: Any) -> str:
    """An object's values as a list, a list's items as an object; anything else in a list."""
    inner = holder[key]
    if isinstance(inner, dict):
        holder[key] = list(inner.values())
    else:
        holder[key] = {str(at): item for at, item in enumerate(inner)} if isinstance(inner, list) else [inner]
    return "lists and objects crossed at"


def _repeat(_: Random, holder: Any, key: Any) -> str:
    if isinstance(holder[key], list):
        holder[key] = holder[key] * 2
    return "twice the items of"


def _extend(random: Random, holder: Any, key: Any) -> str:
    inner = holder[key]
    if isinstance(inner, list):
        inner.insert(random.randrange(len(inner) + 1), _odd(random))
    elif isinstance(inner, dict):
        inner[random.choice(WORDS)] = _odd(random)
    return "something more in"


def _remove(_: Random, holder: Any, key: Any) -> str:
    del holder[key]
    return "nothing at"


def _rename(random: Random, holder: Any, key: Any) -> str:
    holder[random.choice(WORDS)] = holder.pop(key)
    return "another name for"


def _odd(random: Random) -> Any:
    return deepcopy(random.choice(random.choice((WORDS, NUMBERS, SMALL, SMALL))))


_EDITS_ANYWHERE: tuple[Edit, ...] = (_replace, _replace, _replace, _nest, _cross, _extend, _repeat)
_EDITS: tuple[Edit, ...] = (*_EDITS_ANYWHERE, _remove, _remove, _rename)
