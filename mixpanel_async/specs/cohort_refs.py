"""How a cohort saved in the project is named in a question."""

from __future__ import annotations

from typing import Any

from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.specs.event_names import is_blank


def check_cohort(cohort: object, name: str | None, family: str) -> None:
    """Refuse what is no cohort id, or a blank *name*; *family* begins the codes of the rules."""
    if not isinstance(cohort, int):
        raise ParamTypeError(f"cohort is {cohort!r}; give the id of a saved cohort, a number")
    if cohort <= 0 or cohort is True:
        raise ParamValidationError(
            f"cohort is {cohort!r}; ids are positive numbers", f"{family}1_COHORT_ID_NOT_POSITIVE"
        )
    if name is not None and is_blank(name):
        raise ParamValidationError(
            f"the cohort's name is {name!r}; leave it out or give one", f"{family}2_COHORT_NAME_EMPTY"
        )


def cohort_entry(cohort: int, name: str | None, *, negated: bool) -> dict[str, Any]:
    """The cohort as filters and breakdowns name it; *negated* means everyone else."""
    return {"negated": negated, "name": name or "", "id": cohort}
