from __future__ import annotations

import pytest

from mixpanel_async import CohortCriteria, CohortDefinition, Filter, ParamValidationError, UserQuery


@pytest.mark.parametrize(
    "question",
    [
        UserQuery(),
        UserQuery(where='properties["plan"] == "pro"', cohort=5, include_all_users=True),
        UserQuery(cohort=CohortDefinition(CohortCriteria.did_event("Buy", at_least=1, within_days=7))),
        UserQuery(aggregate="percentile", aggregate_property='the "age"', percentile=99.5, segment_by=[3, 4]),
        UserQuery(mode="profiles", properties=["a", "b"], sort_by="back\\slash", sort_order="ascending", group_id="7"),
        UserQuery(mode="profiles", search="ann", as_of=1_700_000_000),
        UserQuery(mode="profiles", distinct_ids=["u1", "u2"]),
    ],
    ids=repr,
)
def test_a_question_comes_back(question: UserQuery) -> None:
    assert UserQuery.from_params(question.params()) == question


@pytest.mark.parametrize(
    ("given", "spelling"),
    [
        (UserQuery(where=Filter.at_least("age", 18)), UserQuery(where='properties["age"] >= 18')),
        (UserQuery(where=Filter.in_cohort(5)), UserQuery(cohort=5)),
        (UserQuery(mode="profiles", as_of="2026-01-01"), UserQuery(mode="profiles", as_of=1_767_225_600)),
        (UserQuery(mode="profiles", limit=None, parallel=True, workers=3), UserQuery(mode="profiles")),
    ],
    ids=repr,
)
def test_what_params_do_not_tell_has_one_spelling(given: UserQuery, spelling: UserQuery) -> None:
    assert UserQuery.from_params(given.params()) == spelling


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("action", "sum(1)"),
        ("action", "count() + 1"),
        ("filter_by_cohort", "{"),
        ("segment_by_cohorts", '{"all": true}'),
        ("sort_key", "age"),
        ("where", 5),
        ("page", 3),
    ],
)
def test_what_no_question_says_is_named_by_its_place(name: str, value: object) -> None:
    params = (UserQuery(mode="profiles", sort_by="x") if name == "sort_key" else UserQuery()).params() | {name: value}

    with pytest.raises(ParamValidationError, match=rf"^\$(\.{name})?: "):
        UserQuery.from_params(params)
