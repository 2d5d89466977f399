"""What is computed from several metrics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import field, frozen

from mixpanel_async.errors import ParamTypeError, ParamValidationError, ValidationError
from mixpanel_async.specs.formula_text import ALPHABET, capitals, is_formula, names, numbers, operand_name
from mixpanel_async.specs.metric_refs import MetricRef
from mixpanel_async.specs.problems import placed
from mixpanel_async.specs.roles import Measure
from mixpanel_async.specs.shown import shown

__all__ = ["Formula"]

_LANGUAGE = "a formula has letters (A, B ...), numbers, + - * / ^ and parentheses"


def _own_metrics(metrics: Sequence[Measure] | None) -> tuple[Measure, ...] | None:
    if metrics is not None and not isinstance(metrics, list | tuple):
        raise ParamTypeError(f"metrics is {metrics!r}; give a list of metrics")
    return None if metrics is None else tuple(metrics)


@frozen(repr=False)
class Formula:
    """*expression* over the question's events, A being the first; ``Formula("(B / A) * 100")``.

    With *metrics* it stands alone: A is the first of them. The events a formula speaks of are hidden from the results.
    """

    expression: str
    label: str | None = None
    metrics: Sequence[Measure] | None = field(default=None, converter=_own_metrics)

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        if self.expression is not None and not isinstance(self.expression, str):
            raise ParamTypeError(f"expression is {self.expression!r}; write it as text, '(B / A) * 100'")
        if not self.expression or self.expression.isspace():
            raise ParamValidationError(
                "the expression is empty; write for example '(B / A) * 100'", "FM1_EMPTY_EXPRESSION"
            )
        if self.metrics is not None:
            self._check_operands(self.metrics)

    def _check_operands(self, metrics: Sequence[Measure]) -> None:
        for index, metric in enumerate(metrics):
            if isinstance(metric, Formula | MetricRef):
                _check_operand(metric, f"metrics[{index}]")
        if not is_formula(self.expression):
            raise ParamValidationError(f"{self.expression!r} is no formula: {_LANGUAGE}", "FM4_SYNTAX")
        if wrong := [number for number in numbers(self.expression) if "E" in number]:
            raise ParamValidationError(f"write {wrong[0].lower()} for {wrong[0]}; E names an operand", "FM5_UPPER_E")
        self._check_letters([operand_name(index) for index in range(len(metrics))])

    def _check_letters(self, known: Sequence[str]) -> None:
        used = names(self.expression)
        if not used:
            raise ParamValidationError(
                f"{self.expression!r} uses none of its metrics; A is the first", "V16_FORMULA_SYNTAX"
            )
        if unknown := [name for name in used if name not in known]:
            raise ParamValidationError(
                f"{self.expression!r} uses {unknown[0]!r}; its metrics are {', '.join(known) or 'none'}",
                "FM2_UNKNOWN_LETTER",
            )

    def clause(self) -> dict[str, Any]:
        """Its entry in ``sections.show``."""
        entry = {
            "type": "formula",
            "definition": self.expression,
            "measurement": {},
            "referencedMetrics": [metric.clause() for metric in self.metrics or ()],
        }
        return entry | {"name": self.label} if self.label else entry

    def problems(self, events: int) -> Sequence[ValidationError]:
        """Rules it breaks in a question with that many *events*, or by its own metrics."""
        if self.metrics is not None:
            return self._operand_problems(self.metrics)
        letters = capitals(self.expression)
        if not letters:
            message = f"{self.expression!r} speaks of no event; A is the first"
            return (ValidationError("", message, "V16_FORMULA_SYNTAX"),)
        if events and letters[-1] > ALPHABET[min(events, len(ALPHABET)) - 1]:
            message = f"{self.expression!r} speaks of {letters[-1]}; there are {events} events"
            return (ValidationError("", message, "V19_FORMULA_BOUNDS"),)
        if not is_formula(self.expression):
            return (ValidationError("", f"{self.expression!r} is no formula: {_LANGUAGE}", "FM4_SYNTAX"),)
        return ()

    def _operand_problems(self, metrics: Sequence[Measure]) -> Sequence[ValidationError]:
        found: list[ValidationError] = []
        for index, metric in enumerate(metrics):
            if isinstance(metric, Measure):
                own = [*metric.name_problems(), *metric.problems(), *metric.property_problems()]
                found += placed(own, ".metrics", index)
            else:
                message = f"{metric!r} is no metric; write Metric(...)"
                found.append(ValidationError(f".metrics[{index}]", message, "V21_INVALID_EVENT_TYPE"))
        return found


def _check_operand(metric: Formula | MetricRef, where: str) -> None:
    if isinstance(metric, Formula) or metric.type == "formula":
        raise ParamValidationError(f"{where} is a formula itself; write one expression", "FM3_NESTED_FORMULA")
    if metric.type == "warehouse":
        message = f"{where} is a warehouse metric, which no formula can use; ask for it alone"
        raise ParamValidationError(message, "FM7_WAREHOUSE_OPERAND")
    if metric.is_changed():
        message = f"{where} changes a saved metric; leave it as it is saved, or give a Metric"
        raise ParamValidationError(message, "MR2_OPERAND_OVERRIDE")
