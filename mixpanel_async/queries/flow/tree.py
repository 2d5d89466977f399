"""A tree of flows: every node stands for one way to get there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self, cast

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.frames import real
from mixpanel_async.queries.flow import reply
from mixpanel_async.results import Value
from mixpanel_async.specs.words import FlowAnchorType, FlowNodeType

if TYPE_CHECKING:
    from anytree import AnyNode

__all__ = ["FlowTreeNode"]


_PLAIN = (
    "event",
    "type",
    "step_number",
    "total_count",
    "drop_off_count",
    "converted_count",
    "anchor_type",
    "is_computed",
)
DEEPEST = 100
"""How many steps a tree of a reply may go down; no report asks for near as many."""

_TIMES = ("time_percentiles_from_start", "time_percentiles_from_prev")


def _own(children: Sequence[FlowTreeNode]) -> tuple[FlowTreeNode, ...]:
    return tuple(children)


@frozen
class FlowTreeNode(Value):
    """*total_count* users who got to *event* in one way, and in *children* what they did next.

    *step_number* counts from 0 at the root. *drop_off_count* users did nothing more, *converted_count* went on. The
    percentiles of time are empty unless the server was asked for them.
    """

    event: str
    type: FlowNodeType
    step_number: int
    total_count: int
    drop_off_count: int = 0
    converted_count: int = 0
    anchor_type: FlowAnchorType = "NORMAL"
    is_computed: bool = False
    children: tuple[FlowTreeNode, ...] = field(default=(), converter=_own)
    time_percentiles_from_start: Mapping[str, Any] = field(factory=dict, hash=False)
    time_percentiles_from_prev: Mapping[str, Any] = field(factory=dict, hash=False)

    @classmethod
    def roots(cls, trees: Answer) -> list[Self]:
        """The trees of a reply. A root that names no event only holds its children together, and is left out."""
        return [root for tree in trees.items() for root in cls._roots(tree)]

    @classmethod
    def _roots(cls, tree: Answer) -> Sequence[Self]:
        root = tree.get("root") if "root" in tree.object() else reply.needed(tree, "root")
        if root.value is None:
            return ()
        node = cls._read(root, 0)
        return (node,) if node.event else cast("Sequence[Self]", node.children)

    @classmethod
    def _read(cls, node: Answer, depth: int) -> Self:
        if depth > DEEPEST:
            raise node.refusal(f"the tree is more than {DEEPEST} steps deep")
        step = node.get("step")
        step = node.at({}, ".step") if step.value is None else step
        kind: Any = reply.part(step, "type").text_or("NORMAL")
        anchor: Any = reply.part(step, "anchorType").text_or("NORMAL")
        return cls(
            step.get("event").text_or(),
            kind,
            reply.count(step, "stepNumber"),
            reply.count(node, "totalCount"),
            reply.count(node, "dropOffTotalCount"),
            reply.count(node, "convertedTotalCount"),
            anchor,
            reply.part(step, "isComputed").flag(),
            [cls._read(child, depth + 1) for child in node.get("children").items()],
            reply.part(node, "timePercentilesFromStart").object_or_nothing(),
            reply.part(node, "timePercentilesFromPrev").object_or_nothing(),
        )

    @property
    def depth(self) -> int:
        """How many steps the longest path takes from here; 0 for a leaf."""
        return max((child.depth + 1 for child in self.children), default=0)

    @property
    def node_count(self) -> int:
        """How many nodes there are from here on, this one included."""
        return sum(child.node_count for child in self.children) + 1

    @property
    def leaf_count(self) -> int:
        """How many paths end from here on."""
        return sum(child.leaf_count for child in self.children) or 1

    @property
    def conversion_rate(self) -> float:
        """The share of users who went on, 0-1; 0 where nobody came."""
        return _share(self.converted_count, self.total_count)

    @property
    def drop_off_rate(self) -> float:
        """The share of users who did nothing more, 0-1; 0 where nobody came."""
        return _share(self.drop_off_count, self.total_count)

    def all_paths(self) -> list[list[FlowTreeNode]]:
        """Every path from here to a leaf, as its nodes."""
        return [list(path) for path in self.trails() if not path[-1].children]

    def find(self, event: str) -> list[FlowTreeNode]:
        """The nodes of *event*, parents first."""
        return [node for node in self.flatten() if node.event == event]

    def flatten(self) -> list[FlowTreeNode]:
        """All nodes, parents first."""
        return [path[-1] for path in self.trails()]

    def trails(self) -> Iterator[tuple[FlowTreeNode, ...]]:
        """For every node, parents first, the nodes from here to it."""
        yield (self,)
        for child in self.children:
            for trail in child.trails():
                yield (self, *trail)

    def to_dict(self) -> dict[str, Any]:
        """Everything, children included, as plain data."""
        return {name: getattr(self, name) for name in _PLAIN} | {
            "children": [child.to_dict() for child in self.children],
            **{name: dict(getattr(self, name)) for name in _TIMES},
        }

    def render(self) -> str:
        """The tree drawn with lines, a row per node: its event and its count."""
        return f"{self.event} ({self.total_count})\n" + "".join(_branches(self, ""))

    def to_anytree(self) -> AnyNode:
        """The same tree for the anytree library: nodes know their parents and have this node's fields."""
        from anytree import AnyNode

        own = {name: getattr(self, name) for name in (*_PLAIN, *_TIMES)}
        return AnyNode(**own, children=[child.to_anytree() for child in self.children])


def _share(part: int, whole: int) -> float:
    return real(part) / real(whole) if whole else 0.0


def _branches(node: FlowTreeNode, indent: str) -> Iterator[str]:
    for place, child in enumerate(node.children, 1):
        fork, beside = ("└── ", "    ") if place == len(node.children) else ("├── ", "│   ")
        yield f"{indent}{fork}{child.event} ({child.total_count})\n"
        yield from _branches(child, indent + beside)
