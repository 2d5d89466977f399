"""A word of a fixed vocabulary that is not in it, and which it may have been meant for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from typing import Literal

from mixpanel_async.errors import ValidationError


def word_problems(path: str, word: object, known: Collection[str], code: str) -> Sequence[ValidationError]:
    """The problem with *word* where it is none of the *known* ones."""
    return () if isinstance(word, str) and word in known else (unknown_word(path, word, known, code),)


def unknown_word(
    path: str, word: object, known: Collection[str], code: str, severity: Literal["error", "warning"] = "error"
) -> ValidationError:
    """The problem that *word* is none of the *known* ones, with up to three that come close."""
    close = get_close_matches(str(word), sorted(known), n=3, cutoff=0.5)
    hint = (
        f"did you mean {' or '.join(map(repr, close))}?" if close else f"known are {', '.join(sorted(known)[:5])} ..."
    )
    message = f"{path.rpartition('.')[2]} is {word!r}; {hint}"
    return ValidationError(path, message, code, severity, close or None)
