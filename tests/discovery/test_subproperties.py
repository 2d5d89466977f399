"""What the objects in a property hold."""

from __future__ import annotations

import json
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async.discovery.subproperties import SubPropertyInfo, subproperties_of
from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_transports.fake import json_reply
from tests.faces import both, raised


def told(*rows):
    return subproperties_of("cart", [json.dumps(rows)])


def types(*values):
    return [info.type for info in told(*({"a": value} for value in values))]


def test_objects_and_lists_of_objects_are_looked_into_and_all_else_is_passed_over():
    values = ['[{"sku": "a", "qty": 1}]', '{"sku": "b"}', "no json", '"text"', "[1, 2]", "null", {"sku": "c"}, 5, None]
    assert subproperties_of("cart", values) == [
        SubPropertyInfo("qty", "number", (1,)),
        SubPropertyInfo("sku", "string", ("a", "b", "c")),
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1, 2.5), "number"),
        ((True, False), "boolean"),
        (("2026-01-01", "2026-01-01 10:00", "2026-01-01T10:00:00.123+02:00", "2026-01-01T10:00:00Z"), "datetime"),
        (("2026-01-01", "2026-13-45"), "string"),
        (("20260101",), "string"),
        (("2026-W01-1",), "string"),
        (("",), "string"),
        ((None, 1), "number"),
    ],
)
def test_types(values, expected):
    assert types(*values) == [expected]


@pytest.mark.parametrize("values", [(1, "x"), (1, True), ("2026-01-01", 5)])
def test_values_of_several_types_are_a_string_with_a_warning(values):
    with pytest.warns(UserWarning, match=r"cart\.a holds a \w+ and a \w+"):
        assert types(*values) == ["string"]


def test_objects_further_inside_are_passed_over_with_a_warning():
    with pytest.warns(UserWarning, match=r"cart\.a holds lists or objects"):
        assert told({"a": {"x": 1}}, {"a": 2}, {"a": [3]}) == [SubPropertyInfo("a", "number", (2,))]


def test_samples_are_five_each_once_and_true_is_one():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (info,) = told(*({"a": value} for value in (1, 1.0, True, 2, 3, 4, 5, 6)))
    assert info.sample_values == (1, 2, 3, 4, 5)
    assert info.to_dict() == {"name": "a", "type": "string", "sample_values": [1, 2, 3, 4, 5]}


def test_half_a_surrogate_pair_inside_is_replaced():
    (info,) = subproperties_of("cart", ['{"a\\ud800": "\\udfff"}'])
    assert (info.name, info.sample_values) == ("a\ufffd", ("\ufffd",))


def test_as_many_values_are_looked_at_as_asked():
    infos, (request,) = both(
        lambda ws: ws.subproperties("cart", event="Buy", sample_size=3), json_reply(['{"sku": "a"}'])
    )
    assert infos == [SubPropertyInfo("sku", "string", ("a",))]
    assert "name=cart&limit=3&event=Buy&" in request.url


@pytest.mark.parametrize(("size", "kind"), [(0, ParamValidationError), (True, ParamTypeError), ("5", ParamTypeError)])
def test_a_sample_of_nothing_is_refused(size, kind):
    error, requests = raised(lambda ws: ws.subproperties("cart", sample_size=size))
    assert (type(error), "sample_size" in str(error), requests) == (kind, True, [])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(st.lists(JSON | JSON.map(json.dumps)))
def test_whatever_the_values_are_names_come_once_sorted_with_at_most_five_samples(values):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        infos = subproperties_of("p", values)
    names = [info.name for info in infos]
    assert names == sorted(set(names))
    assert all(1 <= len(info.sample_values) <= 5 for info in infos)
