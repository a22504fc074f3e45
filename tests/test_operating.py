"""The whole service under gunicorn, as an operator meets it: a hanging executor, workers that go, the log."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from tests import nginx
from tests.portal import fake_executor
from tests.serving import NO_EXECUTOR, PROJECT, SECRET, Server, until, value_of

pytestmark = pytest.mark.integration

StartServer = Callable[..., Server]
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[StartServer]:
    servers: list[Server] = []

    def start(**variables: str) -> Server:
        servers.append(Server(tmp_path, **variables))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A portal alone, for tests that leave it as it is."""
    running = Server(tmp_path_factory.mktemp("portal"), WEB_CONCURRENCY="1", **NO_EXECUTOR)
    yield running
    running.close()


def ask(url: str, body: dict[str, Any] | None = None, **headers: str) -> tuple[int, dict[str, Any]]:
    """Send a request and return status and JSON, of refusals too."""
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **headers})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_lists_answer_while_every_call_to_the_executor_hangs(start_server: StartServer) -> None:
    with fake_executor.serve() as fake, ThreadPoolExecutor(16) as crowd:
        fake.hold.clear()
        server = start_server(EXECUTOR_SERVICE_URL=fake.url, WEB_CONCURRENCY="1", WEB_THREADS="8")
        runs = [crowd.submit(ask, f"{server.url}/api/exercises/run", {"code": "1"}) for _ in range(16)]
        until(lambda: len(fake.requests) == 6)
        for _ in range(20):
            assert ask(f"{server.url}/api/exercises")[0] == 200
        assert ask(f"{server.url}/health/deps")[0] == 200
        until(lambda: sum(run.done() for run in runs) == 10)
        fake.hold.set()
        outcomes = Counter(run.result()[1].get("error", {}).get("code") for run in runs)
    assert outcomes == {"EXECUTOR_BUSY": 10, None: 6}


def test_health_and_lists_answer_while_writers_wait_for_a_locked_database(
    start_server: StartServer, tmp_path: Path
) -> None:
    server = start_server(WEB_CONCURRENCY="1", WEB_THREADS="8", AUTH_RATE_LIMIT_MAX_REQUESTS="1000", **NO_EXECUTOR)
    account = {"email": "ada@example.org", "username": "ada", "password": "correct horse"}
    token = ask(f"{server.url}/api/auth/register", account)[1]["data"]["accessToken"]
    bearer = {"Authorization": f"Bearer {token}"}
    login = {"username": "ada", "password": "correct horse"}
    draft = {"exerciseId": "greet", "lastCode": "x = 1"}

    def save() -> tuple[int, dict[str, Any]]:
        return ask(f"{server.url}/api/progress", draft, **bearer)

    with ThreadPoolExecutor(48) as crowd, closing(sqlite3.connect(tmp_path / "portal.db")) as holder:
        holder.execute("BEGIN IMMEDIATE")
        saves = [crowd.submit(save) for _ in range(32)]
        logins = [crowd.submit(ask, f"{server.url}/api/auth/login", login) for _ in range(8)]
        until(lambda: sum(one.done() for one in saves) >= 20)
        for _ in range(3):
            assert ask(f"{server.url}/health")[0] == 200
            assert ask(f"{server.url}/health/ready")[0] == 200
            assert ask(f"{server.url}/api/progress", None, **bearer)[0] == 200
        waiting = sum(not one.done() for one in saves)
        outcomes = Counter((one.result()[0], one.result()[1]["error"]["code"]) for one in saves)
        assert {one.result()[0] for one in logins} == {503}
        holder.rollback()
        assert save()[0] == 200, "the places are given back"
    assert 0 < waiting <= 6, "health and lists answered while writers still waited"
    assert outcomes == {(503, "DB_BUSY"): 32}


def test_what_was_counted_outlives_the_worker_that_counted_it(start_server: StartServer) -> None:
    with fake_executor.serve() as fake:
        server = start_server(EXECUTOR_SERVICE_URL=fake.url, WEB_CONCURRENCY="1")
        fake.status = 500
        for _ in range(5):
            ask(f"{server.url}/api/exercises/run", {"code": "1"})
        before = metrics_of(server)
        assert 'portal_executions_total{kind="run",status="executor_bad_response"} 5.0' in before
        assert "portal_executor_breaker_open 1.0" in before
        (worker,) = workers(server)
        os.kill(worker, signal.SIGTERM)
        until(lambda: workers(server) not in ([], [worker]))
        after = until(lambda: metrics_of(server))
    assert 'portal_executions_total{kind="run",status="executor_bad_response"} 5.0' in after
    assert "portal_executor_breaker_open 0.0" in after, "the breaker of the dead worker counts no more"


def metrics_of(server: Server) -> str:
    with urllib.request.urlopen(f"{server.url}/metrics", timeout=10) as response:  # noqa: S310
        return str(response.read().decode())


def workers(server: Server) -> list[int]:
    return [pid for pid in server.group() if pid != server.process.pid]


