"""The five discovery helpers on events of this machine, where no JavaScript runs."""

from __future__ import annotations

import gzip
import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

import mixpanel_sync
from mixpanel_async.errors import ResponseValidationError
from mixpanel_async.jql import scripts
from mixpanel_local import import_events
from mixpanel_transports.errors import APIError
from mixpanel_transports.message import Request
from tests.local.asking import Asking, at, event, stored

PANEL = Path(__file__).resolve().parents[2] / "mixpanel_async" / "cli" / "demo_data" / "completejourney.ndjson.gz"
ZONE = ZoneInfo("America/New_York")
SPAN = {"from_date": "2017-10-20", "to_date": "2017-11-19"}
DAYS = {"from_date": "2026-01-09", "to_date": "2026-01-11"}


class Panel:
    """The shipped events of a month with a change of clocks, and what they are when counted plainly."""

    def __init__(self, root: Path) -> None:
        import_events(PANEL, root, time_zone=ZONE.key)
        self.ws = mixpanel_sync.Workspace.local(root)
        first, last = (date.fromisoformat(day) for day in SPAN.values())
        with gzip.open(PANEL) as lines:
            told = [(one, _day(one)) for one in map(json.loads, lines)]
        self.events = [(one["event"], day, one["properties"]) for one, day in told if first <= day <= last]


def _day(one: dict[str, Any]) -> date:
    return datetime.fromtimestamp(one["properties"]["time"], UTC).astimezone(ZONE).date()


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    if not PANEL.exists():
        pytest.skip("the panel is not shipped in this checkout")
    made = Panel(tmp_path_factory.mktemp("panel"))
    with made.ws:
        yield made


def test_property_distribution_of_the_shipped_events_equals_a_plain_count(panel: Panel) -> None:
    plain = Counter(told["department"] for name, _, told in panel.events if name == "Department Purchase")
    result = panel.ws.property_distribution("Department Purchase", "department", **SPAN, limit=3)
    assert [(each.value, each.count) for each in result.values] == plain.most_common(3)
    assert result.total_count == plain.total() > 1000


def test_numeric_summary_of_the_shipped_events_equals_a_plain_one(panel: Panel) -> None:
    plain = sorted(told["sales_value"] for name, _, told in panel.events if name == "Department Purchase")
    result = panel.ws.numeric_summary("Department Purchase", "sales_value", **SPAN, percentiles=[0, 50, 100])
    assert (result.count, result.min, result.max) == (len(plain), plain[0], plain[-1])
    assert result.sum == pytest.approx(sum(plain), rel=1e-12)
    assert result.avg == pytest.approx(statistics.fmean(plain), rel=1e-12)
    assert result.stddev == pytest.approx(statistics.pstdev(plain), rel=1e-9)
    assert result.percentiles == pytest.approx({0: plain[0], 50: statistics.median(plain), 100: plain[-1]})


def test_daily_counts_of_the_shipped_events_equal_a_plain_count(panel: Panel) -> None:
    plain = Counter((day, name) for name, day, _ in panel.events)
    rows = panel.ws.daily_counts(**SPAN).df.rows()
    assert rows == [(*key, count) for key, count in sorted(plain.items())]


def test_engagement_of_the_shipped_events_equals_a_plain_count(panel: Panel) -> None:
    events: defaultdict[str, int] = defaultdict(int)
    for name, _, told in panel.events:
        events[told["distinct_id"]] += name == "Checkout"
    plain = Counter(1 if count < 5 else 5 if count < 20 else 20 for count in events.values() if count)
    result = panel.ws.engagement_distribution(**SPAN, events=["Checkout"], buckets=[5, 20])
    assert {each.bucket_min: each.user_count for each in result.buckets} == dict(plain)
    assert [each.bucket_label for each in result.buckets] == ["1-4", "5-19", "20+"]
    assert result.total_users == plain.total()


def test_coverage_of_the_shipped_events_equals_a_plain_count(panel: Panel) -> None:
    told = [told for name, _, told in panel.events if name == "Checkout"]
    names = [*sorted({name for each in told for name in each} - {"time", "distinct_id"}), "nothing of the kind"]
    result = panel.ws.property_coverage("Checkout", names, **SPAN)
    assert {each.property: each.defined_count for each in result.coverage} == {
        name: sum(each.get(name) is not None for each in told) for name in names
    }
    assert result.total_events == len(told)


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return stored(
        tmp_path,
        [
            event("Buy", "a", plan="pro", n=1, mixed=1),
            event("Buy", "a", plan="pro", n=2.5, mixed="1"),
            event("Buy", "b", plan=None, n="7", mixed=True),
            event("Buy", "b", plan="free", mixed=[1, {"a": 2}]),
            event("Buy", None, mixed=2**60),
            event("Look", "c", plan="pro"),
        ],
    )


