"""Formulas become SQL over the rows of a scan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import Final, TypeAlias

from attrs import field, frozen
from sqlglot import exp

from mixpanel_local.engine.computed.functions import FUNCTIONS, among, contained
from mixpanel_local.engine.computed.term import Term, boolean, chosen, each, items, listed, named, within
from mixpanel_local.engine.expression import constant, is_no_boolean
from mixpanel_local.engine.language import Binding, Call, Constant, Member, Name, Node, Several
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.sql import Sql, all_of, any_of, call, case, cast, not_null, null, number, text, true_where
from mixpanel_local.engine.value import Value
from mixpanel_local.errors import BadRequest

Names: TypeAlias = Mapping[str, Term]
Build: TypeAlias = Callable[[Sequence[Term]], Term]

# Where a result repeats its arguments, large ones are named first: nested formulas would grow without limit.
_MORE: Final = 40
# Properties have no deeper lists, and each level multiplies what is computed.
_MOST_LISTS: Final = 4
_RUNS: Final = frozenset({"==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%"})


@frozen
class Lowering:
    """Turns trees into terms; *names* are what the formula's own names stand for."""

    setting: Setting
    numbers: Iterator[int] = field(factory=count)
    _lists: list[str] = field(factory=list)

    def term(self, node: Node, names: Names) -> Term:
        """The term of *node*."""
        if isinstance(node, Constant):
            return Term.of(constant(node.value))
        if isinstance(node, Name):
            return names[node.name]
        if isinstance(node, Several):
            return self._list(node, names)
        if isinstance(node, Member):
            return self._with([self.term(node.whole, names), self.term(node.key, names)], self._member)
        if isinstance(node, Binding):
            return self._binding(node, names)
        if isinstance(node, Call):
            return self._call(node, names)
        raise TypeError(f"{node!r} is not of the language of formulas")

    def _call(self, node: Call, names: Names) -> Term:
        if node.name in ("if", "ifs"):
            return self._choice(node, names)
        if node.name in ("and", "or"):
            return self._joined(node, names)
        if node.name == "in":
            return self._in(node, names)
        first, *rest = (self.term(argument, names) for argument in node.arguments) if node.arguments else (Term(),)
        if node.name in _RUNS:
            for one in rest:
                first = self._applied(node.name, [first, one])
            return first
        return self._applied(node.name, [first, *rest] if node.arguments else [])

    def _applied(self, name: str, terms: Sequence[Term]) -> Term:
        return self._with(terms, lambda arguments: FUNCTIONS[name](arguments, self.setting))

    def _with(self, terms: Sequence[Term], build: Build) -> Term:
        """What *build* makes of *terms*, of which it may write large ones only once."""
        result = build(terms)
        heavy = [term for term in terms if term.is_heavy]
        if not heavy or result.weight <= sum(term.weight for term in terms) + _MORE:
            return result.settled()
        name = self._name()
        source, light = named(name, heavy)
        names = iter(light)
        return build([next(names) if term.is_heavy else term for term in terms]).where(name, source)

    def _name(self) -> str:
        return f"v{next(self.numbers)}"

    def _joined(self, node: Call, names: Names) -> Term:
        if any(map(is_no_boolean, node.arguments)):
            raise BadRequest(f"custom property: {node.name!r} joins conditions, not text or numbers")
        truths = [self._truth(argument, names) for argument in node.arguments]
        return boolean(all_of(truths) if node.name == "and" else any_of(truths)).settled()

    def _truth(self, node: Node, names: Names) -> Sql:
        """Whether *node* is true, and not only not false."""
        truth = self.term(node, names).value.boolean
        return exp.false() if truth is None else true_where(truth)

    def _in(self, node: Call, names: Names) -> Term:
        first, *wholes = node.arguments
        part = self.term(first, names)
        for whole in wholes:
            if isinstance(whole, Several):
                several = [self.term(item, names) for item in whole.items]
                part = self._with([part, *several], lambda terms: among(terms, self.setting))
            else:
                part = self._with([part, self.term(whole, names)], lambda terms: contained(terms, self.setting))
        return part

    def _choice(self, node: Call, names: Names) -> Term:
        """The value of the first condition that is true; an *if* in the place of an *else* is one more condition."""
        conditions: list[Sql] = []
        values: list[Term] = []
        rest: Node | None = node
        while isinstance(rest, Call) and rest.name == "if":
            condition, value, rest = rest.arguments
            conditions.append(self._truth(condition, names))
            values.append(self.term(value, names))
        if isinstance(rest, Call) and rest.name == "ifs":
            for condition, value in zip(rest.arguments[::2], rest.arguments[1::2], strict=True):
                conditions.append(self._truth(condition, names))
                values.append(self.term(value, names))
            rest = None
        default = Term() if rest is None else self.term(rest, names)
        return self._chosen(conditions, values, default)

    def _chosen(self, conditions: Sequence[Sql], values: Sequence[Term], default: Term) -> Term:
        kinds = {part for term in (*values, default) for part in term.parts}
        if len(kinds) <= 1:
            return chosen(list(zip(conditions, values, strict=True)), default)
        # Each condition is written once, though each part of the result chooses.
        place = case(*((condition, number(at)) for at, condition in enumerate(conditions)), default=number(-1))

        def choose(terms: Sequence[Term]) -> Term:
            at, *several, rest = terms
            return chosen([(at.parts["n"].eq(number(which)), one) for which, one in enumerate(several)], rest)

        return self._with([Term({"n": place}).settled(), *values, default], choose)

    def _list(self, node: Several, names: Names) -> Term:
        values = [self.term(item, names).json() for item in node.items]
        return listed(call("list_value", *values)) if values else Term({"j": text("[]")})

    def _member(self, terms: Sequence[Term]) -> Term:
        """What stands in an object under a text, or in a list at a number."""
        json, key = terms[0].value.json, terms[1].value
        if json is None:
            return Term()
        found: list[tuple[Sql, Sql]] = []
        document = cast(json, "JSON")
        if key.text is not None:
            escaped = call("replace", call("replace", key.text, text("~"), text("~0")), text("/"), text("~1"))
            pointer = exp.DPipe(this=text("/"), expression=escaped)
            is_object = all_of([call("starts_with", json, text("{")), not_null(key.text)])
            found.append((is_object, call("json_extract", document, pointer)))
        several = items(terms[0])
        if key.number is not None and several is not None:
            place = cast(call("floor", key.number), "BIGINT") + number(1 - self.setting.assumptions.formula_list_first)
            found.append((all_of([not_null(key.number), place >= number(1)]), call("list_extract", several, place)))
        name = self._name()
        item = Term.of(Value.of_json(exp.column(name, quoted=True)))
        return item.where(name, case(*found, default=null("JSON")))

    def _binding(self, node: Binding, names: Names) -> Term:
        if node.function == "let":
            return self._let(node, names)
        if (several := items(self.term(node.over, names))) is None:
            return Term()
        self._lists.append(node.function)
        if len(self._lists) > _MOST_LISTS:
            nested = " in ".join(reversed(self._lists))
            raise BadRequest(f"custom property: {nested}: at most {_MOST_LISTS} inside one another")
        made = self._quantified(node, names, several)
        self._lists.pop()
        return made

    def _let(self, node: Node, names: Names) -> Term:
        """A run of names, which one variable holds from the first large one on: DuckDB dislikes nested functions."""
        own: dict[str, Term] = {}
        held: tuple[str, Sql] | None = None
        while isinstance(node, Binding) and node.function == "let":
            own[node.name] = self.term(node.over, {**names, **own})
            if held is not None or own[node.name].is_heavy:
                name = self._name()
                source, light = named(name, list(own.values()))
                held = (name, source if held is None else within(*held, source))
                own = dict(zip(own, light, strict=True))
            node = node.body
        body = self.term(node, {**names, **own})
        return body if held is None else body.where(*held)

    def _quantified(self, node: Binding, names: Names, several: Sql) -> Term:
        def body(item: Term) -> Term:
            return self.term(node.body, {**names, node.name: item})

        def holds(item: Term) -> Sql:
            truth = body(item).value.boolean
            return exp.false() if truth is None else true_where(truth)

        name = self._name()
        if node.function == "map":
            return listed(each(name, lambda item: body(item).json(), several, "list_transform"))
        if node.function == "filter":
            return listed(each(name, holds, several, "list_filter"))
        if node.function == "any":
            return boolean(call("len", each(name, holds, several, "list_filter")) > number(0))
        every = call("len", each(name, lambda item: holds(item).not_(), several, "list_filter")).eq(number(0))
        if self.setting.assumptions.formula_all_of_none == "true":
            return boolean(every)
        return boolean(case((call("len", several).eq(number(0)), exp.false()), default=every))
