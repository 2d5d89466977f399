"""Words for questions, plain save for an oddity or two."""

from __future__ import annotations

from datetime import date
from math import inf, nan
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from mixpanel_async import CustomPropertyRef, Filter, GroupBy, MixpanelError
from mixpanel_async.queries.bookmark import words
from tests.specs.strategies import PROPERTIES

ODD_TEXT = st.sampled_from(["A", "", " ", "\x00", "\u200b", "é", "$cohorts"])
ODD_WORD: st.SearchStrategy[Any] = st.sampled_from(["A", "", None, 5, True])
NUMBERS: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers(-2, 4000) | st.sampled_from([nan, inf, 1.5])
ITEMS = st.sampled_from(["a", 1, True, None, 0.5, nan, inf, {"cohort": {"id": 1}}, (nan,)])
VALUES = ITEMS | st.lists(ITEMS, max_size=3) | st.sampled_from([["a"] * 100, ["a"] * 1001, (1.5, -inf)])
TYPES = st.sampled_from(sorted(words.PROPERTY_TYPES)) | ODD_WORD
SOURCES = st.sampled_from(sorted(words.RESOURCE_TYPES)) | ODD_WORD
OPERATORS = st.sampled_from(["equals", "contains", "is between", "true", "list_contains", "was in the"])


@st.composite
def made(draw: st.DrawFn, kind: Any, given: st.SearchStrategy[dict[str, Any]]) -> Any:
    """A *kind* of what is *given*, where it can be made at all."""
    try:
        return kind(**draw(given))
    except (MixpanelError, TypeError):
        return assume(False)


def odd(plain: dict[str, Any], oddities: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """What is *plain*, save for up to two oddities."""
    one = st.one_of([st.tuples(st.just(name), values) for name, values in oddities.items()])
    return st.lists(one, max_size=2).map(lambda pairs: plain | dict(pairs))


FILTERS = made(
    Filter,
    odd(
        {"_property": "p", "_operator": "equals", "_value": ["a", "b"]},
        {
            "_property": PROPERTIES | ODD_TEXT,
            "_operator": OPERATORS,
            "_value": VALUES,
            "_property_type": TYPES,
            "_resource_type": SOURCES,
            "_list_item_filters": st.just((Filter.is_set(CustomPropertyRef(0)),)),
            "_list_item_quantifier": st.just("any"),
        },
    ),
)
GROUPS = made(
    GroupBy,
    odd(
        {"property": "p", "property_type": "number", "bucket_size": 10, "bucket_min": 0, "bucket_max": 100},
        {
            "property": PROPERTIES | ODD_TEXT,
            "property_type": TYPES,
            "bucket_size": NUMBERS,
            "bucket_min": NUMBERS,
            "bucket_max": NUMBERS,
            "resource_type": SOURCES,
        },
    ),
)
DAYS = st.sampled_from([None, "2026-01-01", "2026-03-31", "2026-02-30", "20260101", "", date(2026, 2, 1)])
