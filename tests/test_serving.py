"""The whole service as `make run` starts it: gunicorn, its workers, the embedded executor and its workers."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest

from tests.conftest import starter_ids
from tests.portal.web.test_caching import write_track
from tests.serving import NO_EXECUTOR, PROJECT, SECRET, Server, call, until, value_of

pytestmark = pytest.mark.integration


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path, WEB_CONCURRENCY="2", EXECUTOR_WORKERS="1")
    yield running
    running.close()


@pytest.fixture(scope="module")
def lasting_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A service for the tests that leave all of it running: after a failure some processes refuse runs for a while."""
    running = Server(tmp_path_factory.mktemp("serving"), WEB_CONCURRENCY="2", EXECUTOR_WORKERS="1")
    yield running
    running.close()


def test_it_serves_and_stops_without_leaving_a_process_behind(server: Server) -> None:
    assert server.run("print('hi')")["stdout"] == "hi\n"
    assert len(server.group()) == 6, "master, 2 workers, executor master, its worker, its sandbox"
    server.process.terminate()
    assert server.process.wait(15) == 0
    until(lambda: not server.group())


def test_ctrl_c_reaches_everyone_and_stops_everything(server: Server) -> None:
    os.killpg(server.process.pid, signal.SIGINT)
    server.process.wait(15)
    until(lambda: not server.group())


def test_nothing_is_left_of_a_killed_master_although_a_program_runs_and_callers_keep_asking(server: Server) -> None:
    stop = threading.Event()
    callers = [threading.Thread(target=keep_asking, args=(server.port, stop)) for _ in range(4)]
    for caller in callers:
        caller.start()
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        body = json.dumps({"code": "print('on')\nwhile True: pass"})
        headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
        connection.request("POST", "/api/exercises/run", body, headers)
        response = connection.getresponse()
        until(lambda: response.readline().startswith(b"event: output"))
        server.process.kill()
        until(lambda: not server.group())
    stop.set()
    for caller in callers:
        caller.join()


def test_a_killed_executor_is_replaced_on_the_same_port_and_its_workers_end_although_the_portal_keeps_asking(
    server: Server,
) -> None:
    before = {pid for pid, command in server.group().items() if "executor" in " ".join(command)}
    server.run("1")
    os.kill(server.executor(), signal.SIGKILL)
    until(lambda: ask_and_count(server, before) == 0)
    assert until(lambda: server.run("print('again')"))["stdout"] == "again\n"


def keep_asking(port: int, stop: threading.Event) -> None:
    """Ask again and again, each time on the same connection while it lasts."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    while not stop.wait(0.02):
        try:
            connection.request("GET", "/api/exercises")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            connection.close()


def ask_and_count(server: Server, processes: set[int]) -> int:
    """Run a program, whatever becomes of it, and return how many of the processes are left."""
    with suppress(OSError):
        server.run("1")
    return len(processes & set(server.group()))


def test_more_idle_connections_than_descriptors_end_no_worker(tmp_path: Path) -> None:
    server = Server(tmp_path, WEB_CONCURRENCY="1", OPEN_FILES="1024", **NO_EXECUTOR)
    try:
        before = set(server.group())
        with ExitStack() as idle:
            for _ in range(2100):
                idle.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=20))
            time.sleep(1)
            assert set(server.group()) == before
        assert until(lambda: call(f"{server.url}/health"), 20)["status"] == "ok"
        assert set(server.group()) == before
        assert "Too many open files" not in Path(server.log.name).read_text()
    finally:
        server.close()


def test_too_few_descriptors_stop_the_start_in_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "JWT_SECRET": SECRET, "DATABASE_URL": str(tmp_path / "portal.db"), "WEB_THREADS": "16"}
    command = ["sh", "-c", 'ulimit -n 200; exec "$@"', "sh", sys.executable, "-m", "gunicorn", "wsgi:app"]
    done = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 1
    assert "Python Portal cannot start: it needs 245 open files (ulimit -n)" in done.stderr.splitlines()


def test_the_executor_knows_no_secret_and_no_database(lasting_server: Server) -> None:
    group = lasting_server.group()
    others = [pid for pid, command in group.items() if "gunicorn.conf.py" not in command and "wsgi:app" not in command]
    assert lasting_server.executor() in others
    for pid in others:
        environment = Path(f"/proc/{pid}/environ").read_text()
        assert SECRET not in environment
        assert "DATABASE" not in environment
        assert "portal.db" not in " ".join(group[pid])


def test_metrics_of_all_workers_meet(lasting_server: Server) -> None:
    runs = 'portal_executions_total{kind="run",status="ok"}'
    before = value_of(lasting_server.url, runs)
    for _ in range(6):
        lasting_server.run("print(1)")
    assert value_of(lasting_server.url, runs) == before + 6


def test_a_class_that_submits_in_the_same_second_gets_all_verdicts(lasting_server: Server) -> None:
    def submit(_number: int) -> int:
        body = {"exerciseId": "greet", "code": "def greet(name):\n    return name\n"}
        tests: int = call(lasting_server.url + "/api/exercises/test", body)["summary"]["total"]
        return tests

    with ThreadPoolExecutor(30) as learners:
        verdicts = list(learners.map(submit, range(30)))
    assert verdicts[0] > 0
    assert len(set(verdicts)) == 1


def test_the_rate_limit_is_exact_across_the_workers(tmp_path: Path) -> None:
    server = Server(tmp_path, WEB_CONCURRENCY="3", RATE_LIMIT_MAX_REQUESTS="60", **NO_EXECUTOR)

    def ask(_number: int) -> int:
        try:
            call(f"{server.url}/api/exercises")
        except urllib.error.HTTPError as refusal:
            return refusal.code
        return 200

    with ThreadPoolExecutor(8) as threads:
        statuses = Counter(threads.map(ask, range(100)))
    server.close()
    assert statuses == {200: 60, 429: 40}


def test_an_import_by_the_command_line_shows_at_once_in_every_worker(lasting_server: Server, tmp_path: Path) -> None:
    def totals() -> set[int]:
        return {call(f"{lasting_server.url}/api/exercises")["pagination"]["total"] for _ in range(20)}

    assert totals() == {len(starter_ids())}
    write_track(tmp_path / "track", "Double it.")
    env = {**os.environ, "DATABASE_URL": str(lasting_server.folder / "portal.db"), "JWT_SECRET": SECRET}
    command = [sys.executable, "-m", "flask", "import-exercises", "--unchecked", str(tmp_path / "track")]
    subprocess.run(command, cwd=PROJECT, env=env, check=True, capture_output=True)
    assert totals() == {len(starter_ids()) + 1}


@pytest.mark.parametrize("command", [["-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"], ["-m", "flask", "seed"]])
def test_production_without_a_secret_does_not_start_and_says_why(tmp_path: Path, command: list[str]) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "NODE_ENV": "production",
        "DATABASE_URL": str(tmp_path / "portal.db"),
    }
    done = subprocess.run([sys.executable, *command], cwd=PROJECT, env=env, capture_output=True, text=True, timeout=30)
    assert done.returncode != 0
    assert "JWT_SECRET must be set in production" in done.stderr
    assert "Traceback" not in done.stderr
