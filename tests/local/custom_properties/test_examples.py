"""Every example of docs/features/custom-properties, and every rule that page states."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.local.custom_properties.formulas import Formulas

PRICES = [5, 205, 178, 12, 22]
BROWSERS = 'if(A in ["Chrome","Firefox","Edge"],"Acceptable browser","Unsupported browser")'
STATES = ["Georgia", "Florida", "Texas"]
ROW = {
    "source": "facebook",
    "city": "San Francisco",
    "browser": "Chrome",
    "minutes": 90,
    "country": "United States",
    "prices": PRICES,
    "states": STATES,
    "price": 12.5,
    "quantity": 4,
    "registered": "2025-08-15T10:00:00",
    "cart": {"brand": "nike", "items": [{"name": "shoe", "price": 60}]},
}


@pytest.fixture(scope="module")
def formulas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Formulas]:
    """One event with all that the examples mention."""
    made = Formulas(tmp_path_factory.mktemp("examples"), [ROW])
    yield made
    made.database.close()


def of(name: str, kind: str = "string") -> dict[str, Any]:
    """What the letter A stands for."""
    return {"A": {"value": name, "type": kind}}


@pytest.mark.parametrize(
    ("formula", "name", "expected"),
    [
        ('if(A=="Facebook" or A=="Twitter", "Social", A)', "source", "Social"),
        ('if(A=="Google", "Search", A)', "source", "facebook"),
        (
            'ifs( A<60,"Less than 1 hour",A<120, "More than 1 hour but less than 2 hours",A>=120, "More than 2 hours")',
            "minutes",
            "More than 1 hour but less than 2 hours",
        ),
        ('ifs(A < 60, "short", A < 70, "longer")', "minutes", None),
        ('not(A == "Facebook")', "source", False),
        ('if("Facebook" in A, "Facebook Corporation", A)', "source", "Facebook Corporation"),
        (BROWSERS, "browser", "Acceptable browser"),
        (BROWSERS, "city", "Unsupported browser"),
        ("boolean(A)", "minutes", True),
        ("boolean(A)", "nothing", False),
        ("number(A)", "minutes", 90),
        ("string(A)", "minutes", "90"),
        ("defined(A)", "minutes", True),
        ("defined(A)", "nothing", False),
        ('has_prefix(A, "United")', "country", True),
        ('has_prefix(A, "UNITED")', "country", True),
        ('has_suffix(A,"States")', "country", True),
        ('has_suffix(A,"united")', "country", False),
        ("floor(A)", "price", 12),
        ("ceil(A)", "price", 13),
        ('A + " of A"', "browser", "Chrome of A"),
        ("len(A)", "prices", 5),
    ],
)
def test_of_a_property(formulas: Formulas, formula: str, name: str, expected: Any) -> None:
    assert formulas.one(formula, of(name)) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("min(3, 2)", 2),
        ("max(3, 2)", 3),
        ("floor(-2.5)", -3),
        ("ceil(-2.5)", -2),
        ("round(2.4)", 2),
        ('upper("hello")', "HELLO"),
        ('lower("FacEBook")', "facebook"),
        ('parse_url("https://www.google.co.uk/search?q=1", "domain")', "google"),
        ('parse_url("https://www.google.co.uk/search?q=1", "full_domain")', "google.co.uk"),
        ('regex_extract("iPhone5.1","iPhone(...)",1)', "5.1"),
        # The page has "ha(..)ack", which no engine finds there: between ha and ack stand three characters.
        ('regex_match("zzhaystackzz", "ha(...)ack")', True),
        ('regex_match("HAYSTACK", "haystack")', True),
        ('regex_match("HAYSTACK", "(?-i)haystack")', False),
        ('regex_replace("$1,234,567", "[^.0-9]*", "")', "1234567"),
        ('len("Canada")', 6),
        ('left("Canada",3)', "Can"),
        ('right("Canada",3)', "ada"),
        ('mid("Canada",1,4)', "Cana"),
        ('split("dwight@dm.com","@",2)', "dm.com"),
        ('split("dwight@dm.com","@",4)', None),
        ('split("dwight@dm.com","/",2)', "dwight@dm.com"),
        ('split("empty//string/","/",2)', ""),
        ('split("dwight@dm.com","@")', ["dwight", "dm.com"]),
        ('split("a/b/c/d", "/")', ["a", "b", "c", "d"]),
        ('split("a/b/c/d", "-")', ["a/b/c/d"]),
        ('split("a//b/c/d", "/")', ["a", "", "b", "c", "d"]),
        ("sum([205,178])", 383),
        ("2 + 3 * 4 - 6 / 3", 12),
        ("7 % 4", 3),
        ("-7 % 4", -3),
        ('"a" == "A"', True),
        ('"a" != "A"', False),
        ("1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 3", True),
        ("undefined", None),
        ("defined(undefined)", False),
        ("TRUE", True),
        ("false", False),
        ("// a comment\n1 // and another", 1),
        ('If(TRUE, Upper("x"), "y")', "X"),
    ],
)
def test_of_what_is_written_out(formulas: Formulas, formula: str, expected: Any) -> None:
    assert formulas.one(formula, {}) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("any(X, prices, X > 300)", False),
        ("any(X, prices, X >= 5 and X < 300)", True),
        ("all(X, prices, X > 5 and X < 200)", False),
        ("all(X, prices, X >= 5 and X < 300)", True),
        ("filter(X, prices, X>100)", [205, 178]),
        ("map(X, states, lower(X))", ["georgia", "florida", "texas"]),
        ("sum(prices)", 422),
        ("sum(filter(X, prices, X>100))", 383),
        ('"Florida" in states', True),
        ("12 in prices", True),
        ("13 in prices", False),
        ('cart["brand"]', "nike"),
        ('cart["items"][0]["price"]', 60),
        ("prices[0]", 5),
        ("states[2]", "Texas"),
    ],
)
def test_of_lists_and_objects(formulas: Formulas, formula: str, expected: Any) -> None:
    names = {name: {"value": name, "type": "list"} for name in ("prices", "states", "cart")}
    assert formulas.one(formula, names) == expected


SPEND = """// define a variable "spend" and use it in an expression
let(
  spend, A * B,
  ifs(
    spend < 50, "no discount",
    spend < 200, "gold discount",
    spend > 200, "platinum discount",
    TRUE, "invalid"
  )
)"""


def test_let(formulas: Formulas) -> None:
    prices = {"A": {"value": "price", "type": "number"}, "B": {"value": "quantity", "type": "number"}}
    assert formulas.one(SPEND, prices) == "gold discount"
    assert formulas.one("let(a, A, let(b, a * 2, a + b))", prices) == 37.5


# An official example chains names in one let.
def test_let_with_several_names(formulas: Formulas) -> None:
    assert formulas.one("let(x, 2, y, x * 3, z, y + 1, x + y + z)", {}) == 15


def test_datedif_until_today(formulas: Formulas) -> None:
    # From August 15th to February 1st.
    assert formulas.one('datedif(A,TODAY(), "M")', of("registered", "datetime")) == 5


@pytest.mark.parametrize(("unit", "expected"), [("D", 746), ("M", 24), ("Y", 2), ("MD", 15), ("YM", 0), ("YD", 15)])
def test_units_of_datedif(formulas: Formulas, unit: str, expected: int) -> None:
    assert formulas.one(f'datedif("2024-01-15", "2026-01-30", "{unit}")', {}) == expected


@pytest.mark.parametrize(("mid", "expected"), [("mid(string(A), 12, 2)", "12"), ("left(string(A), 10)", "2026-01-10")])
def test_the_text_of_time_has_its_hour(formulas: Formulas, mid: str, expected: str) -> None:
    assert formulas.one(mid, of("$time", "datetime")) == expected


def test_the_number_of_a_date_is_seconds(formulas: Formulas) -> None:
    assert formulas.one("number(A)", of("registered", "datetime")) == 1755252000
