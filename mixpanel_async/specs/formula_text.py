"""The language of formulas: letters, numbers, ``+ - * / ^`` and parentheses."""

from __future__ import annotations

import re
from functools import lru_cache

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CAPITALS = frozenset(ALPHABET)

_NAME = r"[A-Za-z][A-Za-z0-9]*"
_NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?"
_VALUE = re.compile(rf"({_NUMBER})|({_NAME})", re.ASCII)
# With every number and name written as x: any signs before a power, powers joined by + - * /.
_POWER = r"-*x(?:\^x)*"
_FLAT = rf"{_POWER}(?:[-+*/]{_POWER})*"
_WHOLE = re.compile(_FLAT)
_INNERMOST = re.compile(rf"\({_FLAT}\)")
_STAND_IN = "x"


# The same few formulas are asked again and again; reading one costs as much as the rest of its question.
@lru_cache(maxsize=256)
def is_formula(text: str) -> bool:
    """Whether *text* is a complete formula."""
    if not text.isascii():
        return False
    shape = "".join(_VALUE.sub(_STAND_IN, text).split())
    replaced = 1
    while replaced and "(" in shape:
        shape, replaced = _INNERMOST.subn(_STAND_IN, shape)
    return _WHOLE.fullmatch(shape) is not None


def names(text: str) -> list[str]:
    """The names a formula uses, in order, each once."""
    return list(dict.fromkeys(name for _, name in _VALUE.findall(text) if name))


def numbers(text: str) -> list[str]:
    """The number literals of a formula."""
    return [number for number, _ in _VALUE.findall(text) if number]


def capitals(text: str) -> list[str]:
    """The capital letters in *text*, each once: the positions of events it speaks of."""
    return sorted(_CAPITALS.intersection(text))


def operand_name(index: int) -> str:
    """What a formula calls its operand at *index*: A to Z, then BA, BB ... (the digits of base 26)."""
    tail = ALPHABET[index % 26]
    return tail if index < 26 else operand_name(index // 26) + tail
