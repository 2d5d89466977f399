"""Saving metrics and changing them, in several calls each of which may fail."""

from __future__ import annotations

from mixpanel_async import (
    BookmarkValidationError,
    BulkUpdateMetricEntry,
    ConnectionFailed,
    CreateMetricParams,
    Formula,
    IncompleteChangeError,
    Metric,
    MetricDisplay,
    MetricGoal,
    ParamValidationError,
    QueryError,
    RawMetricDefinition,
    ResponseValidationError,
    SavedMetric,
    UpdateMetricParams,
    WarehouseMetric,
)
from tests.entities.metrics.data import LOGINS, NOT_FOUND, NOTHING, RATIO, WAREHOUSE, rows, sent, steps
from tests.faces import both, raised

ONE = rows(LOGINS)
OWNED = CreateMetricParams(name="Logins", definition=Metric("Login"), owned_by=3, verified=True)
UNSOUND = Metric("Login", math="unique", property="amount")
GOAL = {"id": "g-1", "label": "2026", "checkpoints": [["2026-12-31T00:00:00", 5000]], "target_type": "absolute"}
KEPT = {"display": LOGINS["definition"]["display"], "goals": [GOAL]}


def test_what_is_said_only_of_metrics_that_there_are_is_said_second() -> None:
    found, (create, finish) = both(lambda ws: ws.create_metric(OWNED), ONE, rows(LOGINS | {"verified": True}))

    assert (found.id, found.verified) == (901, True)
    assert not {"owned_by", "verified"} & sent(create).keys()
    assert sent(finish) == {"owned_by": {"id": 3}, "verified": True}


def test_a_metric_that_is_not_verified_needs_no_second_call() -> None:
    params = CreateMetricParams(name="Logins", definition=Metric("Login"), verified=False)
    _, requests = both(lambda ws: ws.create_metric(params), ONE)

    assert steps(requests) == ["POST /metrics"]


def test_a_metric_that_gets_no_owner_is_told_as_saved() -> None:
    error, requests = raised(lambda ws: ws.create_metric(OWNED), ONE, NOT_FOUND)

    assert isinstance(error, IncompleteChangeError)
    assert error.message.startswith("metric 901 is saved, but then: ")
    assert "update_metric(901, ...)" in error.message
    assert error.details == {"metric_id": 901}
    assert steps(requests) == ["POST /metrics", "PATCH /metrics/901"]


def test_a_metric_whose_completion_answers_nothing_is_read() -> None:
    found, requests = both(lambda ws: ws.create_metric(OWNED), ONE, NOTHING, ONE)

    assert isinstance(found, SavedMetric)
    assert steps(requests)[-1] == "GET /metrics/901"


def test_a_metric_is_made_once() -> None:
    error, requests = raised(lambda ws: ws.create_metric(OWNED), ConnectionFailed("cut"))

    assert isinstance(error, ConnectionFailed)
    assert len(requests) == 1


def test_an_unsound_definition_is_told_and_not_sent() -> None:
    error, requests = raised(lambda ws: ws.create_metric(CreateMetricParams(name="M", definition=UNSOUND)))

    assert isinstance(error, BookmarkValidationError)
    assert [(each.path, each.code) for each in error.errors] == [("definition", "V14_METRIC_REJECTS_PROPERTY")]
    assert requests == []


def test_the_operands_of_a_formula_are_checked_at_their_places() -> None:
    params = UpdateMetricParams(definition=Formula("A / B", metrics=[Metric("Login"), UNSOUND]))
    error, requests = raised(lambda ws: ws.update_metric(902, params))

    assert isinstance(error, BookmarkValidationError)
    assert [each.path for each in error.errors] == ["definition.metrics[1]"]
    assert requests == []


def test_a_definition_goes_unchecked_where_that_is_said() -> None:
    params = CreateMetricParams(name="M", definition=UNSOUND)
    found, _ = both(lambda ws: ws.create_metric(params, validate=False), ONE)

    assert isinstance(found, SavedMetric)


def test_a_change_of_names_reads_nothing() -> None:
    _, requests = both(lambda ws: ws.update_metric(901, UpdateMetricParams(name="n", owned_by=None)), ONE)

    assert steps(requests) == ["PATCH /metrics/901"]
    assert sent(requests[0]) == {"name": "n", "owned_by": None}


def test_a_new_definition_keeps_display_and_goals() -> None:
    params = UpdateMetricParams(definition=Metric("Buy"))
    _, (_, change) = both(lambda ws: ws.update_metric(901, params), ONE, ONE)

    clause = Metric("Buy").clause()
    assert sent(change)["definition"] == {name: clause[name] for name in ("behavior", "measurement")} | KEPT


def test_a_new_display_changes_what_it_says_and_none_removes() -> None:
    display = MetricDisplay(suffix="%", prefix=None, one_sided=True)
    _, (_, change) = both(lambda ws: ws.update_metric(901, UpdateMetricParams(display=display)), ONE, ONE)

    assert sent(change) == {
        "definition": LOGINS["definition"]
        | KEPT
        | {"display": {"minimumDetectableEffect": 0.05, "suffix": "%", "oneSided": True}}
    }


def test_none_removes_the_whole_display_and_no_goals_remove_goals() -> None:
    params = UpdateMetricParams(display=None, goals=[])
    _, (_, change) = both(lambda ws: ws.update_metric(901, params), ONE, ONE)

    definition = sent(change)["definition"]
    assert ("display" in definition, definition["goals"]) == (False, [])


