from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import BookmarkValidationError, CohortCriteria, CohortDefinition, Filter, UserQuery

ODD: Any = {1}


def test_a_described_cohort_holds_only_what_json_can_say() -> None:
    cohort = CohortDefinition(CohortCriteria.has_property("plan", ODD))
    with pytest.raises(BookmarkValidationError, match="cohort holds what JSON cannot say") as refused:
        UserQuery(cohort=cohort).params()

    assert [problem.code for problem in refused.value.errors] == ["U24"]


def test_a_filter_on_cohorts_names_one_by_a_number() -> None:
    where = Filter("$cohorts", "contains", [{"cohort": {"id": ODD}}], "list")
    with pytest.raises(BookmarkValidationError) as refused:
        UserQuery(where=where).params()

    assert [problem.code for problem in refused.value.errors] == ["U_COHORT"]
