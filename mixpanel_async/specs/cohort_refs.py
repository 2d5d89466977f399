"""How a question names a cohort: by the id it is saved under, or by describing it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.specs.event_names import is_blank
from mixpanel_async.specs.roles import DescribedCohort


def check_id(cohort: object, code: str) -> None:
    """Refuse what is no id of a saved cohort; *code* names the rule."""
    if not isinstance(cohort, int):
        raise ParamTypeError(
            f"cohort is {cohort!r}; give the id of a saved cohort, a number, or where a question takes it "
            "a CohortDefinition"
        )
    if cohort <= 0 or cohort is True:
        raise ParamValidationError(f"cohort is {cohort!r}; ids are positive numbers", code)


def check_cohort(cohort: object, name: str | None, family: str) -> None:
    """Refuse what is no cohort, or a blank *name*; *family* begins the codes of the rules."""
    if not isinstance(cohort, DescribedCohort):
        check_id(cohort, f"{family}1_COHORT_ID_NOT_POSITIVE")
    if name is not None and not isinstance(name, str):
        raise ParamTypeError(f"the cohort's name is {name!r}; give text, or leave it out")
    if name is not None and is_blank(name):
        raise ParamValidationError(
            f"the cohort's name is {name!r}; leave it out or give one", f"{family}2_COHORT_NAME_EMPTY"
        )


def cohort_entry(cohort: int | DescribedCohort, name: str | None, *, negated: bool) -> dict[str, Any]:
    """The cohort as filters and breakdowns name it, a described one still as a spec; *negated* means everyone else."""
    key = "raw_cohort" if isinstance(cohort, DescribedCohort) else "id"
    return {"negated": negated, "name": name or "", key: cohort}


def sent_entry(entry: Any) -> Any:
    """The same as the params have it, where a described cohort is written out."""
    described = entry.get("raw_cohort") if isinstance(entry, dict) else None
    return {**entry, "raw_cohort": described.raw()} if isinstance(described, DescribedCohort) else deepcopy(entry)
