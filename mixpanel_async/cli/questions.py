"""The questions of the demo."""

from __future__ import annotations

from datetime import date, timedelta

from attrs import frozen

import mixpanel_sync


@frozen
class Question:
    """What is asked, in words and as a line of Python with ``ws``."""

    title: str
    line: str


def panel_questions() -> list[Question]:
    """Questions to the grocery panel."""
    year = "from_date='2017-01-01', to_date='2017-12-31'"
    return [
        Question("Top events", "ws.top_events()"),
        Question(
            "Daily active households, the week the clocks changed",
            "ws.query('Checkout', math='unique', from_date='2017-11-01', to_date='2017-11-08')",
        ),
        Question(
            "Spend by department, US dollars",
            "ws.query(Metric('Department Purchase', math='total', property='sales_value'), "
            f"group_by='department', mode='total', {year})",
        ),
        Question(
            "Baskets by household income",
            f"ws.query('Checkout', group_by=GroupBy('income', resource_type='people'), mode='total', {year})",
        ),
        Question(
            "From a campaign to its coupon, within 30 days",
            f"ws.query_funnel(['Campaign Received', 'Checkout', 'Coupon Redeemed'], conversion_window=30, {year})"
            ".df.select('step', 'event', 'count', 'overall_conv_ratio')",
        ),
        Question(
            "Households that came back, by the month of their first coupon",
            "ws.query_retention('Coupon Redeemed', 'Checkout', unit='month', retention_unit='month', "
            "from_date='2017-08-01', to_date='2017-09-30')",
        ),
        Question(
            "What follows a coupon",
            f"ws.query_flow('Coupon Redeemed', forward=2, {year}).df.select('step', 'event', 'type', 'count')",
        ),
    ]


def live_questions(ws: mixpanel_sync.Workspace) -> tuple[list[Question], tuple[str, str]]:
    """The same kinds of question for whatever project *ws* is, and the last whole 30 days."""
    top = ws.top_events(limit=10)
    event = top[0].event if top else ws.events()[0]
    properties = [name for name in ws.properties(event) if name != "distinct_id"]
    yesterday = date.today() - timedelta(days=1)
    return [
        Question("Top events", "ws.top_events(limit=10)"),
        Question("Daily actives", f"ws.query({event!r}, math='unique', last=7)"),
        *(
            Question(f"Broken down by {name}", f"ws.query({event!r}, group_by={name!r}, mode='total', last=30)")
            for name in properties[:2]
        ),
    ], ((yesterday - timedelta(days=29)).isoformat(), yesterday.isoformat())