def test_a_request_is_found_in_the_log_of_both_services_and_every_line_is_json(start_server: StartServer) -> None:
    server = start_server(LOG_FORMAT="json", WEB_CONCURRENCY="1", EXECUTOR_WORKERS="1")
    trace = {"X-Request-ID": "find-me", "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    body = {"code": "print('secret')", "stdin": "secret"}
    assert ask(f"{server.url}/api/exercises/run", body, **trace)[0] == 200
    server.process.terminate()
    server.process.wait(15)
    text = Path(server.log.name).read_text()
    assert "secret" not in text
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["message"][:22] for line in lines if line["logger"] == "portal"] == ["Python Portal is ready"]
    ours = {line["logger"]: line for line in lines if line.get("requestId") == "find-me"}
    assert set(ours) == {"portal.access", "executor.app"}
    assert {line["traceId"] for line in ours.values()} == {TRACE}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import wsgi, warnings; warnings.warn('be careful')", "be careful"),
        ("import os; os.environ['JWT_SECRET'] = 'short'; import wsgi", "JWT_SECRET is shorter than 32 bytes"),
        ("import os; os.environ['PORT'] = 'none'; import wsgi", "Python Portal cannot start: PORT"),
    ],
)
def test_warnings_and_errors_of_the_start_are_json_too(tmp_path: Path, code: str, said: str) -> None:
    env = {**os.environ, "DATABASE_URL": str(tmp_path / "portal.db"), "JWT_SECRET": SECRET, "LOG_FORMAT": "json"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=env, capture_output=True, text=True, check=False
    )
    (line,) = [json.loads(line) for line in (done.stdout + done.stderr).splitlines()]
    assert said in line["message"]


def test_it_starts_and_serves_although_its_log_is_on_a_full_disk(start_server: StartServer, tmp_path: Path) -> None:
    (tmp_path / "log").symlink_to("/dev/full")
    server = start_server(WEB_CONCURRENCY="1", EXECUTOR_WORKERS="1")
    assert ask(f"{server.url}/api/exercises/run", {"code": "print(1)"})[1]["data"]["stdout"] == "1\n"
    assert until(lambda: value_of(server.url, "portal_log_lines_dropped_total"))


def test_programs_run_although_nobody_reads_the_log_and_its_pipe_is_full(
    start_server: StartServer, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "log")
    reader = os.open(tmp_path / "log", os.O_RDONLY | os.O_NONBLOCK)
    server = start_server(WEB_CONCURRENCY="1", EXECUTOR_WORKERS="1")
    pipe = os.open(tmp_path / "log", os.O_WRONLY | os.O_NONBLOCK)
    with suppress(BlockingIOError):
        while True:
            os.write(pipe, b"x")
    for _ in range(3):
        assert ask(f"{server.url}/api/exercises/run", {"code": "print(1)"})[1]["data"]["stdout"] == "1\n"
    os.close(pipe)
    os.close(reader)


@pytest.mark.parametrize("variable", ["EXECUTOR_WORKERS", "LOG_LEVEL"])
def test_a_bad_setting_of_the_executor_is_one_line_of_json(variable: str) -> None:
    command = [sys.executable, "-m", "gunicorn", "-c", "executor/gunicorn.conf.py", "executor.app:create_app()"]
    env = {**os.environ, "LOG_FORMAT": "json", variable: "many"}
    done = subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, check=False, timeout=60)
    (line,) = [json.loads(line) for line in (done.stdout + done.stderr).splitlines()]
    assert line["message"].startswith(f"The executor cannot start: {variable} must be")
    assert done.returncode == 1


@pytest.mark.parametrize("trusted", ["0", "1"])
def test_no_header_moves_the_application_to_another_path(start_server: StartServer, trusted: str) -> None:
    """Gunicorn by itself lets a proxy on the loopback address set SCRIPT_NAME."""
    server = start_server(WEB_CONCURRENCY="1", TRUSTED_PROXIES=trusted, **NO_EXECUTOR)
    headers = {"SCRIPT_NAME": "/api", "Script-Name": "/api", "X-Script-Name": "/api", "X-Forwarded-Prefix": "/evil"}
    request = urllib.request.Request(f"{server.url}/api/exercises?perPage=5", headers=headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
        assert response.headers["Link"].startswith("</api/exercises?")


@pytest.mark.parametrize("through_proxy", [False, True])
def test_a_large_body_that_is_refused_unread_does_not_hide_the_refusal(
    portal: Server, tmp_path: Path, through_proxy: bool
) -> None:
    """Closing a connection with unread data resets it: the client would not see the response, nor would nginx."""
    if through_proxy and nginx.NGINX is None:
        pytest.skip("nginx is not installed")
    proxy = nginx.Proxy(tmp_path, portal.url.removeprefix("http://")) if through_proxy else None
    url = f"http://127.0.0.1:{proxy.port}" if proxy else portal.url
    expected = {"/api/nothing": 404, "/health": 405, "/api/exercises/run": 401, "/api/auth/logout": 401}
    token = {"Authorization": "Bearer bad"}
    try:
        for path, status in expected.items():
            assert ask(f"{url}{path}", {"code": "x" * 900_000}, **token)[0] == status
        assert ask(f"{url}/api/auth/login", {"code": "x" * 1_500_000})[0] == 413
        assert ask(f"{url}/api/auth/refresh", {"code": "x" * 1_500_000})[0] == 413
    finally:
        if proxy:
            proxy.close()


def test_a_request_that_is_not_http_is_logged_in_one_line(portal: Server) -> None:
    with socket.create_connection(("127.0.0.1", portal.port), timeout=30) as connection:
        connection.sendall(b"GET /\x1b[31m\xff?token=secret HTTP/9.9\r\nX: \x1b[2J\r\n\r\n")
        assert b"400" in connection.recv(1000).split(b"\r\n")[0]
    (line,) = until(lambda: [line for line in Path(portal.log.name).read_text().splitlines() if "Invalid" in line])
    assert "WARNING gunicorn.error: Invalid request from ip=127.0.0.1" in line
    assert "\x1b" not in Path(portal.log.name).read_text()
    assert "secret" not in line
