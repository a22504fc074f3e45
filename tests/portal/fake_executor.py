"""An executor whose faults can be chosen: a real HTTP server with scripted answers."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PASSING_TEST = {"name": "test_a", "passed": True, "error": None, "output": "", "duration": 1.0}
FAILING_TEST = {"name": "test_b", "passed": False, "error": "assert 1 == 2", "output": "hm\n", "duration": 1.0}


def result(*tests: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Make the `data` of an answer; with tests it is a graded one."""
    passed = all(test["passed"] for test in tests)
    data = {
        "success": passed,
        "status": "ok",
        "output": "",
        "errors": "",
        "exitCode": 0,
        "error": None,
        "executionTime": 12.5,
        "memoryUsed": 1000,
        "truncated": False,
        "testResult": {"passed": passed, "isolated": True, "testCases": list(tests)} if tests else None,
    }
    return {**data, **changes}


def _set_event() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@dataclass
class FakeExecutor:
    """What to answer next, and what was asked; while `hold` is clear, nothing is answered.

    `only_passes` is the only code that passes, whatever `data` says.
    """

    url: str = ""
    status: int = 200
    data: dict[str, Any] = field(default_factory=lambda: result(PASSING_TEST))
    raw: bytes | None = None
    only_passes: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    hold: threading.Event = field(default_factory=_set_event)
    drip_s: float = 0.0
    drip_headers_s: float = 0.0
    hang_up: bool = False
    silent: bool = False
    requests: list[dict[str, Any]] = field(default_factory=list)
    request_headers: list[dict[str, str]] = field(default_factory=list)
    connections: int = 0

    def body(self, request: dict[str, Any]) -> bytes:
        if self.raw is not None:
            return self.raw
        data = self.data
        if self.only_passes is not None:
            data = result(PASSING_TEST if request["code"] == self.only_passes else FAILING_TEST)
        return json.dumps({"success": True, "data": data}).encode()


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are sent apart

    def setup(self) -> None:
        self.server.fake.connections += 1
        super().setup()

    def do_POST(self) -> None:
        fake = self.server.fake
        fake.request_headers.append(dict(self.headers))
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        fake.requests.append(request)
        time.sleep(fake.delay_s)
        fake.hold.wait(20)
        self.close_connection = fake.hang_up or fake.silent
        if fake.silent:
            return
        with suppress(OSError):  # a client that has given up, as it should
            self._drip_headers(fake.drip_headers_s)
            self._answer(fake, fake.body(request))

    def _drip_headers(self, drip_s: float) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000 if drip_s else b"":
            self.wfile.write(bytes([byte]))
            time.sleep(drip_s)

    def _answer(self, fake: FakeExecutor, body: bytes) -> None:
        self.send_response(fake.status)
        for name, value in fake.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) + (100 if fake.hang_up else 0)))
        self.end_headers()
        self._send(body, fake.drip_s)

    def do_GET(self) -> None:
        """An executor is alive even while it can run nothing."""
        self.send_response(self.server.fake.status if self.path == "/health/ready" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, body: bytes, drip_s: float) -> None:
        step = 1 if drip_s else len(body)
        for position in range(0, len(body), step or 1):
            self.wfile.write(body[position : position + step])
            time.sleep(drip_s)

    def log_message(self, format: str, *args: Any) -> None:
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, fake: FakeExecutor, port: int) -> None:
        self.fake = fake
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        return


@contextmanager
def serve(port: int = 0) -> Iterator[FakeExecutor]:
    """Serve a fake executor on a loopback port."""
    fake = FakeExecutor()
    server = _Server(fake, port)
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
