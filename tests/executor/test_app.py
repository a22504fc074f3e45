"""The executor over HTTP: the wire contract, refusals, health and logging."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from gunicorn.http.body import Body, ChunkedReader
from gunicorn.http.unreader import IterUnreader

from executor.fair_queue import Busy, Caller
from executor.models import Limits, Task
from executor.request_context import caller_of
from executor.settings import Settings, SettingsError
from tests.executor.conftest import project

pytestmark = pytest.mark.integration

CONTRACT = sorted((project() / "tests" / "contract").glob("*.json"))
VARYING = ("executionTime", "queueTime", "cpuTime", "memoryUsed", "duration", "used", "bytes")


def steady(value: Any) -> Any:
    """Replace values that vary between runs by their type; cpuTime is null if the worker had to be killed."""
    if isinstance(value, dict):
        return {
            key: "number" if key in VARYING and (item is None or item >= 0) else steady(item)
            for key, item in value.items()
        }
    return [steady(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", CONTRACT, ids=lambda path: path.stem)
def test_the_executor_keeps_the_contract(client: FlaskClient, path: Path) -> None:
    golden = json.loads(path.read_text())
    response = client.post("/api/execute", json=golden["request"])
    assert response.status_code == golden["status"]
    assert steady(response.get_json()) == steady(golden["response"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": None}, "code"),
        ({"code": 5}, "code"),
        ({"code": "x" * 50_001}, "code"),
        ({"code": "nul \0"}, "code"),
        ({"code": "half \ud800"}, "code"),
        ({"runTests": "yes"}, "runTests"),
        ({"runTests": True}, "testCode"),
        ({"stdin": "x" * 65_537}, "stdin"),
        ({"stdin": "\ud800"}, "stdin"),
        ({"module": "../x.py"}, "module"),
        ({"module": "x.py\n"}, "module"),
        ({"module": "x.txt"}, "module"),
        ({"files": {"../x": ""}}, "files"),
        ({"files": {"/etc/x": ""}}, "files"),
        ({"files": {"a/../../x": ""}}, "files"),
        ({"files": {".hidden": ""}}, "files"),
        ({"files": {"": ""}}, "files"),
        ({"files": {"x/": ""}}, "files"),
        ({"files": {"a//x": ""}}, "files"),
        ({"files": {"a/./x": ""}}, "files"),
        ({"files": {"a": "", "a/x": ""}}, "files"),
        ({"files": {"solution.py/x": ""}}, "files"),
        ({"files": {"x": 5}}, "files"),
        ({"files": {"x": "y" * 2**20 + "y"}}, "files"),
        ({"files": {f"f{number}": "" for number in range(51)}}, "files"),
        ({"timeout": 99}, "timeout"),
        ({"timeout": "500"}, "timeout"),
        ({"memoryLimit": 1}, "memoryLimit"),
        ({"other": 1}, "other"),
    ],
)
def test_a_bad_request_names_the_field(client: FlaskClient, changes: dict[str, Any], field: str) -> None:
    response = client.post("/api/execute", json={"code": "1", "runTests": False, **changes})
    assert response.status_code == 400
    assert list(response.get_json()["error"]["details"]) == [field]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[" * 100_000, b"\xff"])
def test_an_unparsable_body_is_400(client: FlaskClient, body: bytes) -> None:
    assert client.post("/api/execute", data=body).status_code == 400


@pytest.mark.parametrize("chunks", [b"2\r\n{}}\r\n0\r\n\r\n", b"zz\r\n{}", b"2\r\n{"])
def test_a_body_whose_chunks_are_broken_is_400(client: FlaskClient, chunks: bytes) -> None:
    body = Body(ChunkedReader(SimpleNamespace(), IterUnreader([chunks])))
    overrides = {"wsgi.input": body, "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    assert client.post("/api/execute", environ_overrides=overrides).status_code == 400


def test_other_errors_use_the_response_envelope(client: FlaskClient) -> None:
    for response, status in (
        (client.post("/api/execute", data=b"x" * (4 * 2**20 + 1)), 413),
        (client.get("/api/execute"), 405),
        (client.get("/nothing"), 404),
    ):
        assert response.status_code == status
        assert response.get_json()["success"] is False


def test_requested_limits_are_capped(client: FlaskClient) -> None:
    body = {"code": "print(1)", "runTests": False, "timeout": 10**9, "memoryLimit": 10**6}
    assert client.post("/api/execute", json=body).status_code == 200


def test_health_readiness_and_metrics(client: FlaskClient) -> None:
    assert client.get("/health").get_json()["data"] == {"status": "ok"}
    assert client.get("/health/ready").get_json()["data"]["workers"] == 2
    client.post("/api/execute", json={"code": "print(1)", "runTests": False})
    assert 'executor_runs_total{kind="run",status="ok"}' in client.get("/metrics").get_data(as_text=True)


def test_an_unexpected_error_discloses_nothing(service: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_task: Task) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(service.extensions["pool"], "steps", broken)
    response = service.test_client().post("/api/execute", json={"code": "1", "runTests": False})
    assert (response.status_code, response.get_json()["error"]["code"]) == (500, "INTERNAL_ERROR")
    assert b"secret" not in response.data


@pytest.mark.parametrize(
    ("given", "logged"),
    [("0b1c-2d", "0b1c-2d"), ("a b", "-"), ("x" * 65, "-"), ("\u0661", "-"), ("a\x1b[31m", "-"), ("", "-")],
)
def test_a_run_is_logged_with_a_well_formed_request_id(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, given: str, logged: str
) -> None:
    caplog.set_level("INFO", "executor.app")
    client.post("/api/execute", json={"code": "1", "runTests": False}, headers={"X-Request-ID": given})
    assert [vars(record)["fields"]["requestId"] for record in caplog.records] == [logged]


def test_a_full_queue_is_a_503_with_retry_after(service: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise Busy(3)

    monkeypatch.setattr(service.extensions["pool"], "steps", full)
    response = service.test_client().post("/api/execute", json={"code": "1", "runTests": False})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "3")
    assert response.get_json()["error"]["code"] == "EXECUTOR_BUSY"


@pytest.mark.parametrize("value", ["none", "0", "-1", "1.5", "99999999999999"])
def test_a_bad_setting_names_its_variable(value: str) -> None:
    with pytest.raises(SettingsError, match="EXECUTOR_WORKERS"):
        Settings.from_environment({"EXECUTOR_WORKERS": value})


def test_a_refusal_is_logged_with_the_id_of_its_request(
    service: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_args: object) -> None:
        raise Busy(3)

    monkeypatch.setattr(service.extensions["pool"], "steps", full)
    headers = {"X-Request-ID": "find-me"}
    service.test_client().post("/api/execute", json={"code": "1", "runTests": False}, headers=headers)
    (fields,) = [vars(record)["fields"] for record in caplog.records]
    assert (fields["message"], fields["requestId"]) == ("run refused", "find-me")


def test_a_full_disk_is_a_503_that_may_be_retried(service: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service.extensions["pool"], "_limits", Limits(file_bytes=2**60))
    response = service.test_client().get("/health/ready")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
    assert "too little room" in response.get_json()["error"]["message"]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, Caller()),
        ({"X-Caller": "ada"}, Caller("ada", "ada")),
        ({"X-Caller": "ada", "X-Caller-Network": "school"}, Caller("ada", "school")),
        ({"X-Caller": "x" * 65, "X-Caller-Network": "y" * 65}, Caller()),
    ],
)
def test_a_caller_is_a_person_and_a_network(service: Flask, headers: dict[str, str], expected: Caller) -> None:
    with service.test_request_context(headers=headers):
        assert caller_of(request) == expected
