"""Functions on text in formulas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mixpanel_local.engine.computed.literals import choice, literal
from mixpanel_local.engine.computed.term import Term, listed
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.sql import Sql, all_of, any_of, call, case, number, text, try_cast
from mixpanel_local.errors import BadRequest

_MOST: Final = 10**9
_ASCII: Final = r"^[\x00-\x7f]$"
_HOST: Final = r"^(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:[^/?#@]*@)?([^/?#:@]+)"
# The second-level domains under which countries register names, short of the whole public suffix list.
_SECOND: Final = "ac|co|com|edu|gob|gov|gouv|go|govt|mil|ne|net|nom|or|org|sch"
_REGISTERED: Final = rf"([^.]+)\.((?:{_SECOND})\.[a-z]{{2}}|[^.]+)$"
_ADDRESS: Final = r"^[0-9.]+$"


def left(terms: Sequence[Term], _: Setting) -> Term:
    """So many characters from the beginning; a negative number of them is undefined."""
    return _cut(terms, "left")


def right(terms: Sequence[Term], _: Setting) -> Term:
    """So many characters from the end."""
    return _cut(terms, "right")


def mid(terms: Sequence[Term], _: Setting) -> Term:
    """So many characters from the one of that number, the first is 1, which must be one."""
    whole = terms[0].value.text
    if whole is None:
        return Term()
    start, count = _whole(terms[1]), _whole(terms[2])
    inside = all_of([start >= number(1), count >= number(0)])
    return Term({"s": case((inside, call("substring", whole, start, count)))})


def split(terms: Sequence[Term], _: Setting) -> Term:
    """The part of that number between delimiters, or all; a text without the delimiter is any part of itself."""
    whole, delimiter = terms[0].value.text, terms[1].value.text
    _check_delimiter(terms[1])
    if whole is None or delimiter is None:
        return Term()
    parts = call("string_split", whole, delimiter)
    single = call("regexp_matches", delimiter, text(_ASCII))
    if len(terms) == 2:
        return listed(case((single, parts)))
    at = _whole(terms[2])
    there = all_of([at >= number(1), at <= call("len", parts)])
    found = case((there, call("list_extract", parts, at)))
    return Term({"s": case((single, case((call("contains", whole, delimiter).not_(), whole), default=found)))})


def parse_url(terms: Sequence[Term], _: Setting) -> Term:
    """The registered domain of a URL, with its suffix (``full_domain``) or without (``domain``)."""
    part = choice(terms[1], ("domain", "full_domain"), "parse_url(): the part")
    url = terms[0].value.text
    if url is None:
        return Term()
    host = call("regexp_extract", call("lower", url), text(_HOST), number(1))
    found = call("regexp_extract", host, text(_REGISTERED), number(1 if part == "domain" else 0))
    whole = any_of([call("regexp_matches", host, text(_ADDRESS)), call("contains", host, text(".")).not_()])
    kept = case((whole, host), default=found)
    return Term({"s": call("nullif", kept, text(""))})


def _cut(terms: Sequence[Term], function: str) -> Term:
    whole, count = terms[0].value.text, _whole(terms[1])
    return Term() if whole is None else Term({"s": case((count >= number(0), call(function, whole, count)))})


def _whole(term: Term) -> Sql:
    amount = term.value.numeric()
    # Not least(), which takes what is no number for no limit.
    whole = case((amount < number(_MOST), call("floor", amount)), (amount >= number(_MOST), number(_MOST)))
    return try_cast(whole, "BIGINT")


def _check_delimiter(term: Term) -> None:
    found = literal(term)
    if found is not None and not (isinstance(found, str) and len(found) == 1 and found.isascii()):
        raise BadRequest(f"split(): the delimiter is {found!r}; it is one ASCII character")
