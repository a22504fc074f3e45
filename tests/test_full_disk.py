"""The whole service with its database and temporary files on one small disk that fills up."""

import functools
import http.client
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.observability.metrics_files import memory_folder
from tests.serving import NO_EXECUTOR, Server, call, until
from tests.small_disk import fill, small_disk

pytestmark = pytest.mark.integration

ACCOUNT = {"email": "bea@example.org", "username": "bea", "password": "another horse"}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", mib=48) as folder:
        yield folder


@pytest.fixture(params=["memory", "disk"])
def server(request: pytest.FixtureRequest, disk: Path, tmp_path: Path, executor_url: str) -> Iterator[Server]:
    """A service that keeps the files of its metrics in memory; or on the disk as well, with an executor elsewhere."""
    variables = {"WEB_CONCURRENCY": "2", "EXECUTOR_WORKERS": "1", "BCRYPT_ROUNDS": "4", "TMPDIR": str(disk)}
    if request.param == "disk":
        (disk / "metrics").mkdir()
        variables |= {"PROMETHEUS_MULTIPROC_DIR": str(disk / "metrics"), "EXECUTOR_SERVICE_URL": executor_url}
    elif memory_folder() is None:
        pytest.skip("no folder in memory here")
    running = Server(tmp_path, **variables, DATABASE_URL=str(disk / "portal.db"))
    yield running
    running.close()


def ask(server: Server, method: str, path: str, body: dict[str, str] | None = None, token: str = "") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def workers(server: Server) -> set[int]:
    command = server.group()[server.process.pid]
    return {pid for pid, found in server.group().items() if found == command and pid != server.process.pid}


def test_reads_go_on_writes_answer_507_and_everything_returns(server: Server, disk: Path) -> None:
    token = call(f"{server.url}/api/auth/register", ACCOUNT)["accessToken"]
    draft = {"exerciseId": "greet", "lastCode": "x = 1  # " + "x" * 40_000}
    filler = fill(disk)
    before = workers(server)
    for path in ("/api/exercises", "/api/exercises/greet", "/api/progress", "/api/progress/stats", "/api/auth/me"):
        for _ in range(4):
            assert ask(server, "GET", path, token=token) == 200
    assert until(lambda: ask(server, "POST", "/api/progress", draft, token) == 507)
    # Every address once, also unknown ones: each gets its first time series while there is no room.
    for path in (
        "/health",
        "/metrics",
        "/api/openapi.json",
        "/api/auth/sessions",
        "/no/such",
        "/api/exercises/no-such",
    ):
        for _ in range(4):
            assert ask(server, "GET", path, token=token) in (200, 404)
    assert workers(server) == before, "a worker died"
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(lambda: len(workers(server) - before) == 2)
    server.process.send_signal(signal.SIGHUP)
    until(lambda: ask(server, "GET", "/api/exercises") == 200)
    assert ask(server, "GET", "/api/progress", token=token) == 200
    assert ask(server, "POST", "/api/progress", draft, token) == 507
    filler.unlink()
    assert until(lambda: ask(server, "POST", "/api/progress", draft, token) == 200)
    assert server.run("print(6 * 7)")["stdout"] == "42\n"
    assert ask(server, "GET", "/health/deps") == 200
    assert server.process.poll() is None


def test_files_of_metrics_are_as_few_after_many_reloads(tmp_path: Path) -> None:
    folder = tmp_path / "metrics"
    folder.mkdir()
    server = Server(tmp_path, WEB_CONCURRENCY="2", PROMETHEUS_MULTIPROC_DIR=str(folder), **NO_EXECUTOR)
    try:
        at_start = len(list(folder.iterdir()))
        for number in range(2):
            call(f"{server.url}/api/exercises")
            before = workers(server)
            server.process.send_signal(signal.SIGHUP)
            until(functools.partial(replaced, server, before), 30)
            assert counted(server, "/api/exercises") == number + 1
        assert len(list(folder.iterdir())) == at_start
        found = {path.name: path.stat() for path in folder.glob("*_*")}
        assert [name for name, size in found.items() if size.st_blocks * 512 < size.st_size] == [], "files with holes"
    finally:
        server.close()


def replaced(server: Server, before: set[int]) -> bool:
    return len(workers(server)) == 2 and not workers(server) & before


def counted(server: Server, route: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", "/metrics")
    lines = connection.getresponse().read().decode().splitlines()
    connection.close()
    name = "portal_http_request_duration_seconds_count"
    return sum(float(line.split()[-1]) for line in lines if line.startswith(name) and f'route="{route}"' in line)
