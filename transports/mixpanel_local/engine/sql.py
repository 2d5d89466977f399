"""Words of SQL, as SQLGlot trees, and their text for DuckDB."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, reduce
from typing import TypeAlias

from sqlglot import exp
from sqlglot.errors import ErrorLevel

Sql: TypeAlias = exp.Expr


def text(value: str) -> Sql:
    """A text literal."""
    return exp.Literal.string(value)


def number(value: float) -> Sql:
    """A number literal; fractions and very large numbers are doubles, never decimals."""
    if isinstance(value, int) and abs(value) < 2**63:
        return exp.convert(value)
    return cast(text(repr(float(value))), "DOUBLE")


def column(name: str, table: str | None = None) -> Sql:
    """A column, quoted."""
    return exp.column(name, table=table, quoted=True)


def call(name: str, *arguments: Sql) -> Sql:
    """A function by its DuckDB name, passed on as it is."""
    return exp.Anonymous(this=name, expressions=[argument.copy() for argument in arguments])


def cast(value: Sql, kind: str) -> Sql:
    """*value* as *kind*, an error where that is impossible."""
    return exp.cast(value.copy(), _type(kind).copy())


def try_cast(value: Sql, kind: str) -> Sql:
    """*value* as *kind*, NULL where that is impossible."""
    return exp.TryCast(this=value.copy(), to=_type(kind).copy())


@cache
def _type(name: str) -> exp.DataType:
    """A type by its DuckDB name, which is parsed once."""
    return exp.DataType.build(name, dialect="duckdb")


def null(kind: str = "VARCHAR") -> Sql:
    """NULL of a type."""
    return cast(exp.null(), kind)


def is_null(value: Sql) -> Sql:
    """Whether *value* is NULL."""
    # SQLGlot writes NOT x IS NULL for (NOT x) IS NULL.
    return (exp.paren(value) if isinstance(value, exp.Not) else value).is_(exp.null())


def not_null(value: Sql) -> Sql:
    """Whether *value* is not NULL."""
    return is_null(value).not_()


def case(*branches: tuple[Sql, Sql], default: Sql | None = None) -> Sql:
    """The first value whose condition is true, else the *default*."""
    if not branches:
        return null() if default is None else default
    # Not with when(), which copies all branches so far for each one more.
    ifs = [exp.If(this=condition.copy(), true=value.copy()) for condition, value in branches]
    return exp.Case(ifs=ifs, default=None if default is None else default.copy())


def apart(value: Sql) -> Sql:
    """*value* in parentheses where it needs them as an operand: SQLGlot leaves them out between equal operators."""
    return exp.paren(value.copy()) if isinstance(value, exp.Binary) else value


def coalesce(values: Iterable[Sql]) -> Sql | None:
    """The first that is not NULL; None when there are none."""
    several = list(values)
    return call("coalesce", *several) if len(several) > 1 else next(iter(several), None)


def true_where(condition: Sql) -> Sql:
    """The condition with NULL counted as false."""
    return call("coalesce", condition, exp.false())


def all_of(conditions: Iterable[Sql]) -> Sql:
    """Every condition; true when there are none."""
    several = list(conditions)
    return exp.and_(*several) if several else exp.true()


def any_of(conditions: Iterable[Sql]) -> Sql:
    """One of the conditions; false when there are none."""
    several = list(conditions)
    return exp.or_(*several) if several else exp.false()


def lambda_of(name: str, body: Sql) -> Sql:
    """The function of *name* whose result is *body*."""
    return exp.Lambda(this=body.copy(), expressions=[exp.to_identifier(name, quoted=True)])


def alias(value: Sql, name: str) -> Sql:
    """*value* under *name*."""
    return exp.alias_(value.copy(), name, quoted=True)


def floor_to(value: Sql, step: int) -> Sql:
    """The largest multiple of *step* that is not above the integer *value*."""
    return value - modulo(value, step)


def modulo(value: Sql, step: int) -> Sql:
    """The remainder that is never negative."""
    return (value % number(step) + number(step)) % number(step)


def rows_of(paths: Iterable[str], table: str) -> Sql:
    """Parquet files as one table, with the columns of all of them."""
    # Finished text: a question copies its tables many times, and they may have a file per day.
    files = exp.Var(this=render(exp.Array(expressions=[text(path) for path in paths])))
    by_name = exp.EQ(this=exp.to_identifier("union_by_name"), expression=exp.true())
    none = exp.EQ(this=exp.to_identifier("hive_partitioning"), expression=exp.false())
    source = exp.Anonymous(this="read_parquet", expressions=[files, by_name, none])
    return exp.alias_(exp.Table(this=source), table, table=True, quoted=True)


def union(queries: Iterable[exp.Query]) -> exp.Query:
    """All rows of several queries, at least one."""
    return reduce(lambda made, query: made.union(query, distinct=False), queries)


def sealed(value: Sql) -> Sql:
    """*value* as finished text, which costs the same to copy and to render however large it is."""
    text = exp.Var(this=render(exp.paren(value)))
    text.meta.update(weight=weight(value), tables=tables(value))
    return text


def weight(value: Sql) -> int:
    """How large *value* is, in nodes."""
    return sum(node.meta.get("weight", 1) if isinstance(node, exp.Var) else 1 for node in value.walk())


def tables(value: Sql) -> frozenset[str]:
    """The tables whose columns *value* names."""
    named = (found.table for found in value.find_all(exp.Column))
    return frozenset(named).union(*(text.meta.get("tables", ()) for text in value.find_all(exp.Var)))


def render(query: Sql) -> str:
    """DuckDB's text; what DuckDB cannot say raises instead of being left out."""
    return query.sql(dialect="duckdb", unsupported_level=ErrorLevel.RAISE)
