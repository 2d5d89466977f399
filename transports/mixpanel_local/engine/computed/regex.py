"""Regular expressions in formulas: PCRE2's, as far as DuckDB's RE2 knows them; the rest is refused by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import duckdb

from mixpanel_local.engine.computed.literals import literal, written
from mixpanel_local.engine.computed.term import Term, boolean
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import refuse
from mixpanel_local.engine.sql import Sql, call, case, number, text
from mixpanel_local.errors import BadRequest

# Case is ignored unless the pattern says (?-i): docs/features/custom-properties, regex_match.
_ANY_CASE: Final = "i"
_PATTERN: Final = re.compile(
    r"""(?P<escape>\\(?:[gkPp]\{[^}]*\}|[gk][<'][^>']*[>']|.))
      |(?P<verb>\(\*\w*)
      |(?P<group>\(\?(?:P[<=>]|<[=!]|[a-zA-Z^-]*[:)]|.))
      |(?P<set>\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\])
      |(?P<repeat>(?:[*+?]|\{\d+(?:,\d*)?\})\+)""",
    re.VERBOSE | re.DOTALL,
)
_GROUPS: Final = {
    "(?=": "a look ahead",
    "(?!": "a negative look ahead",
    "(?<=": "a look behind",
    "(?<!": "a negative look behind",
    "(?>": "an atomic group",
    "(?|": "a branch reset",
    "(?(": "a condition",
    "(?R": "recursion",
    "(?&": "recursion",
    "(?P>": "recursion",
    "(?P=": "a back reference",
    "(?#": "a comment",
    "(?C": "a callout",
    "(?'": "a group named in quotes",
}
_ESCAPES: Final = {
    **dict.fromkeys("123456789gk", "a back reference"),
    "K": "\\K, which forgets what was matched",
    "G": "\\G, where the last match ended",
    "R": "\\R, any end of line",
    "X": "\\X, a character with its marks",
    "N": "\\N, all but an end of line",
    **dict.fromkeys("hH", "\\h, horizontal space"),
    **dict.fromkeys("vV", "\\v, vertical space"),
    "Z": "\\Z, the end or the line end before it",
    "o": "\\o, a character by its number",
    "c": "\\c, a control character",
    "e": "\\e, escape",
}
_FLAGS: Final = frozenset("imsU")
# RE2 can name no more of them in a replacement.
_MOST_GROUPS: Final = 9


def regex_match(terms: Sequence[Term], _: Setting) -> Term:
    """Whether a part of the text matches."""
    haystack, pattern = terms[0].value.text, _checked(terms[1], "regex_match()")
    return boolean(None if haystack is None else _matches(haystack, pattern))


def regex_extract(terms: Sequence[Term], _: Setting) -> Term:
    """The first match, or one group of it; undefined where nothing matches."""
    haystack, pattern = terms[0].value.text, _checked(terms[1], "regex_extract()")
    group = literal(terms[2]) if len(terms) > 2 else 0.0
    if not isinstance(group, float) or not 0 <= group <= _groups_of(pattern):
        raise BadRequest(f"regex_extract(): the group is one of 0 to {_groups_of(pattern)}, written as a number")
    if haystack is None:
        return Term()
    found = call("regexp_extract", haystack, text(pattern), number(int(group)), text(_ANY_CASE))
    return Term({"s": case((_matches(haystack, pattern), found))})


def regex_replace(terms: Sequence[Term], setting: Setting) -> Term:
    """The text with every match replaced."""
    haystack, pattern = terms[0].value.text, _checked(terms[1], "regex_replace()")
    replacement = written(terms[2], "regex_replace() with a replacement")
    if replacement and _run(f"SELECT regexp_matches('', {_quoted(f'^(?:{pattern})$')}, 'i')"):
        raise refuse("regex_replace() of matches of no length, which PCRE2 and RE2 find at other places", _WHERE)
    if haystack is None:
        return Term()
    dollar = setting.assumptions.formula_group_references == "dollar"
    rewritten = _re2_replacement(replacement, _groups_of(pattern)) if dollar else replacement.replace("\\", "\\\\")
    parts = (text(pattern), text(rewritten), text(f"g{_ANY_CASE}"))
    return Term({"s": call("regexp_replace", haystack, *parts)})


_WHERE: Final = "a custom property"


def _matches(haystack: Sql, pattern: str) -> Sql:
    return call("regexp_matches", haystack, text(pattern), text(_ANY_CASE))


def _checked(term: Term, function: str) -> str:
    """The pattern, which must be written out and mean the same to RE2."""
    pattern = written(term, f"{function} with a pattern")
    for found in _PATTERN.finditer(pattern):
        if (what := _only_pcre(found)) is not None:
            raise refuse(f"the pattern {pattern!r}: it has {what}, which PCRE2 knows and RE2 does not", _WHERE)
    try:
        _groups_of(pattern)
    except duckdb.Error as error:
        raise BadRequest(f"{function}: the pattern {pattern!r} is none: {error}") from None
    return pattern


def _only_pcre(found: re.Match[str]) -> str | None:
    """What RE2 does not know of a piece of a pattern."""
    piece = found.group()
    if found.lastgroup == "escape":
        return _ESCAPES.get(piece[1])
    if found.lastgroup == "verb":
        return "a verb (*...)"
    if found.lastgroup == "repeat":
        return "a possessive repetition"
    if found.lastgroup == "set":
        return "a character by its number in octal" if re.search(r"\\o\{", piece) else None
    if (known := next((said for start, said in _GROUPS.items() if piece.startswith(start)), None)) is not None:
        return known
    if piece[-1] in ":)" and set(piece[2:-1]) - {"-"} - _FLAGS:
        return f"the flags {piece[2:-1]!r}"
    return "recursion" if piece[2:3].isdigit() else None


@lru_cache(maxsize=256)
def _groups_of(pattern: str) -> int:
    """How many groups a pattern has; an error of DuckDB's where RE2 cannot read it."""
    _run(f"SELECT regexp_matches('', {_quoted(pattern)}, 'i')")
    escaped = re.sub(r"\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]", "", pattern, flags=re.DOTALL)
    return len(re.findall(r"\((?!\?)|\(\?P?<", escaped))


def _run(query: str) -> object:
    with duckdb.connect() as connection:
        found = connection.execute(query).fetchone()
    return found is not None and found[0]


def _quoted(pattern: str) -> str:
    return text(pattern).sql(dialect="duckdb")


def _re2_replacement(replacement: str, groups: int) -> str:
    """The same replacement as RE2 writes it, with a backslash for the $ before a number, and $ for $$."""

    def meaning(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        group = found[1] or found[2]
        if not group.isdigit() or int(group) > min(groups, _MOST_GROUPS):
            raise BadRequest(f"regex_replace(): {found[0]!r} is no group of the pattern, of which there are {groups}")
        return f"\\{group}"

    return re.sub(r"\$\$|\$(\d+)|\$\{(\w+)\}", meaning, replacement.replace("\\", "\\\\"))
