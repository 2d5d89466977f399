"""The legacy expression language (``where``, ``on``).

Grammar: reference/segmentation-expressions, with what its examples add (``user[..]``, ``event[..]``, ``defined``,
``datetime``, lists, upper-case AND/OR/NOT).
"""

from __future__ import annotations

from typing import Final

from attrs import evolve

from mixpanel_local.engine.language import Arity, Language, Node, read

_ONE: Final = Arity(1, 1)
_LEGACY: Final = Language(
    functions={
        **dict.fromkeys(("boolean", "number", "defined", "datetime", "floor", "ceil", "round"), _ONE),
        # string(x, "undefined") names what stands for a value that is not set.
        "string": Arity(1, 2),
    },
    scopes={"properties": "events", "event": "events", "user": "people"},
)


_OF_PROFILES: Final = evolve(_LEGACY, scopes={**_LEGACY.scopes, "behaviors": "behaviors"})


def parse(source: str, parameter: str = "where") -> Node:
    """The tree of *source*; a ``BadRequest`` names the *parameter* and the position of what is wrong."""
    return read(source, parameter, _LEGACY)


def parse_of_profiles(source: str, parameter: str) -> Node:
    """The tree of an expression about profiles, which may be about the behaviors of the question too."""
    return read(source, parameter, _OF_PROFILES)
