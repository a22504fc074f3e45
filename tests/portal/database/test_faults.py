"""What the API answers when its database is busy, full, read-only or damaged, and that it comes back by itself."""

import logging
import os
import resource
import sqlite3
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.database import schema, sqlite_driver
from portal.database.schema import SchemaError
from portal.database.sqlite import SqliteDatabase
from portal.errors import StorageFull
from portal.extensions import get_db
from tests.conftest import Headers, MakeApp, sign_up
from tests.small_disk import small_disk

pytestmark = pytest.mark.one_database

Answer = tuple[int, str]
Limit = Callable[[SqliteDatabase], AbstractContextManager[None]]
LONG_CODE = "x = 1\n" * 8000


def save(client: FlaskClient, headers: Headers, code: str = LONG_CODE) -> Answer:
    body = {"exerciseId": "greet", "lastCode": code}
    response = client.post("/api/progress", json=body, headers=headers)
    answer = response.get_json()
    return response.status_code, "" if answer["success"] else answer["error"]["code"]


@contextmanager
def no_more_pages(sqlite_db: SqliteDatabase) -> Iterator[None]:
    """SQLite's own limit: SQLITE_FULL, as of a full disk."""
    sqlite_db.execute("PRAGMA max_page_count = 1")  # it never goes below what there is
    try:
        yield
    finally:
        sqlite_db.execute("PRAGMA max_page_count = 1000000")


@contextmanager
def no_longer_files(sqlite_db: SqliteDatabase) -> Iterator[None]:
    """The system refuses to let the log grow: an I/O error, as of a quota."""
    sqlite_db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("limit", [no_more_pages, no_longer_files])
