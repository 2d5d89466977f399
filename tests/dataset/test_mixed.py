"""Of a property of several types each value goes into the column of its own type, and no other value into any."""

from __future__ import annotations

import pytest

from mixpanel_dataset.quick import Quick, Taken
from mixpanel_dataset.shape import Field
from mixpanel_dataset.texts import Lines

KNOWN = [Field("time", frozenset("n")), Field("m", frozenset("snbz"))]


def taken(properties: str) -> Taken:
    """What the parser makes of a line with *properties*, and of one without."""
    lines = [f'{{"event":"e","properties":{{"time":1{each}}}}}' for each in (properties, "")]
    return Quick(KNOWN).take(Lines.of("\n".join(lines).encode()))


@pytest.mark.parametrize(
    ("value", "column", "stored"),
    [
        ('"x"', "m__s", "x"),
        ('"5"', "m__s", "5"),
        ('"true"', "m__s", "true"),
        ('""', "m__s", ""),
        ("5", "m__n", 5.0),
        ("-0.5e3", "m__n", -500.0),
        ("0.1", "m__n", 0.1),
        ("true", "m__b", True),
        ("false", "m__b", False),
        ("null", "m__j", "null"),
    ],
)
def test_a_value_is_where_its_type_says(value: str, column: str, stored: object) -> None:
    found = taken(f',"m":{value}')
    assert not found.odd.any()
    row = found.frame(1).row(0, named=True)
    assert {name: cell for name, cell in row.items() if name.startswith("m__") and cell is not None} == {column: stored}


@pytest.mark.parametrize(
    "properties",
    [
        ',"m":5,"m":"x"',
        ',"m":"x","m":5',
        ',"m":true,"m":5',
        ',"m":9007199254740993',
        ',"m":"7","u":{"m":5}',
        ',"u":{"m":5},"m":"7"',
        ',"u":{"m":true},"m":"true"',
        ',"u":[{"m":5}]',
        ',"m" : 5',
    ],
)
def test_a_line_that_may_mean_something_else_is_left(properties: str) -> None:
    assert list(taken(properties).odd) == [True, False]


@pytest.mark.parametrize("value", ['{"m":5}', "[5]", "1e400"])
def test_a_line_with_another_type_is_left(value: str) -> None:
    assert taken(f',"m":{value}').odd[0]