def test_new_goals_replace_those_there_are() -> None:
    params = UpdateMetricParams(goals=[MetricGoal(id="g-2", label="2027")])
    _, (_, change) = both(lambda ws: ws.update_metric(901, params), ONE, ONE)

    assert [goal["id"] for goal in sent(change)["definition"]["goals"]] == ["g-2"]


def test_a_definition_in_the_servers_words_may_bring_its_own_display() -> None:
    raw = RawMetricDefinition("metric", {"behavior": {"type": "new"}, "display": {"axis": "left"}})
    _, (_, change) = both(lambda ws: ws.update_metric(901, UpdateMetricParams(definition=raw)), ONE, ONE)

    assert sent(change)["definition"] == {**raw.definition, "goals": [GOAL]}


def test_what_the_server_added_to_a_definition_goes_back() -> None:
    stored = rows(LOGINS | {"definition": {"behavior": {"new": 1}, "version": 2}})
    _, (_, change) = both(lambda ws: ws.update_metric(901, UpdateMetricParams(goals=[])), stored, ONE)

    assert sent(change) == {"definition": {"behavior": {"new": 1}, "version": 2, "goals": []}}


def test_a_definition_of_another_kind_is_refused_before_the_change() -> None:
    params = UpdateMetricParams(definition=Metric("Buy"))
    error, requests = raised(lambda ws: ws.update_metric(902, params), rows(RATIO))

    assert isinstance(error, ParamValidationError)
    assert (error.code, error.details) == ("SM3_KIND_CHANGE", {"id": 902, "type": "formula"})
    assert steps(requests) == ["GET /metrics/902"]


def test_a_warehouse_metric_keeps_how_it_is_fetched() -> None:
    params = UpdateMetricParams(definition=WarehouseMetric(4, "select 2", "numeric", aggregation="average"))
    _, (_, change) = both(lambda ws: ws.update_metric(903, params), rows(WAREHOUSE), rows(WAREHOUSE))

    assert sent(change) == {
        "definition": {"query": "select 2", "metricType": "numeric", "aggregation": "average", "syncInterval": "daily"}
    }


def test_another_warehouse_is_said() -> None:
    params = UpdateMetricParams(definition=WarehouseMetric(5, "select 1", "numeric"))
    _, (_, change) = both(lambda ws: ws.update_metric(903, params), rows(WAREHOUSE), rows(WAREHOUSE))

    assert sent(change)["warehouse_source_id"] == 5


def test_a_definition_that_is_not_shown_is_not_overwritten_by_its_display() -> None:
    params = UpdateMetricParams(display=MetricDisplay(prefix="$"))
    error, requests = raised(lambda ws: ws.update_metric(901, params), rows(LOGINS | {"definition": None}))

    assert isinstance(error, ResponseValidationError)
    assert steps(requests) == ["GET /metrics/901"]


def test_a_change_that_answers_nothing_is_read() -> None:
    found, requests = both(lambda ws: ws.update_metric(901, UpdateMetricParams(name="n")), NOTHING, ONE)

    assert found.name == "Logins"
    assert steps(requests) == ["PATCH /metrics/901", "GET /metrics/901"]


def test_several_are_changed_at_once_and_read_only_where_needed() -> None:
    entries = [BulkUpdateMetricEntry(id=902, name=" n "), BulkUpdateMetricEntry(id=901, definition=Metric("Buy"))]
    found, requests = both(lambda ws: ws.bulk_update_metrics(entries), ONE, rows(LOGINS, RATIO))

    clause = Metric("Buy").clause()
    assert [metric.id for metric in found] == [901, 902]
    assert steps(requests) == ["GET /metrics/901", "PATCH /metrics"]
    assert sent(requests[1])["metrics"] == [
        {"id": 902, "name": "n"},
        {"id": 901, "definition": {name: clause[name] for name in ("behavior", "measurement")} | KEPT},
    ]


def test_no_changes_are_not_sent() -> None:
    assert both(lambda ws: ws.bulk_update_metrics([])) == ([], [])


def test_one_unsound_definition_of_several_keeps_all_from_being_changed() -> None:
    entries = [BulkUpdateMetricEntry(id=901, name="n"), BulkUpdateMetricEntry(id=902, definition=UNSOUND)]
    error, requests = raised(lambda ws: ws.bulk_update_metrics(entries))

    assert isinstance(error, BookmarkValidationError)
    assert requests == []


def test_changes_that_answer_nothing_are_read_together() -> None:
    entries = [BulkUpdateMetricEntry(id=901, name="n")]
    found, requests = both(lambda ws: ws.bulk_update_metrics(entries), NOTHING, rows(LOGINS, RATIO))

    assert [metric.id for metric in found] == [901]
    assert steps(requests) == ["PATCH /metrics", "GET /metrics"]


def test_changes_that_cannot_be_read_again_are_told_as_made() -> None:
    entries = [BulkUpdateMetricEntry(id=901, name="n")]
    error, _ = raised(lambda ws: ws.bulk_update_metrics(entries), NOTHING, NOT_FOUND)

    assert isinstance(error, IncompleteChangeError)
    assert error.details == {"metric_ids": [901]}


def test_a_metric_that_is_not_there_is_not_changed() -> None:
    params = UpdateMetricParams(display=None)
    error, _ = raised(lambda ws: ws.update_metric(7, params), NOT_FOUND)

    assert isinstance(error, QueryError)
    assert error.status_code == 404