def test_a_full_disk_is_a_507_reads_go_on_and_the_next_write_works_once_there_is_room(
    client: FlaskClient, sqlite_db: SqliteDatabase, auth_headers: Headers, limit: Limit
) -> None:
    assert save(client, auth_headers, "before") == (200, "")
    with limit(sqlite_db):
        for _ in range(3):
            assert save(client, auth_headers) == (507, "STORAGE_FULL")
        progress = client.get("/api/progress", headers=auth_headers).get_json()["data"]["progress"]
        assert [item["lastCode"] for item in progress] == ["before"]
        assert client.get("/health/ready").status_code == 200
    assert save(client, auth_headers) == (200, "")
    assert sqlite_db.integrity_faults() == []


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make a file system read-only at its path, as the system does after an I/O error; open files are not affected."""
    for options in (["--bind", str(folder)], ["-o", "remount,bind,ro"]):
        subprocess.run(["mount", *options, str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_disk_that_failed_is_not_called_full(
    make_app: MakeApp, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with small_disk(tmp_path / "disk", mib=30) as disk:
        app = make_app(DATABASE_URL=str(disk / "portal.db"))
        client = app.test_client()
        headers = sign_up(client, "ada")
        with app.app_context(), read_only(disk), no_longer_files(cast(SqliteDatabase, get_db())):
            assert save(client, headers) == (503, "DB_UNAVAILABLE")
            assert client.get("/api/exercises").status_code == 200
            assert client.get("/health/ready").status_code == 200
        assert "Read-only file system" in caplog.text
        assert save(client, headers) == (200, "")
        app.extensions["portal"].connections.close_all()


def test_a_commit_for_which_there_is_no_room_leaves_no_transaction_open(sqlite_db: SqliteDatabase) -> None:
    with pytest.raises(StorageFull), no_longer_files(sqlite_db), sqlite_db.transaction():
        sqlite_db.execute("UPDATE exercises SET solution = :text", {"text": LONG_CODE})
    with sqlite_db.transaction():
        sqlite_db.execute("UPDATE exercises SET solution = 'short'")
    assert {row["solution"] for row in sqlite_db.all("SELECT solution FROM exercises")} == {"short"}


def test_a_busy_database_is_a_503_for_writes_and_reads_go_on(
    client: FlaskClient, sqlite_db: SqliteDatabase, auth_headers: Headers
) -> None:
    sqlite_db.execute("PRAGMA busy_timeout = 20")
    with closing(SqliteDatabase(sqlite_db.path)) as other, other.transaction():
        response = client.post("/api/progress", json={"exerciseId": "greet"}, headers=auth_headers)
        assert (response.status_code, response.get_json()["error"]["code"]) == (503, "DB_BUSY")
        assert response.headers["Retry-After"] == "1"
        assert client.get("/api/progress", headers=auth_headers).status_code == 200
    assert save(client, auth_headers) == (200, "")


def test_a_database_that_is_held_while_a_thread_opens_it_is_a_503_for_reads_too(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    path: str = app.extensions["portal"].settings.database_url
    app.extensions["portal"].connections.close_all()
    monkeypatch.setattr(sqlite_driver, "_BUSY_TIMEOUT_MS", 20)
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        for url in ("/api/exercises", "/health/ready"):
            response = app.test_client().get(url)
            assert (response.status_code, response.get_json()["error"]["code"]) == (503, "DB_BUSY"), url
            assert response.headers["Retry-After"] == "1"
    assert app.test_client().get("/api/exercises").status_code == 200


def test_many_writers_at_once_are_all_served(app: Flask) -> None:
    found: list[Answer] = []
    headers = [sign_up(app.test_client(), f"learner{n}") for n in range(4)]

    def write(of: Headers) -> None:
        found.extend(save(app.test_client(), of, f"{n}") for n in range(20))

    threads = [threading.Thread(target=write, args=(of,)) for of in headers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [(200, "")] * 80


def test_damage_met_while_running_is_told_in_the_envelope_the_log_and_by_ready(
    client: FlaskClient, sqlite_db: SqliteDatabase, auth_headers: Headers, caplog: pytest.LogCaptureFixture
) -> None:
    root = sqlite_db.one("SELECT rootpage AS page FROM sqlite_master WHERE name = 'exercises'")
    size = sqlite_db.one("PRAGMA page_size")
    assert root is not None
    assert size is not None
    assert client.get("/health/ready").status_code == 200
    app = client.application
    app.extensions["portal"].connections.close_all()
    with sqlite_db.path.open("r+b") as file:
        file.seek((root["page"] - 1) * size["page_size"])
        file.write(b"\xff" * size["page_size"])
    assert client.get("/health/ready").status_code == 200, "nobody has met it yet"
    response = client.get("/api/exercises")
    assert (response.status_code, response.get_json()["error"]["code"]) == (503, "DB_DAMAGED")
    assert "malformed" not in response.get_data(as_text=True)
    assert ("portal.web.error_handlers", logging.ERROR) in {(record.name, record.levelno) for record in caplog.records}
    assert "malformed" in caplog.text
    response = client.get("/health/ready")
    assert (response.status_code, response.get_json()["error"]["code"]) == (503, "NOT_READY")
    assert "damaged" in response.get_json()["error"]["message"]


@pytest.fixture
def powerless() -> Iterator[Path]:
    """A folder that everyone may read and, while the test runs without the powers of root, cannot be written."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)
        os.seteuid(os.getuid())
        Path(name).chmod(0o755)


def give_up_power(folder: Path) -> None:
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    if os.getuid() == 0:
        os.seteuid(65_534)


@pytest.mark.parametrize("command", [["init-db"], ["seed"]])
def test_a_database_that_cannot_be_written_stops_the_command_in_one_line(
    make_app: MakeApp, powerless: Path, command: list[str]
) -> None:
    app = make_app(DATABASE_URL=str(powerless / "portal.db"))
    app.extensions["portal"].connections.close_all()
    give_up_power(powerless)
    result = app.test_cli_runner().invoke(args=command)
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {powerless / 'portal.db'}: it cannot be opened for writing; ")
    assert result.output.count("\n") == 1


def test_a_database_that_cannot_be_written_stops_the_start(make_app: MakeApp, powerless: Path) -> None:
    make_app(DATABASE_URL=str(powerless / "portal.db")).extensions["portal"].connections.close_all()
    schema.check_database(str(powerless / "portal.db"))
    give_up_power(powerless)
    with pytest.raises(SchemaError, match=r"portal\.db: it cannot be opened for writing; "):
        schema.check_database(str(powerless / "portal.db"))


def test_a_database_that_became_read_only_refuses_writes_and_is_read(
    client: FlaskClient, sqlite_db: SqliteDatabase, auth_headers: Headers
) -> None:
    sqlite_db.execute("PRAGMA query_only = ON")
    assert save(client, auth_headers) == (503, "DB_UNAVAILABLE")
    assert client.get("/api/exercises").status_code == 200
