"""What docs/features/custom-properties leaves open: types, undefined, assumptions; and what is refused, where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mixpanel_local.errors import BadRequest, Unsupported
from tests.local.asking import at
from tests.local.custom_properties.formulas import Formulas

NIGHT = 'datedif("2026-01-01T18:00:00", "2026-01-02T06:00:00", "D")'
ROW = {
    "time": at("2026-01-10", "23:30:00"),
    "text": "Straße",
    "numeral": "12.5",
    "number": 3,
    "flag": True,
    "off": False,
    "nothing": None,
    "list": [3, "a", None, 4.5, {"k": 1}],
    "empty": [],
    "object": {"a/b": {"c~d": 1}, "two words": "x"},
    "date": "2024-02-29",
    "later": "2025-03-31T06:00:00",
    "huge": 2**60,
    "x": {"y": [1, 2]},
}


@pytest.fixture(scope="module")
def formulas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Formulas]:
    """One event with a property of every type; A to Z are none of them."""
    made = Formulas(tmp_path_factory.mktemp("rules"), [ROW], time_zone="America/New_York")
    yield made
    made.database.close()


def ask(formulas: Formulas, formula: str, kinds: dict[str, str] | None = None, **more: Any) -> Any:
    """The value of a formula in which properties stand under their own names."""
    chosen = kinds or {}
    inputs = {name: {"value": name, "type": chosen.get(name, "unknown")} for name in (*ROW, "missing")}
    inputs["time"] = {"value": "$time", "type": "datetime"}
    return formulas.one(formula, inputs, **more)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("text + 1", None),
        ("text + missing", None),
        ("1 - missing", None),
        ("1 / 0", None),
        ("1 % 0", None),
        ("text < text", None),
        ("flag + 1", None),
        ("number == text", False),
        ('number == "3"', False),
        ("number != text", True),
        ("missing == undefined", True),
        ("missing != undefined", False),
        ("nothing == undefined", True),
        ("number == undefined", False),
        ("missing and true", False),
        ("missing or true", True),
        ("not missing", True),
        ("not(number)", None),
        ('if(missing, "yes", "no")', "no"),
        ("if(number, 1, 2)", 2),
        ("min(number, missing)", None),
        ('max(number, "4")', None),
        ("floor(text)", None),
        ("upper(number)", None),
        ("len(number)", None),
        ("len(object)", None),
        ("len(empty)", 0),
        ("sum(empty)", 0),
        ("sum(list)", 7.5),
        ("sum(text)", None),
        ("any(x, empty, true)", False),
        ("all(x, empty, false)", True),
        ("any(x, text, true)", None),
        ("map(i, list, i == 3)", [True, False, False, False, False]),
        ("map(i, list, string(i))", ["3", "a", None, "4.5", '{"k":1}']),
        ("filter(i, list, defined(i))", [3, "a", 4.5, {"k": 1}]),
        ('map(i, list, i["k"])', [None, None, None, None, 1]),
        ('"A" in list', True),
        ("4.5 in list", True),
        ("5 in list", False),
        ('missing in "abc"', None),
        ('"ab" in 12', None),
        ('object["a/b"]["c~d"]', 1),
        ('object["two words"]', "x"),
        ('object["nothing"]', None),
        ("list[1]", "a"),
        ("list[9]", None),
        ("list[-1]", None),
        ("list[0.5]", 3),
        ("object[0]", None),
        ('list["0"]', None),
        ('text["0"]', None),
        ("left(text, 4)", "Stra"),
        ("left(text, 0)", ""),
        ("left(text, 99)", "Straße"),
        ("left(text, -1)", None),
        ("right(text, 2)", "ße"),
        ("mid(text, 0, 2)", None),
        ("mid(text, 6, 5)", "e"),
        ("mid(text, 7, 5)", ""),
        ("left(text, missing)", None),
        ('split(text, "a", 0)', None),
        ('split(text, "a", 1)', "Str"),
        ('split(number, "a")', None),
        ("string(flag)", "true"),
        ("string(missing)", None),
        ("number(numeral) + 1", 13.5),
        ("number(text)", None),
        ("number(flag)", 1),
        ("boolean(off)", False),
        ('boolean("false")', False),
        ("boolean(0)", False),
        ("huge > 5", True),
        ("- -number", 3),
        ("number - (number - 1)", 1),
        ("12 / (6 / 3)", 6),
        ("3 > 2 == true", True),
        ("defined(date)", True),
        ("list == list", True),
        ("flag == true", True),
        ("flag == off", False),
        ('"\\"quoted\\""', '"quoted"'),
        ("'single'", "single"),
        ("let(number, 5, number)", 5),
        ("let(a, 1, let(a, a + 1, a)) + let(a, 10, a)", 12),
        ("ifs(false, 1, missing, 2, true, text)", "Straße"),
        ('if(false, 1, ifs(false, 2, true, "x"))', "x"),
    ],
)
def test_types_and_undefined(formulas: Formulas, formula: str, expected: Any) -> None:
    assert ask(formulas, formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("date < later", True),
        ("date == date", True),
        ("date == later", False),
        ("number(date)", 1709164800),
        ("string(later)", "2025-03-31T06:00:00"),
        ("boolean(date)", True),
        ("defined(date)", True),
        ("date + 1", None),
        ("upper(text)", "STRASSE".replace("SS", "ẞ")),
        ('datedif(date, later, "D")', 396),
        ('datedif(date, later, "M")', 13),
        ('datedif(date, later, "Y")', 1),
        ('datedif(date, later, "MD")', 2),
        ('datedif(date, later, "YM")', 1),
        ('datedif(date, later, "YD")', 31),
        ('datedif(later, date, "D")', -396),
        ('datedif(date, text, "D")', None),
        ("number(time)", at("2026-01-10", "23:30:00")),
        ("string(time)", "2026-01-10T23:30:00"),
        ("number(numeral)", 12.5),
        ("numeral + 1", 13.5),
        ("if(true, date, 1)", "2024-02-29T00:00:00"),
    ],
)
def test_moments(formulas: Formulas, formula: str, expected: Any) -> None:
    kinds = {"date": "datetime", "later": "datetime", "text": "datetime", "numeral": "number"}
    assert ask(formulas, formula, kinds) == expected


@pytest.mark.parametrize(
    ("formula", "name", "values"),
    [
        ("string(time)", "formula_time_text", {"utc": "2026-01-10T23:30:00", "project": "2026-01-10T18:30:00"}),
        ("string(today())", "formula_today", {"utc": "2026-02-01T12:00:00", "project": "2026-02-01T07:00:00"}),
        ("round(2.5)", "formula_round", {"away": 3, "even": 2, "up": 3}),
        ("round(-2.5)", "formula_round", {"away": -3, "even": -2, "up": -2}),
        ("round(-3.5)", "formula_round", {"away": -4, "even": -4, "up": -3}),
        ("len(text)", "formula_length", {"characters": 6, "bytes": 7}),
        ('"STRA" in text', "formula_in_case", {"ignored": True, "exact": False}),
        ("missing == nothing", "formula_undefined_equal", {"yes": True, "no": False}),
        ("all(x, empty, true)", "formula_all_of_none", {"true": True, "false": False}),
        ("list[1]", "formula_list_first", {0: "a", 1: 3}),
        (
            'datedif("2026-01-01T18:00:00", "2026-01-02T06:00:00", "D")',
            "formula_datedif_days",
            {"calendar": 1, "elapsed": 0},
        ),
        ('datedif("2026-01-02", "2026-01-01", "D")', "formula_datedif_backwards", {"negative": -1, "undefined": None}),
        ('regex_replace("ab", "(a)(b)", "$2$1$$")', "formula_group_references", {"dollar": "ba$", "none": "$2$1$$"}),
    ],
)
def test_assumptions(formulas: Formulas, formula: str, name: str, values: dict[Any, Any]) -> None:
    for chosen, expected in values.items():
        assert ask(formulas, formula, assume={name: chosen}) == expected, chosen


@pytest.mark.parametrize(
    ("url", "domain", "full"),
    [
        ("https://www.example.com/a?b#c", "example", "example.com"),
        ("http://user:secret@shop.example.com.au:8080/", "example", "example.com.au"),
        ("example.org", "example", "example.org"),
        ("//Sub.Example.IO", "example", "example.io"),
        ("https://localhost:3000/x", "localhost", "localhost"),
        ("http://192.168.0.1/", "192.168.0.1", "192.168.0.1"),
        ("", None, None),
    ],
)
def test_domains(formulas: Formulas, url: str, domain: str | None, full: str | None) -> None:
    assert ask(formulas, f'parse_url("{url}", "domain")') == domain
    assert ask(formulas, f'parse_url("{url}", "full_domain")') == full


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r'regex_extract("order 77 of 99", "\d+")', "77"),
        (r'regex_extract("order 77", "\\d+")', "77"),
        ('regex_extract("abc", "x")', None),
        ('regex_extract("abc", "(b)(x)?", 2)', ""),
        ('regex_extract(number, "3")', None),
        ('regex_match(missing, "a")', None),
        ('regex_replace("a.b.c", "\\.", "-")', "a-b-c"),
        ('regex_replace("AbA", "a", "x")', "xbx"),
        (r'regex_replace("path", "a", "\1")', r"p\1th"),
        ('regex_match("a]b", "[]x]")', True),
        ('regex_match("a+b", "a[+]+b")', True),
    ],
)
def test_regular_expressions(formulas: Formulas, formula: str, expected: Any) -> None:
    assert ask(formulas, formula) == expected


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("a(?=b)", "a look ahead"),
        ("a(?!b)", "a negative look ahead"),
        ("(?<=a)b", "a look behind"),
        ("(?<!a)b", "a negative look behind"),
        (r"(a)\\1", "a back reference"),
        (r"(?P<n>a)(?P=n)", "a back reference"),
        (r"(a)\\g{1}", "a back reference"),
        ("(?>a+)b", "an atomic group"),
        ("a++", "a possessive repetition"),
        ("(a)(?(1)b|c)", "a condition"),
        ("a(?R)?", "recursion"),
        ("(a)(?1)", "recursion"),
        (r"a\\Kb", r"\K"),
        (r"a\\Rb", r"\R"),
        (r"a\\hb", r"\h"),
        ("(?x)a b", "the flags 'x'"),
        ("(*UTF)a", "a verb"),
    ],
)
def test_what_only_pcre_knows_is_refused_by_name(formulas: Formulas, pattern: str, what: str) -> None:
    with pytest.raises(Unsupported, match="which PCRE2 knows and RE2 does not") as refusal:
        ask(formulas, f'regex_match(text, "{pattern}")')
    assert what in refusal.value.message


@pytest.mark.parametrize(
    ("formula", "what"),
    [
        ("regex_match(text, text)", "not written out"),
        ('regex_replace(text, "a", text)', "not written out"),
        ('regex_replace(text, "a*", "-")', "matches of no length"),
        ("parse_url(text, text)", "not written out"),
        ("datedif(date, later, text)", "not written out"),
    ],
)
def test_what_must_be_written_out(formulas: Formulas, formula: str, what: str) -> None:
    with pytest.raises(Unsupported, match=what):
        ask(formulas, formula)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("", "did not expect 'end' at position 0"),
        ("number +", "did not expect 'end' at position 8"),
        ("wat", "'wat' means nothing at position 0"),
        ("1 + eval(2)", "'eval' means nothing at position 4"),
        ("upper(text", "expected ',', found 'end' at position 10"),
        ("upper(text, text)", "upper() takes 1 argument, not 2 at position 0"),
        ("today(1)", "today() takes 0 arguments, not 1 at position 0"),
        ("if(true, 1)", "if() takes 3 arguments, not 2 at position 0"),
        ("ifs(true)", "ifs() takes 2 or 4 or more arguments, not 1"),
        ("ifs(true, 1, false)", "ifs() takes 2 or 4 or more arguments, not 3"),
        ("split(text)", "split() takes 2 or 3 arguments, not 1"),
        ("let(a, 1)", "expected ',', found ')' at position 8"),
        ("let(1, 2, 3)", "expected a name, found '1' at position 4"),
        ("any(x, list)", "expected ',', found ')' at position 11"),
        ("let(a, 1, a) + a", "'a' means nothing at position 15"),
        ('number("x" ', "expected ',', found 'end'"),
        ('"open', "'\"' means nothing at position 0"),
        ("number = 3", "'=' means nothing at position 7"),
        ("number; DROP TABLE e", "';' means nothing at position 6"),
        ('properties["x"]', "'properties' means nothing at position 0"),
        ("text and true and 5", "'and' joins conditions"),
        ('split(text, "ab")', "one ASCII character"),
        ('split(text, "ß")', "one ASCII character"),
        ('datedif(date, later, "W")', "it is one of D, M, Y, MD, YM, YD"),
        ('parse_url(text, "host")', "it is one of domain, full_domain"),
        ('regex_match(text, "(")', "the pattern '(' is none"),
        ('regex_extract(text, "(a)", 2)', "the group is one of 0 to 1"),
        ('regex_replace(text, "(a)", "$2")', "'$2' is no group of the pattern"),
        ("(" * 20_000, "nested more than 100 deep at position 101"),
        ("not " * 4_999 + "true", "nested more than 100 deep at position"),
        ("-" * 19_999 + "1", "nested more than 100 deep at position"),
        ("list" + "[0]" * 6_000, "nested more than 100 deep at position"),
        ("if(true,1," * 1_900 + "2" + ")" * 950, "nested more than 100 deep at position"),
        ("let(a,1," * 2_000 + "a", "nested more than 100 deep at position"),
        ("1" + "+1" * 9_999, "more than 100 operators in a row at position 1"),
        ("1" + "+1-1" * 4_999, "nested more than 100 deep at position 202"),
        ("any(a,list," * 5 + "true" + ")" * 5, "any in any in any in any in any: at most 4"),
        ("1" + " " * 20_000, "has 20,001 characters; at most 20,000"),
    ],
)
def test_what_means_nothing_is_refused_with_its_place(formulas: Formulas, formula: str, said: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        ask(formulas, formula)
    assert said in refusal.value.message
    assert len(refusal.value.message) < 400


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("'; DROP TABLE e; --", None),
        ('"\'; DROP TABLE e; --"', "'; DROP TABLE e; --"),
        ('"\\\\"', "\\"),
        ('"x" + "\' || (SELECT 1) || \'"', "x' || (SELECT 1) || '"),
        ('regex_replace("x", "x", "\' OR 1=1 --")', "' OR 1=1 --"),
        ('"' + "é" * 19_998 + '"', "é" * 19_998),
        ("let(a, text, " + " or ".join(['a == "x"'] * 1_600) + ")", False),
        ("text in [" + ",".join(f'"{n}"' for n in range(2_500)) + "]", False),
        ("ifs(" + ",".join(f'number == {n}, "v{n}"' for n in range(300)) + ")", "v3"),
        ("if(number == 1, 1, " * 50 + "text" + ")" * 50, "Straße"),
        ("let(a, number, " + "".join("let(a, a + a, " for _ in range(49)) + "a" + ")" * 50, 3 * 2.0**49),
        ("number(string(" * 49 + "numeral" + "))" * 49, 12.5),
        ("if(" * 90 + "flag" + ", flag, off)" * 90, True),
    ],
)
def test_large_and_hostile_formulas_are_answered(formulas: Formulas, formula: str, expected: Any) -> None:
    if expected is None:
        with pytest.raises(BadRequest, match="means nothing at position 0"):
            ask(formulas, formula)
    else:
        assert ask(formulas, formula) == expected


def test_custom_properties_of_custom_properties(formulas: Formulas) -> None:
    from tests.local.cohorts.definitions import Project

    inner = {"displayFormula": "A * 2", "composedProperties": {"A": {"resourceType": "event", "value": "number"}}}
    loop = {"displayFormula": "A", "composedProperties": {"A": {"customPropertyId": 8}}}
    kept = Project({("custom_property", "7"): {**inner, "name": "Twice"}, ("custom_property", "8"): loop})
    assert formulas.one("A + 1", {"A": {"customPropertyId": 7}}, kept=kept) == 7
    with pytest.raises(BadRequest, match="the custom property 8 is computed from itself"):
        formulas.one("A", {"A": {"customPropertyId": 8}}, kept=kept)
    with pytest.raises(BadRequest, match="no custom property is saved under the id 9"):
        formulas.one("A", {"A": {"customPropertyId": 9}}, kept=kept)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"value": "x", "behavior": {"behaviorType": "$borrowed"}}, "a property with behavior"),
        ({"value": "x", "joinPropertyType": "list"}, "a property with joinPropertyType"),
        ({"value": "x", "resourceType": "group"}, "properties of 'group'"),
    ],
)
def test_inputs_that_cannot_be_had_are_refused_by_name(formulas: Formulas, given: dict[str, Any], said: str) -> None:
    with pytest.raises(Unsupported, match=said):
        formulas.one("A", {"A": given})


@pytest.mark.parametrize(
    ("cast", "name", "expected"),
    [
        ("number", "numeral", 12.5),
        ("number", "text", None),
        ("string", "number", "3"),
        ("boolean", "text", True),
        ("datetime", "date", "2024-02-29T00:00:00"),
        ("datetime", "text", None),
    ],
)
def test_a_cast_leaves_nothing_else(formulas: Formulas, cast: str, name: str, expected: Any) -> None:
    assert formulas.one("A", {"A": {"value": name, "type": "string", "typeCast": cast}}) == expected
