from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async.specs.expression_text import property_text, quoted


@given(st.text(st.sampled_from('ab"\\') | st.characters()))
def test_a_text_never_breaks_out_of_its_quotes(text: str) -> None:
    assert unquoted(quoted(text)) == text


def test_a_property_is_named_in_quotes() -> None:
    assert property_text('we"ird\\name') == 'properties["we\\"ird\\\\name"]'


def unquoted(literal: str) -> str:
    """What stands between the quotes; the first quote not escaped must be the last character."""
    said, rest = "", literal.removeprefix('"')
    while rest[0] != '"':
        escaped = rest[0] == "\\"
        said, rest = said + rest[escaped], rest[1 + escaped :]
    assert rest == '"'
    return said
