"""The executor's log: ids and status of each run, never its content."""

import io
import json
import logging
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from executor import logs
from executor.settings import SettingsError

pytestmark = pytest.mark.integration

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def formatted(record: logging.LogRecord, env: Mapping[str, str]) -> str:
    """Format a record with the log settings of an environment."""
    root = logging.getLogger("executor")
    before = list(root.handlers)
    logs.configure(env)
    (added,) = [handler for handler in root.handlers if handler not in before]
    root.removeHandler(added)
    root.setLevel(logging.NOTSET)
    return added.format(record)


def test_a_run_is_logged_with_the_ids_of_its_request(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    headers = {"X-Request-ID": "find.me_1", "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    with caplog.at_level(logging.INFO, "executor"):
        client.post("/api/execute", json={"code": "print('secret')", "runTests": False}, headers=headers)
    record = next(record for record in caplog.records if hasattr(record, "fields"))
    line = json.loads(formatted(record, {"LOG_FORMAT": "json"}))
    assert (line["kind"], line["status"], line["requestId"], line["traceId"]) == ("run", "ok", "find.me_1", TRACE)
    assert line["durationMs"] > 0
    assert line["queueMs"] >= 0
    assert "secret" not in caplog.text + formatted(record, {})


@pytest.mark.parametrize(
    "headers", [{}, {"X-Request-ID": "\x1b[31m", "traceparent": "00-zz"}, {"X-Request-ID": "x" * 65}]
)
def test_malformed_ids_are_left_out(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, headers: dict[str, str]
) -> None:
    with caplog.at_level(logging.INFO, "executor"):
        client.post("/api/execute", json={"code": "1", "runTests": False}, headers=headers)
    record = next(record for record in caplog.records if hasattr(record, "fields"))
    assert formatted(record, {}).endswith("requestId=- traceId=-")


@pytest.mark.parametrize("log_format", ["combined", "json"])
def test_a_record_is_one_line_whatever_it_contains(log_format: str) -> None:
    try:
        raise ValueError("line\nbreak\x1b[31m\u2028")
    except ValueError as error:
        record = logging.LogRecord("executor", logging.ERROR, __file__, 1, "a\nb\x1b", (), (ValueError, error, None))
    first, *below = formatted(record, {"LOG_FORMAT": log_format}).splitlines()
    assert "a\\nb" in first or "a\\x0ab" in first
    assert all(line.startswith("    ") for line in below)
    assert "\x1b" not in "".join([first, *below])


def test_the_names_of_node_programs_for_levels_and_formats_are_understood() -> None:
    record = logging.LogRecord("executor", logging.INFO, __file__, 1, "ready", (), None)
    line = formatted(record, {"LOG_LEVEL": "warn", "LOG_FORMAT": "dev"})
    assert line.endswith("INFO executor: ready")


@pytest.mark.parametrize("name", ["LOG_FORMAT", "LOG_LEVEL"])
def test_a_bad_setting_names_its_variable(name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        logs.configure({name: "loud"})


def test_a_reload_which_configures_again_does_not_log_each_line_twice() -> None:
    root = logging.getLogger("executor")
    before = list(root.handlers)
    for _ in range(2):
        logs.configure({})
    (added,) = [handler for handler in root.handlers if handler not in before]
    root.removeHandler(added)
    root.setLevel(logging.NOTSET)


class _Closed(io.StringIO):
    def write(self, _text: str) -> int:
        raise BrokenPipeError


def test_a_stream_that_cannot_be_written_costs_lines_and_no_tracebacks(capfd: pytest.CaptureFixture[str]) -> None:
    logs._StreamHandler(_Closed()).emit(logging.LogRecord("executor", logging.INFO, "", 0, "a run", None, None))
    assert capfd.readouterr().err == ""
