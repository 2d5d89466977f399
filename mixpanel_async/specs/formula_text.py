"""The language of formulas: letters, numbers, ``+ - * / ^`` and parentheses."""

from __future__ import annotations

import re

_WORD = re.compile(
    r"\s*(?:(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z][A-Za-z0-9]*)|(?P<sign>[-+*/^()]))",
    re.ASCII,
)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Word = tuple[str, str]


def words(text: str) -> list[Word] | None:
    """*text* as (kind, word) pairs, kind being number, name or sign; None where a character belongs to no word."""
    found: list[Word] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _WORD.match(text, position)
        if match is None:
            return None
        found.append((str(match.lastgroup), match[match.lastgroup or 0]))
        position = match.end()
    return found


def is_formula(text: str) -> bool:
    """Whether *text* is a complete formula."""
    found = words(text)
    if not found:
        return False
    depth, wants_value, before = 0, True, ""
    for kind, word in found:
        if wants_value:
            if kind != "sign":
                wants_value = False
            elif word == "(":
                depth += 1
            elif word != "-" or before == "^":
                return False
        elif word == ")" and depth:
            depth -= 1
        elif kind == "sign" and word in "+-*/^":
            wants_value = True
        else:
            return False
        before = word
    return not wants_value and depth == 0


def names(text: str) -> list[str]:
    """The names a formula uses, in order, each once."""
    return list(dict.fromkeys(word for kind, word in words(text) or () if kind == "name"))


def numbers(text: str) -> list[str]:
    """The number literals of a formula."""
    return [word for kind, word in words(text) or () if kind == "number"]


def capitals(text: str) -> list[str]:
    """The capital letters in *text*, each once: the positions of events it speaks of."""
    return sorted({letter for letter in text if letter in ALPHABET})


def operand_name(index: int) -> str:
    """What a formula calls its operand at *index*: A to Z, then BA, BB ... (the digits of base 26)."""
    tail = ALPHABET[index % 26]
    return tail if index < 26 else operand_name(index // 26) + tail
