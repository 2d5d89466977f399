from __future__ import annotations

import pytest

from mixpanel_async.place import Place


def test_a_place_knows_the_way_to_it() -> None:
    inner = Place({"a": [{"b": 5}]}).get("a").items()[0].get("b")

    assert (inner.value, inner.path, inner.number(), inner.whole()) == (5, "$.a[0].b", 5, 5)


def test_what_is_left_out_is_none() -> None:
    assert Place({}).get("a").get("b").if_given(Place.text) is None
    assert Place(None).items() == []


def test_how_it_is_refused_is_said_by_whoever_reads() -> None:
    with pytest.raises(NotImplementedError):
        Place(5).text()
