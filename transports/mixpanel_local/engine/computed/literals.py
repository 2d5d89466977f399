"""Arguments of functions that must be written out, since they choose what is computed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from mixpanel_local.engine.computed.term import Term
from mixpanel_local.engine.shape import refuse
from mixpanel_local.errors import BadRequest


def literal(term: Term) -> str | float | None:
    """The text or number that *term* is, when it is one that was written out."""
    if len(term.parts) != 1:
        return None
    ((kind, part),) = term.parts.items()
    if isinstance(part, exp.Cast):
        part = part.this
    if kind not in ("s", "n") or not isinstance(part, exp.Literal):
        return None
    return part.name if kind == "s" else float(part.name)


def written(term: Term, what: str) -> str:
    """The text that *term* is; what is not written out is refused."""
    found = literal(term)
    if not isinstance(found, str):
        raise refuse(f"{what} that is not written out as text", "a custom property")
    return found


def choice(term: Term, known: Sequence[str], what: str) -> str:
    """The text that *term* is, one of *known*."""
    found = written(term, what)
    if found not in known:
        raise BadRequest(f"{what} is {found!r}; it is one of {', '.join(known)}")
    return found
