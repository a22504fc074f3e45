"""The way to the executor: the deadline, what is asked again, the breaker, and the threads kept back."""

import base64
import gzip
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient

from portal.errors import ExecutorTimeout
from portal.execution.circuit_breaker import CircuitBreaker
from portal.execution.transport import OpenResponse
from tests.conftest import MakeApp
from tests.portal import fake_executor
from tests.portal.fake_executor import FakeExecutor
from tests.serving import free_port, until

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture
def clock_s() -> list[float]:
    """What the breaker of the app takes for the time."""
    return [1000.0]


@pytest.fixture
def app(make_app: MakeApp, fake: FakeExecutor, clock_s: list[float]) -> Flask:
    """An application with a scripted executor and two places for calls to it."""
    app = make_app(EXECUTOR_SERVICE_URL=fake.url, EXECUTOR_TIMEOUT="20000", WEB_THREADS="4")
    app.extensions["portal"].executor.breaker = CircuitBreaker(now_s=lambda: clock_s[0])
    return app


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as threads:
        yield threads


def run(app: Flask, **headers: str) -> tuple[int, str]:
    """Run a program and return the status and the error code, or the status of the run."""
    response = app.test_client().post("/api/exercises/run", json={"code": "1"}, headers=headers)
    answer = response.get_json()
    return response.status_code, answer["data"]["status"] if answer["success"] else answer["error"]["code"]


def open_breaker(app: Flask, fake: FakeExecutor) -> None:
    fake.status = 500
    assert [run(app) for _ in range(5)] == [(502, "EXECUTOR_BAD_RESPONSE")] * 5
    fake.status = 200


def test_the_deadline_holds_for_a_body_that_drips(make_app: MakeApp, fake: FakeExecutor) -> None:
    fake.drip_s = 0.05
    start = time.monotonic()
    assert run(make_app(EXECUTOR_SERVICE_URL=fake.url, EXECUTOR_TIMEOUT="300")) == (504, "EXECUTOR_TIMEOUT")
    assert time.monotonic() - start < 30, "dripped to its end, it would take a minute"


@pytest.mark.parametrize("read", [OpenResponse.read, lambda response: list(response.lines())])
def test_the_deadline_holds_for_a_read_that_may_take_longer(
    fake: FakeExecutor, read: Callable[[OpenResponse], object]
) -> None:
    fake.drip_s = 20
    start = time.monotonic()
    with requests.post(fake.url, json={}, stream=True, timeout=60) as response, pytest.raises(ExecutorTimeout):
        read(OpenResponse(response, start + 0.2, timeout_s=60))
    assert time.monotonic() - start < 15, "the next byte would come after twenty seconds"


def test_an_executor_that_ends_without_an_answer_is_not_asked_again(app: Flask, fake: FakeExecutor) -> None:
    fake.silent = True
    assert run(app) == (503, "EXECUTOR_UNAVAILABLE")
    assert len(fake.requests) == 1, "the program may have run"


