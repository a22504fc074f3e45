"""The shipped nginx configuration, in a real nginx before the real service; only addresses and folders are replaced."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serving import PROJECT, Server, call, free_port, until

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/bin:/opt/homebrew/bin")
pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed (apt-get install nginx)"),
]
JSON = {"Content-Type": "application/json"}


class Proxy:
    """An nginx with the shipped configuration."""

    def __init__(self, folder: Path, upstream: str, *replacements: tuple[str, str]) -> None:
        self.port = free_port()
        text = (PROJECT / "deploy" / "nginx" / "nginx.conf").read_text()
        for shipped, ours in (
            ("server portal:3000;", f"server {upstream};"),
            ("listen 8080;", f"listen 127.0.0.1:{self.port};"),
            ("/tmp/", f"{folder}/"),  # noqa: S108
            *replacements,
        ):
            assert text.count(shipped) >= 1
            text = text.replace(shipped, ours)
        (folder / "nginx.conf").write_text(text)
        options = "daemon off;" + (" user root;" if os.geteuid() == 0 else "")  # the folder is this user's alone
        command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", options]
        self.log = (folder / "nginx.log").open("w+")
        self.process = subprocess.Popen(command, stderr=self.log)
        until(lambda: self.ask("GET", "/")[0])

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any, Any]:
        """Ask over a connection of its own and return status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        self.log.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(
        tmp_path,
        WEB_CONCURRENCY="2",
        EXECUTOR_WORKERS="2",
        TRUSTED_PROXIES="1",
        RATE_LIMIT_MAX_REQUESTS="1000000",
        LOG_FORMAT="json",
    )
    yield running
    running.close()


@pytest.fixture
def proxy(tmp_path: Path, server: Server) -> Iterator[Proxy]:
    running = Proxy(tmp_path, f"127.0.0.1:{server.port}")
    yield running
    running.close()


def code_of(body: bytes) -> str:
    answer = json.loads(body)
    assert set(answer) == {"success", "error"}
    return str(answer["error"]["code"])


def test_answers_pass_as_the_portal_gives_them(proxy: Proxy, server: Server, tmp_path: Path) -> None:
    status, headers, body = proxy.ask("GET", "/api/exercises", headers={"Accept-Encoding": "zstd"})
    assert (status, headers["Content-Encoding"]) == (200, "zstd")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Server"] == "nginx"
    condition = {"Accept-Encoding": "zstd", "If-None-Match": headers["ETag"]}
    assert proxy.ask("GET", "/api/exercises", headers=condition)[0] == 304
    status, _, body = proxy.ask("POST", "/api/exercises/run", json.dumps({"code": "print('hi')"}), JSON)
    assert (status, json.loads(body)["data"]["stdout"]) == (200, "hi\n")
    status, _, body = proxy.ask("GET", "/api/nothing")
    assert (status, code_of(body)) == (404, "NOT_FOUND")


def test_the_callers_address_and_id_arrive_and_claims_do_not(proxy: Proxy, tmp_path: Path) -> None:
    claims = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Request-ID": "told-by-the-caller"}
    assert proxy.ask("GET", "/health", headers=claims)[1]["X-Request-ID"] == "told-by-the-caller"
    odd = proxy.ask("GET", "/health", headers={"X-Request-ID": "not sane"})[1]["X-Request-ID"]
    until(lambda: odd in (tmp_path / "log").read_text())
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines() if line.startswith("{")]
    found = {line.get("requestId"): line["address"] for line in lines if "address" in line}
    assert found["told-by-the-caller"] == "127.0.0.1"
    assert found[odd] == "127.0.0.1"


def test_a_body_over_the_limit_is_413_whoever_refuses_it(proxy: Proxy) -> None:
    for size in (2**20 + 100_000, 3 * 2**20):
        status, headers, body = proxy.ask("POST", "/api/exercises/run", b"x" * size, JSON)
        assert (status, code_of(body)) == (413, "PAYLOAD_TOO_LARGE")
        assert headers["Content-Type"].startswith("application/json")
        assert headers["X-Request-ID"]


@pytest.mark.parametrize(
    ("path", "headers", "status", "code"),
    [
        ("/metrics", {}, 404, "NOT_FOUND"),
        ("/_502", {}, 404, "NOT_FOUND"),
        ("/" + "x" * 9000, {}, 414, "URI_TOO_LONG"),
        ("/health", {"X-Long": "x" * 9000}, 431, "HEADERS_TOO_LARGE"),
        ("/health", {"Host": "a/b"}, 400, "VALIDATION_ERROR"),
    ],
)
def test_what_nginx_refuses_wears_the_envelope(
    proxy: Proxy, path: str, headers: dict[str, str], status: int, code: str
) -> None:
    answered, got, body = proxy.ask("GET", path, headers=headers)
    assert (answered, code_of(body)) == (status, code)
    assert got["Content-Type"] == "application/json"
    assert got["X-Request-ID"]


def test_a_portal_that_is_silent_is_told_in_the_envelope(tmp_path: Path, server: Server) -> None:
    hasty = Proxy(tmp_path, f"127.0.0.1:{server.port}", ("proxy_read_timeout 40s;", "proxy_read_timeout 1s;"))
    slow = json.dumps({"code": "import time; time.sleep(5)"})
    status, _, body = hasty.ask("POST", "/api/exercises/run", slow, JSON)
    assert (status, code_of(body)) == (504, "PORTAL_TIMEOUT")
    hasty.close()


def test_a_portal_that_is_gone_is_told_in_the_envelope(proxy: Proxy, server: Server) -> None:
    server.process.kill()
    server.process.wait()
    until(lambda: not server.group())
    status, _, body = proxy.ask("GET", "/health")
    assert (status, code_of(body)) == (502, "PORTAL_UNAVAILABLE")


def test_stopping_the_portal_breaks_no_answer_behind_the_proxy(proxy: Proxy, server: Server) -> None:
    call(f"{server.url}/health/deps")
    answers: list[tuple[int, Any]] = []
    stop = threading.Event()
    body = json.dumps({"code": "import time\ntime.sleep(1)\nprint('done')"})

    def load(method: str, path: str, data: str | None) -> None:
        while not stop.is_set():
            status, _, received = proxy.ask(method, path, data, JSON)
            answers.append((status, json.loads(received)))

    kinds = [("GET", "/api/exercises", None)] * 3 + [("POST", "/api/exercises/run", body)] * 2
    threads = [threading.Thread(target=load, args=kind) for kind in kinds]
    for thread in threads:
        thread.start()
    time.sleep(1.5)
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(20) == 0
    stop.set()
    for thread in threads:
        thread.join(20)
    statuses = {status for status, _ in answers}
    assert statuses == {200, 502}, "an answer in full, or the plain word that nobody is there"
    runs = [answer["data"] for status, answer in answers if status == 200 and "stdout" in answer["data"]]
    assert runs
    assert {run["stdout"] for run in runs} == {"done\n"}
