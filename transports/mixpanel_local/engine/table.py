"""What a query of aggregates gives: columns of plain values, since few rows need no data frame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Self, TypeAlias

from attrs import evolve, frozen

from mixpanel_local.engine.sql import Sql


@frozen(eq=False)
class Table:
    """Columns of equal length by name."""

    columns: Mapping[str, Sequence[Any]]

    def __getitem__(self, name: str) -> Sequence[Any]:
        return self.columns[name]

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    @classmethod
    def of(cls, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Self:
        """The table of *rows*."""
        columns = list(zip(*rows, strict=True)) or [()] * len(names)
        return cls(dict(zip(names, columns, strict=True)))

    def rows(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """The rows of some columns."""
        return zip(*(self.columns[name] for name in names), strict=True)

    def without(self, names: Iterable[str]) -> Self:
        """The same table with some columns less."""
        return evolve(self, columns={name: self.columns[name] for name in self.columns.keys() - set(names)})

    def having(self, name: str, values: Sequence[Any]) -> Self:
        """The same table with one column more, or another one."""
        return evolve(self, columns={**self.columns, name: values})


Run: TypeAlias = Callable[[Sql], Table]
"""Executes SQL."""
