"""What a saved flows report shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call
from mixpanel_async.frames import anything, frame
from mixpanel_async.results import Result

if TYPE_CHECKING:
    import polars as pl

Row = Mapping[str, Any]


@frozen(repr=False)
class FlowsResult(Result):
    """Where people went, as a saved flows report has it.

    *steps* and *breakdowns* are as the server sent them. *overall_conversion_rate*, 0-1, is the share of those who
    started that got to the end. *metadata* is what the server says about the computation.
    """

    bookmark_id: int
    computed_at: str
    steps: Sequence[Row] = field(factory=list)
    breakdowns: Sequence[Row] = field(factory=list)
    overall_conversion_rate: float = 0.0
    metadata: Row = field(factory=dict)

    @classmethod
    def read(cls, answer: Answer, bookmark_id: int) -> Self:
        """The result in *answer*."""
        answer.object()
        return cls(
            bookmark_id,
            answer.get("computed_at").text_or(),
            [step.object() for step in answer.part("steps").items()],
            [breakdown.object() for breakdown in answer.get("breakdowns").items()],
            answer.get("overallConversionRate").number_or(0.0),
            answer.get("metadata").object_or_nothing(),
        )

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per step, a column for each key of a step, in the order they are met.

        A column has the type its values share, nested ones List or Struct; what shares none is String, as JSON. Without
        steps there are no columns: no document says which a step has.
        """
        names = dict.fromkeys(name for step in self.steps for name in step)
        return frame({name: anything([step.get(name) for step in self.steps]) for name in names})

    def __repr__(self) -> str:
        return f"<FlowsResult {self.bookmark_id}: {len(self.steps)} steps>"


def flows_call(bookmark_id: int) -> Call[FlowsResult]:
    """Ask for the saved flows report *bookmark_id*, as a sankey."""
    return Call(
        path="/arb_funnels",
        query={"bookmark_id": bookmark_id, "query_type": "flows_sankey"},
        read=lambda answer: FlowsResult.read(answer, bookmark_id),
    )
