"""What a users question came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal, Self

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.frames import anything, frame
from mixpanel_async.queries.users.columns import number_columns, profile_columns
from mixpanel_async.results import Result

if TYPE_CHECKING:
    import polars as pl

__all__ = ["UserQueryResult"]

AggregateValue = Mapping[str, Any] | int | float | None


@frozen(repr=False)
class UserQueryResult(Result):
    """Profiles, or a number about users; *mode* says which.

    *profiles* are ``{distinct_id, last_seen, properties}``, *total* says how many came. *aggregate_data* is the number,
    or numbers by name, or either by cohort; *total* is it where users were counted. *params* is what was asked for,
    *meta* says how it was fetched.
    """

    computed_at: str
    total: int
    profiles: Sequence[Mapping[str, Any]] = field(factory=list)
    params: Mapping[str, Any] = field(factory=dict)
    meta: Mapping[str, Any] = field(factory=dict)
    mode: Literal["profiles", "aggregate"] = "aggregate"
    aggregate_data: AggregateValue = None
    is_cut: bool = field(default=False, kw_only=True, repr=False)

    @classmethod
    def read(cls, answer: Answer, params: Mapping[str, Any]) -> Self:
        """The numbers in *answer*."""
        if "results" not in answer.object() and answer.value:
            raise answer.refusal("there is no 'results'")
        data, action = _numbers(answer.get("results")), params["action"]
        return cls(
            answer.get("computed_at").text_or(),
            _count(data) if action == "count()" else 0,
            params=params,
            meta={"action": action, "segmented": "segment_by_cohorts" in params},
            aggregate_data=data,
        )

    @classmethod
    def of(
        cls,
        profiles: Sequence[Mapping[str, Any]],
        params: Mapping[str, Any],
        meta: Mapping[str, Any],
        *,
        now: float,
        is_cut: bool = False,
    ) -> Self:
        """The result of having fetched *profiles* by *now*, in seconds since 1970."""
        computed_at = datetime.fromtimestamp(now, UTC).isoformat()
        return cls(computed_at, len(profiles), profiles, params, meta, "profiles", is_cut=is_cut)

    @property
    def truncated(self) -> bool:
        """Whether the ``limit`` on profiles, 1 unless you say otherwise, left some out."""
        return self.is_cut

    def to_dict(self) -> dict[str, Any]:
        """Everything, as plain data."""
        return {name: value for name, value in super().to_dict().items() if name != "is_cut"}

    @property
    def distinct_ids(self) -> list[Any]:
        """The ids of the profiles, in their order."""
        return [profile.get("distinct_id", "") for profile in self.profiles]

    @property
    def value(self) -> int | float | None:
        """The one number asked for; None where there are several, or profiles."""
        data = self.aggregate_data
        return None if isinstance(data, Mapping) else data

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per profile, or per number.

        Profiles: ``distinct_id``, ``last_seen``, then the properties by name, without one leading ``$``. A column has
        the type its values share, nested ones List or Struct; what shares none is String, as JSON. Numbers: ``metric``
        or ``segment``, then a column for each.
        """
        columns = profile_columns(self.profiles) if self.mode == "profiles" else self._numbers()
        return frame({name: anything(values) for name, values in columns.items()})

    def _numbers(self) -> Mapping[str, Sequence[Any]]:
        segmented = bool(self.meta.get("segmented") or "segment_by_cohorts" in self.params)
        return number_columns(self.aggregate_data, str(self.params.get("action", "count()")), segmented=segmented)

    def __repr__(self) -> str:
        said = f"{self.total} profiles" if self.mode == "profiles" else f"{self.params.get('action', 'numbers')}"
        return f"<UserQueryResult {said}{'' if self.value is None else f' = {self.value}'}>"


def _numbers(results: Answer) -> AggregateValue:
    """A number, or several by name."""
    return results.object() if isinstance(results.value, dict) else results.if_given(Answer.number)


def _count(data: AggregateValue) -> int:
    return int(data) if isinstance(data, int) or (isinstance(data, float) and isfinite(data)) else 0
