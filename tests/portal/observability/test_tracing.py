"""Traces: what a collector gets of a submission, and that nothing is loaded or sent unless an operator asks for it."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.portal.fake_executor import FakeExecutor
from tests.serving import PROJECT, Server, call, until

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
ADA = {"email": "ada@example.org", "username": "ada", "password": "correct horse"}
START = """
import sys
if sys.argv[1:]:
    sys.modules["opentelemetry"] = None
from app import create_app
create_app()
print([name for name in sys.modules if name in ("opentelemetry.exporter.otlp", "opentelemetry.instrumentation")])
"""


class Collector(ThreadingHTTPServer):
    """Receives traces over OTLP/HTTP."""

    def __init__(self) -> None:
        self.spans: list[Any] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def of(self, trace: str) -> dict[str, Any]:
        return {span.name: span for span in self.spans if span.trace_id.hex() == trace}


class _Handler(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

        assert self.path == "/v1/traces"
        body = self.rfile.read(int(self.headers["Content-Length"]))
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            for scope in resource.scope_spans:
                self.server.spans += scope.spans
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture
def collector() -> Iterator[Collector]:
    pytest.importorskip("opentelemetry.sdk", reason="requirements-otel.txt is not installed")
    with Collector() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.mark.integration
def test_a_submission_is_one_trace_from_the_request_to_the_run(
    tmp_path: Path, collector: Collector, fake: FakeExecutor
) -> None:
    fake.data["queueTime"] = 5.0
    server = Server(
        tmp_path,
        ready="/health/ready",
        EXECUTOR_SERVICE_URL=fake.url,
        WEB_CONCURRENCY="1",
        OTEL_EXPORTER_OTLP_ENDPOINT=collector.url,
        OTEL_BSP_SCHEDULE_DELAY="50",
    )
    try:
        token = call(f"{server.url}/api/auth/register", ADA)["accessToken"]
        headers = {"Authorization": f"Bearer {token}", "traceparent": f"00-{TRACE}-{PARENT}-01"}
        body = {"exerciseId": "greet", "code": "a secret"}
        answer = requests.post(f"{server.url}/api/exercises/test", json=body, headers=headers, timeout=10)
        assert answer.status_code == 200
        until(lambda: "POST /api/exercises/test" in collector.of(TRACE))
    finally:
        server.close()
    spans = collector.of(TRACE)
    request, exchange = spans["POST /api/exercises/test"], spans["POST"]
    assert request.parent_span_id.hex() == PARENT
    assert {"sessions.get_with_user", "submissions.insert", "executor.queue", "executor.test"} <= set(spans)
    assert all(span.parent_span_id == request.span_id for span in spans.values() if span is not request)
    assert spans["executor.test"].end_time_unix_nano - spans["executor.test"].start_time_unix_nano == 12_500_000
    (sent,) = (given["traceparent"] for given in fake.request_headers)
    assert sent == f"00-{TRACE}-{exchange.span_id.hex()}-01"
    assert not any(word in str(collector.spans) for word in ("a secret", token, "correct horse", "health"))


def start(tmp_path: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    env = {"DATABASE_URL": str(tmp_path / "portal.db"), "JWT_SECRET": "x" * 64, **variables}
    command = [sys.executable, "-c", START, *arguments]
    return subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, check=False)


def test_nothing_of_opentelemetry_is_loaded_unless_it_is_asked_for(tmp_path: Path) -> None:
    assert start(tmp_path).stdout.strip() == "[]"


def test_without_the_optional_packages_the_start_says_what_to_install(tmp_path: Path) -> None:
    done = start(tmp_path, "without", OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9")
    assert done.returncode != 0
    assert "requirements-otel.txt" in done.stderr.splitlines()[-1]
