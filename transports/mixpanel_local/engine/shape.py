"""Reading JSON whose shape is not yet known to be right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from mixpanel_dataset.strict_json import strict
from mixpanel_local.errors import BadRequest, Unsupported

T = TypeVar("T")

_MOST_DEPTH: Final = 100


def read_json(written: str | bytes, where: str) -> Any:
    """The value that is *written* in JSON, which can be said again as it is."""
    try:
        value = strict(written if isinstance(written, str) else written.decode())
    except ValueError as error:
        raise BadRequest(f"{where}: {error}") from None
    check_depth(value, where)
    return value


def check_depth(value: object, where: str) -> None:
    """Refuse what is nested deeper than can be kept, and read again wherever it is needed."""
    level = [value]
    for _ in range(_MOST_DEPTH + 1):
        level = [inner for each in level for inner in _inner(each)]
        if not level:
            return
    raise BadRequest(f"{where}: nested more than {_MOST_DEPTH} deep")


def mapping(value: object, where: str) -> Mapping[str, Any]:
    """*value* as an object."""
    if not isinstance(value, Mapping):
        raise BadRequest(f"{where}: needs an object, not {value!r}")
    return value


def entries(value: object, where: str) -> Sequence[Mapping[str, Any]]:
    """*value* as a list of objects."""
    return sequence(value, where, mapping)


def item(value: Mapping[str, Any], key: str, where: str) -> Any:
    """What stands under *key*."""
    try:
        return value[key]
    except KeyError:
        raise BadRequest(f"{where}: {key!r} is missing") from None


def sequence(value: object, where: str, read: Callable[[object, str], T]) -> list[T]:
    """*value* as a list, of which *read* reads every item."""
    if not isinstance(value, list):
        raise BadRequest(f"{where}: needs a list, not {value!r}")
    return [read(one, f"{where}[{at}]") for at, one in enumerate(value)]


def text(value: object, where: str) -> str:
    """*value* as text."""
    if not isinstance(value, str):
        raise BadRequest(f"{where}: needs text, not {value!r}")
    return value


def number(value: object, where: str) -> float:
    """*value* as a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadRequest(f"{where}: needs a number, not {value!r}")
    return value


def integer(value: object, where: str) -> int:
    """*value* as a whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadRequest(f"{where}: needs a whole number, not {value!r}")
    return value


def one_of(value: object, known: Sequence[str], where: str) -> str:
    """*value*, one of *known*."""
    if value not in known:
        raise BadRequest(f"{where}: {value!r} is none of {', '.join(known)}")
    return str(value)


def refuse(construct: str, call: str = "insights", *, instead: str = "") -> Unsupported:
    """The error for what Mixpanel would answer and the embedded one cannot yet; *instead* is what can be asked."""
    return Unsupported(
        f"the embedded Mixpanel cannot answer {call} with {construct} yet" + (instead and f"; {instead}")
    )


def _inner(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list) else ()
