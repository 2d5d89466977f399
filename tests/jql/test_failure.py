"""A script that fails says where."""

from __future__ import annotations

import pickle

import pytest

from mixpanel_async.errors import JQLSyntaxError, QueryError
from mixpanel_transports.fake import json_reply, text_reply
from tests.faces import raised

RAW = """\
Uncaught exception TypeError: Events(...).limit is not a function
    .limit(10);
     ^

Stack trace:
TypeError: Events(...).limit is not a function
    at main (<anonymous>:3:6)
    at <anonymous>:9:1
"""
SCRIPT = "function main() {\n  return Events(params)\n    .limit(10);\n}"


def failed(reply) -> Exception:
    return raised(lambda ws: ws.jql(SCRIPT), reply)[0]


def test_what_the_server_says_is_taken_apart():
    error = failed(json_reply({"error": RAW, "request": "/api/query/jql?project_id=12345"}, 412))
    assert isinstance(error, JQLSyntaxError)
    assert isinstance(error, QueryError)
    assert (error.error_type, error.error_message) == ("TypeError", "Events(...).limit is not a function")
    assert error.line_info == "    .limit(10);\n     ^"
    assert error.stack_trace == "    at main (<anonymous>:3:6)\n    at <anonymous>:9:1"
    assert (error.script, error.raw_error, error.request_path) == (SCRIPT, RAW, "/api/query/jql?project_id=12345")
    assert (error.code, error.status_code, error.request_method) == ("JQL_SYNTAX_ERROR", 412, "POST")


def test_the_message_shows_the_line():
    said = str(failed(json_reply({"error": RAW}, 412)))
    assert "TypeError: Events(...).limit is not a function\n    .limit(10);\n     ^\n" in said


@pytest.mark.parametrize("body", [{"error": "too much memory"}, {"message": "too much memory"}])
def test_text_of_no_known_form_is_the_message(body):
    error = failed(json_reply(body, 412))
    assert (error.error_type, error.error_message, error.line_info, error.stack_trace) == (
        "Error",
        "too much memory",
        None,
        None,
    )


@pytest.mark.parametrize("body", [{}, {"error": {"deep": 1}}, {"error": None, "request": 5}])
def test_any_object_under_412_is_a_failed_script(body):
    error = failed(json_reply(body, 412))
    assert (type(error), error.response_body, error.request_path) == (JQLSyntaxError, body, None)


@pytest.mark.parametrize("reply", [text_reply("no", 412), json_reply(["no"], 412), json_reply({"error": RAW}, 400)])
def test_other_refusals_are_query_errors(reply):
    assert type(failed(reply)) is QueryError


def test_other_operations_know_no_scripts():
    error, _ = raised(lambda ws: ws.events(), json_reply({"error": RAW}, 412))
    assert type(error) is QueryError


def test_a_helpers_program_fails_the_same_way():
    ask = lambda ws: ws.daily_counts(from_date="2026-01-01", to_date="2026-01-01")  # noqa: E731
    assert type(raised(ask, json_reply({"error": RAW}, 412))[0]) is JQLSyntaxError


def test_it_survives_pickling():
    error = failed(json_reply({"error": RAW}, 412))
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.error_type, copy.details) == (str(error), "TypeError", error.details)
    assert error.details["script"] == SCRIPT
