"""What a saved report shows: its type, its frame, its plain form."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from mixpanel_async.saved.report import SavedReportResult


def report(headers, series):
    return SavedReportResult(7, "now", "2026-01-01", "2026-01-31", headers, series)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([], "insights"),
        (["$metric", "funnel"], "insights"),
        (["$Retention"], "retention"),
        (["date", "$funnel_steps"], "funnel"),
        (["$flows", "$funnel"], "flows"),
        (["$funnel", "$retention"], "funnel"),
    ],
)
def test_the_first_header_that_names_a_type_tells_it(headers, expected):
    assert report(headers, {}).report_type == expected


def test_insights_have_the_frame_of_the_same_question_asked_anew():
    frame = report(["$metric", "country"], {"Login": {"US": {"2026-01-01": 3, "2026-01-02": 4}}}).df
    assert frame.schema == {"date": pl.Date, "event": pl.String, "segment": pl.String, "count": pl.Int64}
    assert frame.rows() == [(date(2026, 1, 1), "Login", "US", 3), (date(2026, 1, 2), "Login", "US", 4)]


def test_insights_of_nothing_still_have_their_columns():
    assert report([], {}).df.schema == {"date": pl.Datetime("us"), "event": pl.String, "count": pl.Int64}


def test_another_type_is_one_cell_of_the_whole():
    series = {"2026-01-01": {"first": 2, "counts": [2, 1]}}
    result = report(["$retention"], series)
    assert result.df.to_dicts() == [{"series": series}]
    assert result.df is result.df


def test_values_that_share_no_type_make_the_cell_text_but_not_the_row():
    series = {"2026-01-01": {"counts": [2, "many"]}}
    result = report(["$retention"], series)
    assert result.df["series"].to_list() == ['{"2026-01-01": {"counts": [2, "many"]}}']
    assert result.to_table_dict() == [{"series": series}]


def test_the_rows_of_insights_have_times_as_text():
    expected = [{"date": "2026-01-01", "event": "A", "count": 3}]
    assert report([], {"A": {"2026-01-01": 3}}).to_table_dict() == expected


def test_the_plain_form_tells_the_type_and_leaves_the_computation_out():
    result = SavedReportResult(7, "now", "a", "b", ["$funnel"], {}, meta={"is_cached": True})
    assert result.to_dict() == {
        "bookmark_id": 7,
        "computed_at": "now",
        "from_date": "a",
        "to_date": "b",
        "headers": ["$funnel"],
        "series": {},
        "report_type": "funnel",
    }


def test_a_report_that_a_limit_cut_says_so():
    assert SavedReportResult(7, "", "", "", meta={"is_segmentation_limit_hit": True}).truncated


def test_it_looks_like_its_type_and_days():
    assert repr(report(["$funnel"], {})) == "<SavedReportResult 7, funnel: 2026-01-01 to 2026-01-31>"
    assert repr(SavedReportResult(7, "now", "", "", ["$flows"])) == "<SavedReportResult 7, flows: computed now>"