def test_a_refused_connection_is_tried_once_more(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    app = make_app(EXECUTOR_SERVICE_URL=f"http://127.0.0.1:{port}")
    started: list[FakeExecutor] = []
    sleep, caller = time.sleep, threading.get_ident()

    def start(pause_s: float) -> None:
        if threading.get_ident() != caller:
            sleep(pause_s)
            return
        started.append(stack.enter_context(fake_executor.serve(port)))

    with ExitStack() as stack:
        monkeypatch.setattr(time, "sleep", start)  # of the client, between the refused connection and the next
        assert run(app) == (200, "ok")
        assert len(started[0].requests) == 1


def test_an_executor_that_is_starting_is_asked_until_it_takes_code(
    app: Flask, fake: FakeExecutor, pool: ThreadPoolExecutor
) -> None:
    fake.status, fake.raw = 503, b'{"success": false, "error": {"code": "NOT_READY"}}'
    asking = pool.submit(run, app)
    until(lambda: len(fake.requests) > 1)
    fake.status, fake.raw = 200, None
    assert asking.result() == (200, "ok")


def test_a_connection_is_used_again(app: Flask, fake: FakeExecutor) -> None:
    assert [run(app), run(app)] == [(200, "ok")] * 2
    assert fake.connections == 1


def test_the_executors_address_may_have_a_path(make_app: MakeApp, fake: FakeExecutor) -> None:
    assert run(make_app(EXECUTOR_SERVICE_URL=f"{fake.url}/pool/a")) == (200, "ok")


def test_the_executors_address_may_have_a_name_and_a_password(make_app: MakeApp, fake: FakeExecutor) -> None:
    app = make_app(EXECUTOR_SERVICE_URL=fake.url.replace("//", "//portal:p%40ss@"))
    assert run(app) == (200, "ok")
    assert fake.request_headers[0]["Authorization"] == "Basic " + base64.b64encode(b"portal:p@ss").decode()


def test_a_compressed_body_is_not_decompressed(app: Flask, fake: FakeExecutor) -> None:
    fake.raw, fake.headers = gzip.compress(fake.body({})), {"Content-Encoding": "gzip"}
    assert run(app) == (502, "EXECUTOR_BAD_RESPONSE")


@pytest.mark.parametrize(
    ("given", "passed_on"),
    [
        (TRACE, TRACE),
        (TRACE.upper(), None),
        ("01" + TRACE[2:], None),
        (f"{TRACE}-more", None),
        ("00-" + "0" * 32 + TRACE[35:], None),
        (TRACE[:36] + "0" * 16 + "-01", None),
    ],
)
def test_a_valid_trace_is_passed_on(app: Flask, fake: FakeExecutor, given: str, passed_on: str | None) -> None:
    run(app, traceparent=given)
    assert fake.request_headers[0].get("traceparent") == passed_on


def test_the_breaker_opens_after_five_failures_and_then_asks_nobody(
    app: Flask, fake: FakeExecutor, clock_s: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    open_breaker(app, fake)
    for later_s, retry_after in ((0, "10"), (3.5, "7"), (6.4, "1")):
        clock_s[0] += later_s
        response = app.test_client().post("/api/exercises/run", json={"code": "1"})
        assert (response.status_code, response.get_json()["error"]["code"]) == (503, "EXECUTOR_UNAVAILABLE")
        assert response.headers["Retry-After"] == retry_after
    assert len(fake.requests) == 5
    assert "EXECUTOR_UNAVAILABLE: the circuit breaker is open" in caplog.messages
    assert "portal_executor_breaker_open 1.0" in app.test_client().get("/metrics").get_data(as_text=True)


def test_a_success_in_between_keeps_the_breaker_closed(app: Flask, fake: FakeExecutor) -> None:
    for status in (500, 500, 500, 500, 200) * 2:
        fake.status = status
        run(app)
    assert app.extensions["portal"].executor.breaker.state == "closed"


@pytest.mark.parametrize("status", [503, 400, 413])
def test_a_busy_executor_and_a_refused_request_do_not_open_the_breaker(
    app: Flask, fake: FakeExecutor, status: int
) -> None:
    fake.status = status
    for _ in range(8):
        run(app)
    assert len(fake.requests) == 8


def test_the_breaker_closes_when_a_call_succeeds_after_the_rest(
    app: Flask, fake: FakeExecutor, clock_s: list[float]
) -> None:
    open_breaker(app, fake)
    clock_s[0] += 11
    assert [run(app), run(app)] == [(200, "ok")] * 2
    assert "portal_executor_breaker_open 0.0" in app.test_client().get("/metrics").get_data(as_text=True)


def test_the_breaker_opens_again_when_the_call_after_the_rest_fails(
    app: Flask, fake: FakeExecutor, clock_s: list[float]
) -> None:
    open_breaker(app, fake)
    clock_s[0] += 11
    fake.status = 500
    assert run(app) == (502, "EXECUTOR_BAD_RESPONSE")
    assert run(app) == (503, "EXECUTOR_UNAVAILABLE")
    assert len(fake.requests) == 6


def test_after_the_rest_one_call_tries_and_the_others_fail_at_once(
    app: Flask, fake: FakeExecutor, pool: ThreadPoolExecutor, clock_s: list[float]
) -> None:
    open_breaker(app, fake)
    clock_s[0] += 11
    fake.hold.clear()
    trying = pool.submit(run, app)
    until(lambda: len(fake.requests) == 6)
    assert [run(app) for _ in range(3)] == [(503, "EXECUTOR_UNAVAILABLE")] * 3
    fake.hold.set()
    assert trying.result() == (200, "ok")
    assert len(fake.requests) == 6


def test_calls_run_side_by_side_through_the_closed_breaker(
    app: Flask, fake: FakeExecutor, pool: ThreadPoolExecutor
) -> None:
    fake.hold.clear()
    calls = [pool.submit(run, app) for _ in range(2)]
    until(lambda: len(fake.requests) == 2)
    fake.hold.set()
    assert [call.result() for call in calls] == [(200, "ok")] * 2


def test_callers_beyond_the_limit_are_refused_at_once_and_nothing_else_waits(
    app: Flask, fake: FakeExecutor, pool: ThreadPoolExecutor
) -> None:
    fake.hold.clear()
    waiting = [pool.submit(run, app) for _ in range(2)]
    until(lambda: len(fake.requests) == 2)
    refused = app.test_client().post("/api/exercises/run", json={"code": "1"})
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (503, "EXECUTOR_BUSY")
    assert refused.headers["Retry-After"] == "1"
    assert app.test_client().get("/health/deps").status_code == 200
    fake.hold.set()
    assert [call.result() for call in waiting] == [(200, "ok")] * 2
    assert run(app) == (200, "ok"), "the places are given back"
    assert len(fake.requests) == 3


def test_deps_tell_how_the_breaker_stands_and_are_not_stopped_by_it(app: Flask, fake: FakeExecutor) -> None:
    client: FlaskClient = app.test_client()
    assert client.get("/health/deps").get_json()["data"]["dependencies"]["executor"]["breaker"] == "closed"
    open_breaker(app, fake)
    found = client.get("/health/deps").get_json()["data"]["dependencies"]["executor"]
    assert (found["status"], found["breaker"]) == ("up", "open")
