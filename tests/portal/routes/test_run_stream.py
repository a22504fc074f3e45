"""`POST /api/exercises/run` as server-sent events, with an executor that may do anything."""

import json
import time
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import MakeApp
from tests.portal.fake_executor import FakeExecutor, result
from tests.serving import read_events

pytestmark = pytest.mark.one_database

STREAM = {"Accept": "text/event-stream"}
HELLO = {"output": "hello\n"}
END = {"success": True, "data": result(output="hello\n")}


def send(*lines: Any) -> bytes:
    return b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)


def run(client: FlaskClient, **headers: str) -> TestResponse:
    return client.post("/api/exercises/run", json={"code": "1"}, headers={**STREAM, **headers})


def test_output_is_followed_by_the_result_of_the_json_response(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    fake.raw = send(b"", HELLO, b"", {"errors": "\u2028 oh"}, END)
    response = run(fake_client)
    assert (response.status_code, response.mimetype) == (200, "text/event-stream")
    assert (response.headers["X-Accel-Buffering"], response.headers["Cache-Control"]) == (
        "no",
        "no-store, no-transform",
    )
    assert "Accept" in response.headers["Vary"]
    assert "Content-Encoding" not in response.headers
    *output, (last, answer) = read_events(response.text)
    assert [event for _, event in output] == [
        {"stream": "stdout", "text": "hello\n"},
        {"stream": "stderr", "text": "\u2028 oh"},
    ]
    fake.raw = json.dumps(END).encode()
    as_json = fake_client.post("/api/exercises/run", json={"code": "1"})
    assert (last, answer) == ("result", as_json.get_json())
    assert "Accept" in as_json.headers["Vary"]


def test_events_are_in_the_language_of_the_request(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    key = "Python itself crashed. Usually a function calls itself without end, or data is nested far too deeply."
    sources = {"explanation": {"id": key, "values": []}}
    error = {"type": "Crash", "message": "it crashed", "line": None, "explanation": key, "translatable": sources}
    fake.raw = send(b"", HELLO, {"success": True, "data": result(success=False, status="crashed", error=error)})
    response = run(fake_client, **{"Accept-Language": "de"})
    _, (_, answer) = read_events(response.text)
    assert response.headers["Content-Language"] == "de"
    assert answer["message"] == "Das Programm ist nicht zu Ende gelaufen"
    assert answer["data"]["error"]["explanation"].startswith("Python selbst ist abgestürzt.")
    fake.raw = send(b"", HELLO, b"no JSON")
    _, (name, answer) = read_events(run(fake_client, **{"Accept-Language": "es"}).text)
    assert name == "error"
    assert answer["error"]["message"] == "El ejecutor devolvió una respuesta no válida; no se ha guardado nada."


def test_an_executor_that_cannot_stream_gives_the_result_alone(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    fake.raw = json.dumps(END).encode()
    assert [name for name, _ in read_events(run(fake_client).text)] == ["result"]
    assert run(fake_client).status_code == 200
    assert fake.connections == 1, "a stream that was read to its end leaves the connection usable"


@pytest.mark.parametrize(
    ("accept", "mimetype"),
    [
        ("*/*", "application/json"),
        ("application/json, text/event-stream", "application/json"),
        ("text/event-stream;q=0.1, application/json", "application/json"),
        ("text/event-stream, application/json;q=0.5", "text/event-stream"),
        ("text/html", "application/json"),
    ],
)
def test_events_are_for_clients_that_prefer_them(
    fake_client: FlaskClient, fake: FakeExecutor, accept: str, mimetype: str
) -> None:
    fake.raw = json.dumps(END).encode()
    assert run(fake_client, Accept=accept).mimetype == mimetype


BUSY = {"success": False, "error": {"code": "EXECUTOR_BUSY", "message": ""}, "status": 503, "retryAfter": 7}
LOST = {"success": False, "error": {"code": "SANDBOX_FAULT", "message": "secret"}, "status": 500, "retryAfter": 1}


@pytest.mark.parametrize(
    ("lines", "status", "code"),
    [
        ([BUSY], 503, "EXECUTOR_BUSY"),
        ([LOST], 502, "EXECUTOR_BAD_RESPONSE"),
        ([{**BUSY, "retryAfter": 10**6}], 502, "EXECUTOR_BAD_RESPONSE"),
        ([b"not json"], 502, "EXECUTOR_BAD_RESPONSE"),
        ([b"[" * 100_000], 502, "EXECUTOR_BAD_RESPONSE"),
        ([[]], 502, "EXECUTOR_BAD_RESPONSE"),
        ([{"output": 5}], 502, "EXECUTOR_BAD_RESPONSE"),
        ([{"success": True}], 502, "EXECUTOR_BAD_RESPONSE"),
        ([{"success": True, "data": result(status="won")}], 502, "EXECUTOR_BAD_RESPONSE"),
        ([], 502, "EXECUTOR_BAD_RESPONSE"),
        ([END, HELLO], 502, "EXECUTOR_BAD_RESPONSE"),
        ([b"x" * (2**21 + 2)], 502, "EXECUTOR_BAD_RESPONSE"),
    ],
)
def test_an_error_is_an_envelope_before_the_stream_begins_and_an_event_after(
    fake_client: FlaskClient, fake: FakeExecutor, lines: list[Any], status: int, code: str
) -> None:
    fake.raw = send(*lines)
    response = run(fake_client)
    assert (response.status_code, response.mimetype, response.get_json()["error"]["code"]) == (
        status,
        "application/json",
        code,
    )
    assert response.headers.get("Retry-After") == ("7" if status == 503 else None)
    fake.raw = send(HELLO, *lines)
    response = run(fake_client)
    assert response.status_code == 200
    (first, _), (last, answer) = read_events(response.text)
    assert (first, last, answer) == ("output", "error", {"success": False, "error": answer["error"]})
    assert (answer["error"]["code"], "secret" in response.text) == (code, False)


def test_a_hostile_executor_cannot_send_without_end(make_app: MakeApp, fake: FakeExecutor) -> None:
    client = make_app(EXECUTOR_SERVICE_URL=fake.url).test_client()
    fake.raw = send(*[{"output": "x" * 1000}] * 5000, END)
    *output, (last, answer) = read_events(run(client).text)
    assert (last, answer["error"]["code"]) == ("error", "EXECUTOR_BAD_RESPONSE")
    assert sum(len(event["text"]) for _, event in output) <= 4 * 2**20
    fake.raw = send({"output": "half \ud800"}, END)
    assert read_events(run(client).text)[0] == ("output", {"stream": "stdout", "text": "half ?"})


@pytest.mark.parametrize("drip_s", [0.02, 20])
def test_one_deadline_holds_for_a_stream_that_drips_or_stalls(
    make_app: MakeApp, fake: FakeExecutor, drip_s: float
) -> None:
    client = make_app(EXECUTOR_SERVICE_URL=fake.url, EXECUTOR_TIMEOUT="300").test_client()
    fake.raw, fake.drip_s = send(*[b""] * 10_000), drip_s
    start = time.monotonic()
    (name, answer), *more = read_events(run(client).text)
    assert (name, answer["error"]["code"], more) == ("error", "EXECUTOR_TIMEOUT", [])
    assert time.monotonic() - start < 10


def test_refusals_are_json_whatever_the_client_prefers(make_app: MakeApp, fake: FakeExecutor) -> None:
    client = make_app(EXECUTOR_SERVICE_URL=fake.url, GUEST_EXECUTION="false").test_client()
    assert (run(client).status_code, run(client).get_json()["error"]["code"]) == (401, "TOKEN_MISSING")
    for echo in (1, "true", None):
        refused = client.post("/api/exercises/run", json={"code": "1", "echo": echo}, headers=STREAM)
        assert (refused.status_code, list(refused.get_json()["error"]["details"])) == (400, ["echo"])
    assert fake.requests == []
