"""Breakdowns."""

from __future__ import annotations

from mixpanel_async import GroupBy


def test_a_plain_property_is_the_events_unless_it_is_the_users():
    of_event, of_user = GroupBy("plan").clause(), GroupBy("plan", resource_type="people").clause()
    assert of_event["resourceType"] == "events"
    assert of_user == of_event | {"resourceType": "people"}


def test_its_repr_evaluates_back():
    group = GroupBy("age", "number", bucket_size=10, bucket_min=0, bucket_max=90, resource_type="people")
    assert eval(repr(group)) == group


def test_buckets_may_be_as_large_as_whole_numbers_get():
    split = GroupBy("amount", "number", 10**400, 0, 10**401)

    assert [*split.problems()] == []