def ask(asking: Asking) -> mixpanel_sync.Workspace:
    return mixpanel_sync.Workspace.local(asking.root)


def test_null_is_a_value_and_missing_is_none(asking: Asking) -> None:
    with ask(asking) as ws:
        result = ws.property_distribution("Buy", "plan", **DAYS)
    assert [(each.value, each.count) for each in result.values] == [("pro", 2), ("free", 1), (None, 1)]


def test_values_come_back_in_the_type_they_have(asking: Asking) -> None:
    with ask(asking) as ws:
        result = ws.property_distribution("Buy", "mixed", **DAYS)
    assert sorted(repr(each.value) for each in result.values) == ["'1'", "1", str(2**60), "True", "[1, {'a': 2}]"]


def test_numbers_written_as_text_are_no_numbers(asking: Asking) -> None:
    with ask(asking) as ws:
        result = ws.numeric_summary("Buy", "n", **DAYS, percentiles=[50])
    assert (result.count, result.sum, result.stddev, result.percentiles) == (2, 3.5, 0.75, {50: 1.75})


def test_events_of_nobody_are_no_users(asking: Asking) -> None:
    with ask(asking) as ws:
        result = ws.engagement_distribution(**DAYS)
    assert [(each.bucket_label, each.user_count) for each in result.buckets] == [("1", 1), ("2-4", 2)]


def test_days_are_the_projects(tmp_path: Path) -> None:
    late = event("Buy", "a", at("2026-01-10", "02:00:00"))
    with ask(stored(tmp_path, [late], time_zone="America/New_York")) as ws:
        result = ws.daily_counts(**DAYS, events="Buy")
    assert [(each.date, each.event, each.count) for each in result.counts] == [("2026-01-09", "Buy", 1)]


@pytest.mark.parametrize("event_name", ["Never", "Buy"])
def test_where_there_is_nothing_there_are_zeros(tmp_path: Path, event_name: str) -> None:
    with ask(stored(tmp_path, [event("Look")] if event_name == "Never" else [])) as ws:
        assert ws.property_distribution(event_name, "plan", **DAYS).values == ()
        assert ws.numeric_summary(event_name, "n", **DAYS).count == 0
        assert ws.daily_counts(**DAYS, events=[event_name]).counts == ()
        assert ws.engagement_distribution(**DAYS, events=[event_name]).total_users == 0
        assert ws.property_coverage(event_name, ["plan"], **DAYS).coverage[0].null_count == 0


def test_a_sum_beyond_all_floats_is_refused(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(n=1.5e308), event(user="u2", n=1.5e308)])
    with ask(asking) as ws, pytest.raises(ResponseValidationError, match=r"\$\[0\]\[0\]\.sum"):
        ws.numeric_summary("Buy", "n", **DAYS)


@pytest.mark.parametrize("script", ["function main() { return Events(params) }", scripts.DAILY_COUNTS + " "])
def test_any_other_script_is_unsupported_and_says_so(asking: Asking, script: str) -> None:
    with ask(asking) as ws, pytest.raises(APIError) as told:
        ws.jql(script, DAYS)
    assert told.value.status_code == 501
    assert "the embedded Mixpanel runs no JavaScript" in str(told.value)


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ("{", "params: not JSON"),
        ("[]", "params: needs an object"),
        ("{}", "'from_date' is missing"),
        ('{"from_date": "2026-01-02", "to_date": "2026-01-01"}', "is after to_date"),
        ('{"from_date": "2026-01-01", "to_date": "2026-01-01", "events": "A"}', "params.events: needs a list"),
        ('{"from_date": "2026-01-01", "to_date": "2026-01-01", "events": [1]}', "params.events[0]: needs text"),
    ],
)
def test_bad_params_are_a_bad_request(asking: Asking, params: str, said: str) -> None:
    body = urlencode({"script": scripts.DAILY_COUNTS, "params": params}).encode()
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert said in asking.json(Request("POST", "https://mixpanel.com/api/query/jql", form, body), status=400)["error"]
