"""What the questions that become reports have in common: how they keep what they are given, and how they refuse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import Attribute, fields_dict

from mixpanel_async.errors import BookmarkValidationError, ParamTypeError, ParamValidationError, ValidationError

Parts = tuple[Any, ...]


def own(given: Any) -> Any:
    """A list as a tuple, anything else as it is."""
    return tuple(given) if isinstance(given, list) else given


def several(given: object) -> Parts:
    """One part, several or None, as a tuple."""
    if isinstance(given, tuple):
        return given
    return () if given is None else (given,)


def whole(_: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is no whole number, as the validator of a field; None is the rules' affair."""
    if value is not None and not isinstance(value, int):
        raise ParamTypeError(f"{attribute.name} is {value!r}; it is a whole number")


def alone(question: object, options: Mapping[str, object]) -> None:
    """Refuse *options* beside a question that says everything already."""
    if options:
        raise ParamValidationError(
            f"the question is whole already: give {', '.join(options)} to {type(question).__name__}, "
            "or attrs.evolve it",
            "QQ1_OPTIONS_WITH_QUERY",
        )


def given_beside(question: Any, names: Iterable[str]) -> Iterator[str]:
    """Those of the fields called *names* that are not left at their defaults."""
    known = fields_dict(type(question))
    return (name for name in names if getattr(question, name) not in (known[name].default, ()))


def saved_problems(
    question: Any, name: str, kind: str, saved_with_it: Iterable[str], codes: tuple[str, str]
) -> Iterator[ValidationError]:
    """Rules of the saved behavior in the field *name*: it is a *kind*, and has settings of its own.

    *codes* are those of the two rules.
    """
    reference = getattr(question, name)
    if reference.type != kind:
        message = f"the saved behavior is a {reference.type}; give BehaviorRef({reference.id}, {kind!r})"
        yield ValidationError(name, message, codes[0])
    for setting in given_beside(question, saved_with_it):
        yield ValidationError(setting, f"the saved {kind} has its own {setting}; leave it out", codes[1])


def refuse(problems: Sequence[ValidationError]) -> None:
    """Raise all *problems* together where one of them is more than a warning."""
    if problems and any(problem.severity == "error" for problem in problems):
        raise BookmarkValidationError(problems)
