"""Flows as the JSON Mixpanel sends: a graph in columns, the most common paths, or a tree; counts are text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from typing import Any, Final

from mixpanel_local.engine.flow.gathering import Picture, Pictures
from mixpanel_local.engine.flow.paths import paths
from mixpanel_local.engine.flow.plan import FlowPlan, Shape
from mixpanel_local.engine.flow.sankey import steps
from mixpanel_local.engine.flow.tree import trees
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.setting import Setting

_BETWEEN: Final = ", "
_PARTS: Final[Mapping[Shape, tuple[str, Callable[[FlowPlan, Picture], Sequence[Any]]]]] = {
    "sankey": ("steps", steps),
    "paths": ("flows", paths),
    "tree": ("trees", trees),
}


def flow_reply(plan: FlowPlan, pictures: Pictures, setting: Setting, notes: Notes) -> dict[str, Any]:
    """``{computed_at, steps | flows | trees, breakdowns, overallConversionRate, metadata}``.

    No document shows a reply that is broken down: here the only entry of ``breakdowns`` has a reply per segment.
    """
    return {
        "computed_at": setting.now.astimezone(UTC).isoformat(),
        **_drawn(plan, pictures.overall),
        "breakdowns": [_broken_down(plan, pictures)] if plan.groups else [],
        "metadata": {
            "min_sampling_factor": 1,
            "is_segmentation_limit_hit": pictures.cut,
            **notes.meta(),
        },
    }


def _drawn(plan: FlowPlan, picture: Picture) -> dict[str, Any]:
    part, drawn = _PARTS[plan.shape]
    rate = picture.arrived / picture.flows if picture.flows else 0.0
    return {part: drawn(plan, picture), "overallConversionRate": rate}


def _broken_down(plan: FlowPlan, pictures: Pictures) -> dict[str, Any]:
    named = {_BETWEEN.join(path): picture for path, picture in pictures.segments}
    return {
        "name": _BETWEEN.join(group.property.name for group in plan.groups),
        "values": list(named),
        "segments": [{"value": name, **_drawn(plan, picture)} for name, picture in named.items()],
    }
