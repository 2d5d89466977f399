"""A users question as a value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Self, TypedDict, Unpack

from attrs import Attribute, field, frozen

from mixpanel_async.dates import Day
from mixpanel_async.errors import ParamTypeError, ValidationError
from mixpanel_async.profiles.pages import page_size_in_range
from mixpanel_async.queries.asking import Spec
from mixpanel_async.queries.bookmark.questions import alone, own, refuse, whole
from mixpanel_async.queries.misfits import naming_misfits
from mixpanel_async.queries.users.params import build
from mixpanel_async.queries.users.parts import Parts
from mixpanel_async.queries.users.rules import lone_problem, problems_of, sending_problems, writing_problems
from mixpanel_async.specs.cohort_definitions import CohortDefinition
from mixpanel_async.specs.filters import Filter
from mixpanel_async.specs.shown import shown

if TYPE_CHECKING:
    from mixpanel_async.queries.users.operations import Users
    from mixpanel_async.queries.users.result import UserQueryResult

__all__ = ["UserOptions", "UserQuery"]

DEFAULT_WORKERS = 5

UserAggregate = Literal["count", "extremes", "percentile", "numeric_summary"]
UserMode = Literal["profiles", "aggregate"]
SortOrder = Literal["ascending", "descending"]


class UserOptions(TypedDict, total=False):
    """Everything a users question may say; ``UserQuery`` says what each means."""

    where: Filter | Sequence[Filter] | str | None
    cohort: int | CohortDefinition | None
    properties: Sequence[str] | None
    sort_by: str | None
    sort_order: SortOrder
    limit: int | None
    search: str | None
    distinct_id: str | None
    distinct_ids: Sequence[str] | None
    group_id: str | None
    as_of: Day | int | None
    mode: UserMode
    aggregate: UserAggregate
    aggregate_property: str | None
    percentile: float | None
    segment_by: Sequence[int] | None
    parallel: bool
    workers: int
    page_size: int | None
    include_all_users: bool


def _number(_: object, attribute: Attribute[Any], value: object) -> None:
    if value is not None and not isinstance(value, int | float):
        raise ParamTypeError(f"{attribute.name} is {value!r}; it is a number")


def _list(_: object, attribute: Attribute[Any], value: object) -> None:
    if value is not None and not isinstance(value, tuple):
        raise ParamTypeError(f"{attribute.name} is {value!r}; give a list")


@frozen(repr=False, kw_only=True)
class UserQuery(Spec["UserQueryResult"]):
    """How many users there are, unless said otherwise; with ``mode="profiles"`` who they are.

    *where* picks them by filters on their properties or by an expression, *cohort* by an id or a definition;
    *include_all_users* adds its members without a profile. *group_id* asks for groups instead of users. *as_of* is the
    day, or the timestamp in seconds, at which they are looked at.

    Profiles: *properties* are those wanted, *limit* how many profiles (1; None for all), *search* looks into names and
    addresses. *parallel* asks for several pages at once, *workers* (1 to 5) says how many. Every page, of *page_size*
    profiles or 1000, is one of the project's 60 queries an hour.

    Numbers: *aggregate* over *aggregate_property*, *percentile* between 0 and 100, a number for each of the saved
    cohorts in *segment_by*.
    """

    where: Filter | Sequence[Filter] | str | None = field(default=None, converter=own)
    cohort: int | CohortDefinition | None = None
    properties: Sequence[str] | None = field(default=None, converter=own, validator=_list)
    sort_by: str | None = None
    sort_order: SortOrder = "descending"
    limit: int | None = field(default=1, validator=whole)
    search: str | None = None
    distinct_id: str | None = None
    distinct_ids: Sequence[str] | None = field(default=None, converter=own, validator=_list)
    group_id: str | None = None
    as_of: Day | int | None = None
    mode: UserMode = "aggregate"
    aggregate: UserAggregate = "count"
    aggregate_property: str | None = None
    percentile: float | None = field(default=None, validator=_number)
    segment_by: Sequence[int] | None = field(default=None, converter=own, validator=_list)
    parallel: bool = False
    workers: int = field(default=DEFAULT_WORKERS, validator=whole)
    page_size: int | None = field(default=None, validator=page_size_in_range)
    include_all_users: bool = False

    def __repr__(self) -> str:
        return shown(self, 0)

    @classmethod
    def of(cls, question: Self | None, /, **options: Unpack[UserOptions]) -> Self:
        """The question itself where one is given, else the one made of *options*."""
        if question is None:
            return cls(**options)
        if not isinstance(question, cls):
            raise ParamTypeError(f"{question!r} is no UserQuery; give options by name, as where={question!r}")
        alone(question, options)
        return question

    def asked_of(self, workspace: Users) -> Awaitable[UserQueryResult]:
        """Its answer in the project of *workspace*."""
        return workspace.query_user(self)

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Self:
        """The question that sends *params*; a ``ParamValidationError`` names what no question can say.

        *where* comes back as an expression, an ``in_cohort`` filter as *cohort*, a day in *as_of* as its first second.
        *limit*, *parallel*, *workers* and *page_size* are not in params, nor is *sort_order* without *sort_by*, a
        cohort that *segment_by* names again, or what the other *mode* asks.
        """
        from mixpanel_async.queries.bookmark.reading import read_back
        from mixpanel_async.queries.users.reading import read

        return read_back(cls, read, params, sender="run_user_params")

    @naming_misfits
    def problems(self, *, today: Callable[[], date] = date.today) -> list[ValidationError]:
        """Every rule the question breaks, before anything is built from it; empty if none."""
        lone = lone_problem(self)
        return [lone] if lone else list(problems_of(self, Parts.of(self), today))

    @naming_misfits
    def params(self, *, today: Callable[[], date] = date.today) -> dict[str, Any]:
        """What the engage API is sent, as JSON; broken rules are raised in one ``BookmarkValidationError``."""
        refuse(self.problems(today=today))
        parts = Parts.of(self)
        refuse(list(writing_problems(parts)))
        refuse(list(sending_problems(self)))
        return build(self, parts)
