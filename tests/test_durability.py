"""What the service promises of its data: it starts only on a database it can keep, and loses nothing it confirmed."""

import itertools
import os
import resource
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
import requests

from portal.database.sqlite import SqliteDatabase
from tests.serving import NO_EXECUTOR, PROJECT, SECRET, Server, call, free_port, until

pytestmark = pytest.mark.integration

# As fast as a test may be, and as often.
QUICK = {"BCRYPT_ROUNDS": "4", "RATE_LIMIT_MAX_REQUESTS": "100000", **NO_EXECUTOR}
EXERCISES = ["greet", "temperature", "keep-even", "leap-day"]


def environment(database: Path, **variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EXECUTOR_")}
    return {**kept, "PORT": str(free_port()), "DATABASE_URL": str(database), "JWT_SECRET": SECRET, **variables}


def make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(
            "CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY, applied_at TEXT NOT NULL)"
        )
        connection.execute("INSERT INTO schema_version VALUES (99, 't')")


def make_prose(path: Path) -> None:
    path.write_text("This is prose.\n" * 1000)


@pytest.mark.parametrize(
    ("module", "spoil", "reason"),
    [
        (["flask", "init-db"], make_newer, "has schema version 99"),
        (["gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"], make_newer, "has schema version 99"),
        (["gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"], make_prose, "is damaged or not a SQLite database"),
        (["app"], make_prose, "is damaged or not a SQLite database"),
    ],
)
def test_a_database_that_is_of_no_use_stops_the_start_in_one_line(
    tmp_path: Path, module: list[str], spoil: Callable[[Path], None], reason: str
) -> None:
    path = tmp_path / "portal.db"
    spoil(path)
    done = subprocess.run(
        [sys.executable, "-m", *module],
        cwd=PROJECT,
        env=environment(path, EXECUTOR_SERVICE_URL=NO_EXECUTOR["EXECUTOR_SERVICE_URL"]),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"{path}: " in done.stderr
    assert reason in done.stderr


def flask(database: Path, *args: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "flask", *args]
    return subprocess.run(command, cwd=PROJECT, env=environment(database), capture_output=True, text=True, timeout=60)


def start(folder: Path, **variables: str) -> Server:
    """Start the service on a database with the starter curriculum."""
    return Server(folder, **QUICK, **variables)


class Learners:
    """Learners who save their progress one after another, and what was confirmed to them."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/api/progress"
        self.headers = sign_up(url)
        self.confirmed = dict.fromkeys(EXERCISES, 0)
        self.threads = [threading.Thread(target=self._work, args=(exercise,)) for exercise in EXERCISES]
        for thread in self.threads:
            thread.start()

    def _work(self, exercise: str) -> None:
        # The connection breaks when the service is killed.
        with suppress(requests.RequestException), requests.Session() as http:
            for number in itertools.count(1):
                body = {"exerciseId": exercise, "lastCode": str(number)}
                if http.post(self.url, json=body, headers=self.headers, timeout=10).status_code != 200:
                    return
                self.confirmed[exercise] = number


def sign_up(url: str) -> dict[str, str]:
    body = {"email": "ada@example.org", "username": "ada", "password": "correct horse"}
    return {"Authorization": f"Bearer {call(f'{url}/api/auth/register', body)['accessToken']}"}


def test_no_confirmed_write_is_lost_when_every_process_is_killed_in_the_middle(tmp_path: Path) -> None:
    server = start(tmp_path, WEB_CONCURRENCY="2")
    try:
        learners = Learners(server.url)
        until(lambda: min(learners.confirmed.values()) > 10, 60)
    finally:
        server.close()  # SIGKILL to the whole group
    for thread in learners.threads:
        thread.join()
    with closing(SqliteDatabase(tmp_path / "portal.db")) as db:
        rows = db.all("SELECT exercise_id, last_code FROM user_progress")
        stored = {row["exercise_id"]: int(row["last_code"]) for row in rows}
        assert db.integrity_faults() == []
    # The one after the last confirmed may have been written, too.
    assert all(stored[name] - number in (0, 1) for name, number in learners.confirmed.items())


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = start(tmp_path, WEB_CONCURRENCY="1")
    yield running
    running.close()


def test_a_service_whose_disk_was_full_goes_on_when_there_is_room(server: Server, tmp_path: Path) -> None:
    headers = sign_up(server.url)
    body = {"exerciseId": "greet", "lastCode": "x" * 48_000}

    def save() -> int:
        return requests.post(f"{server.url}/api/progress", json=body, headers=headers, timeout=10).status_code

    assert save() == 200
    before = set(server.group())
    log_bytes = (tmp_path / "portal.db-wal").stat().st_size
    served_by = [pid for pid, command in server.group().items() if "wsgi:app" in command]
    for pid in served_by:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (log_bytes, resource.RLIM_INFINITY))
    assert 507 in {save() for _ in range(5)}
    assert save() == 507
    assert requests.get(f"{server.url}/api/progress", headers=headers, timeout=10).status_code == 200
    for pid in served_by:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert save() == 200
    assert before <= set(server.group()), "without a restart"


def test_restoring_waits_until_the_service_is_stopped(server: Server, tmp_path: Path) -> None:
    database, kept = tmp_path / "portal.db", str(tmp_path / "kept.db")
    assert flask(database, "backup", kept).returncode == 0
    sign_up(server.url)
    refused = flask(database, "restore", kept)
    assert (refused.returncode, "stop the service first" in refused.stderr) == (1, True)
    server.process.terminate()
    server.process.wait(15)
    assert flask(database, "restore", kept).returncode == 0
    with closing(SqliteDatabase(database)) as db:
        assert db.all("SELECT id FROM users") == []
