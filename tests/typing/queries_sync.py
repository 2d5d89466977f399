"""What an editor infers for blocking questions and what it refuses. Only type checkers run this."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

from typing import assert_type

import polars as pl

from mixpanel_sync import (
    Exclusion,
    Filter,
    FlowQuery,
    FlowQueryResult,
    FlowStep,
    Formula,
    FunnelQuery,
    FunnelQueryResult,
    FunnelStep,
    GroupBy,
    InsightsQuery,
    Metric,
    QueryResult,
    RetentionEvent,
    RetentionQuery,
    RetentionQueryResult,
    UserQuery,
    UserQueryResult,
    Workspace,
    read_export,
)


def answers(ws: Workspace) -> None:
    assert_type(ws.query("A", math="dau", last=90), QueryResult)
    assert_type(ws.query(["A", Metric("B", math="unique"), Formula("A / B")]), QueryResult)
    assert_type(ws.query(InsightsQuery("A")), QueryResult)
    assert_type(ws.query_funnel(["A", FunnelStep("B")], exclusions=["C", Exclusion("D")]), FunnelQueryResult)
    assert_type(ws.query_funnel(FunnelQuery(["A", "B"])), FunnelQueryResult)
    assert_type(ws.query_retention("A", RetentionEvent("B"), bucket_sizes=[1, 3]), RetentionQueryResult)
    assert_type(ws.query_flow(["A", FlowStep("B")], mode="tree"), FlowQueryResult)
    assert_type(ws.query_user(where=Filter.is_set("plan"), mode="profiles"), UserQueryResult)


def questions(ws: Workspace) -> None:
    assert_type(ws.run(InsightsQuery("A")), QueryResult)
    assert_type(ws.run(FunnelQuery(["A", "B"])), FunnelQueryResult)
    assert_type(ws.run(RetentionQuery("A", "B")), RetentionQueryResult)
    assert_type(ws.run(FlowQuery("A")), FlowQueryResult)
    assert_type(ws.run(UserQuery()), UserQueryResult)
    ws.run("A")  # type: ignore[arg-type]
    ws.run(Metric("A"))  # type: ignore[arg-type]


def wrong_keywords(ws: Workspace) -> None:
    ws.query("A", days=7)  # type: ignore[call-arg]
    ws.query_funnel(["A", "B"], window=7)  # type: ignore[call-arg]
    ws.query_retention("A", "B", buckets=[1])  # type: ignore[call-arg]
    ws.query_flow("A", backward=1)  # type: ignore[call-arg]
    ws.query_user(filters=[])  # type: ignore[call-arg]
    ws.build_params("A", days=7)  # type: ignore[call-arg]


def wrong_words(ws: Workspace) -> None:
    ws.query("A", math="dua")  # type: ignore[arg-type]
    ws.query_funnel(["A", "B"], order="strict")  # type: ignore[arg-type]
    ws.query_retention("A", "B", alignment="middle")  # type: ignore[arg-type]
    ws.query_flow("A", mode="graph")  # type: ignore[arg-type]
    ws.query_user(sort_order="up")  # type: ignore[arg-type]


def wrong_items(ws: Workspace) -> None:
    ws.query([1])  # type: ignore[list-item]
    ws.query("A", where="plan == 'pro'")  # type: ignore[arg-type]
    ws.query("A", group_by=Filter.is_set("plan"))  # type: ignore[arg-type]
    ws.query_funnel(["A", Metric("B")])  # type: ignore[list-item]
    ws.query_retention("A", Metric("B"))  # type: ignore[arg-type]
    ws.query_flow(RetentionEvent("A"))  # type: ignore[arg-type]
    ws.query_user(where=GroupBy("plan"))  # type: ignore[arg-type]
    ws.query(FunnelQuery(["A", "B"]))  # type: ignore[arg-type]


def exports() -> None:
    assert_type(read_export("out/"), pl.LazyFrame)
    assert_type(read_export("out/", types="apart", verify=True), pl.LazyFrame)
    read_export("out/", types="both")  # type: ignore[arg-type]
    read_export("out/", "apart")  # type: ignore[call-arg]
