"""The files of the database: who may read them, and what happens when they are gone while the service runs."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import clock
from portal.config import Settings
from portal.database import schema
from portal.database import sqlite_backups as backups
from portal.database.sqlite import SqliteDatabase
from portal.errors import DatabaseGone
from tests.conftest import Headers

pytestmark = pytest.mark.one_database

Fate = Callable[[Path], None]


@pytest.fixture(params=[0o000, 0o022, 0o177, 0o277])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir() if path.is_file()}


def test_everything_that_is_made_belongs_to_its_owner_alone_whatever_the_umask(tmp_path: Path, umask: None) -> None:
    path = tmp_path / "portal.db"
    Settings.from_environment({"DATABASE_URL": str(path)})
    with closing(SqliteDatabase(path)) as db:
        schema.init_schema(db)
        backups.backup(path, tmp_path / "backup.db", force=False)
        names = {"portal.db", "portal.db-wal", "portal.db-shm", "portal.db.jwt-secret", "backup.db"}
        assert modes(tmp_path) == dict.fromkeys(names, 0o600)


def test_a_restored_database_belongs_to_its_owner_alone(tmp_path: Path, seeded_database: Path, umask: None) -> None:
    backups.restore(seeded_database, tmp_path / "portal.db", now=clock.now())
    assert modes(tmp_path) == {"portal.db": 0o600}


def test_the_mode_an_operator_chose_is_kept(tmp_path: Path, seeded_database: Path) -> None:
    path = tmp_path / "portal.db"
    shutil.copy(seeded_database, path)
    path.chmod(0o660)
    with closing(SqliteDatabase(path)) as db, db.transaction():
        assert modes(tmp_path) == dict.fromkeys(("portal.db", "portal.db-wal", "portal.db-shm"), 0o660)


def move(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def unlink(path: Path) -> None:
    path.unlink()


def replace(path: Path) -> None:
    shutil.copy(path, path.with_name("other.db"))
    path.with_name("other.db").replace(path)


def unlink_log(path: Path) -> None:
    path.with_name("portal.db-wal").unlink()


def remove_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


FATES = (move, unlink, replace, unlink_log, remove_folder)


def error_of(response: object) -> tuple[int, str]:
    return response.status_code, response.get_json()["error"]["code"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("fate", FATES)
def test_a_database_that_is_gone_is_not_ready_and_takes_no_writes(
    client: FlaskClient,
    sqlite_db: SqliteDatabase,
    auth_headers: Headers,
    fate: Fate,
    caplog: pytest.LogCaptureFixture,
) -> None:
    fate(sqlite_db.path)
    ready = client.get("/health/ready")
    assert error_of(ready) == (503, "NOT_READY")
    assert "moved, removed or replaced" in ready.get_json()["error"]["message"]
    assert client.get("/health").status_code == 200
    body = {"exerciseId": "greet", "lastCode": "x = 1"}
    assert error_of(client.post("/api/progress", json=body, headers=auth_headers)) == (503, "DB_UNAVAILABLE")
    assert error_of(client.post("/api/auth/logout", headers=auth_headers)) == (503, "DB_UNAVAILABLE")
    told = [line for line in caplog.messages if line.startswith(("NOT_READY: ", "DB_UNAVAILABLE: "))]
    assert len(told) == 3
    assert all(str(sqlite_db.path) in line for line in told), "the log says which file it is about"


@pytest.mark.parametrize("fate", FATES)
def test_a_write_under_way_while_the_file_goes_is_not_confirmed(
    app: Flask, sqlite_db: SqliteDatabase, fate: Fate
) -> None:
    with pytest.raises(DatabaseGone), sqlite_db.transaction():
        sqlite_db.execute("UPDATE exercises SET title = 'x'")
        fate(sqlite_db.path)


def test_a_database_that_is_put_back_works_at_once(
    client: FlaskClient, sqlite_db: SqliteDatabase, auth_headers: Headers
) -> None:
    sqlite_db.path.rename(sqlite_db.path.with_name("elsewhere.db"))
    assert client.get("/health/ready").status_code == 503
    sqlite_db.path.with_name("elsewhere.db").rename(sqlite_db.path)
    assert client.get("/health/ready").status_code == 200
    response = client.post("/api/progress", json={"exerciseId": "greet"}, headers=auth_headers)
    assert response.status_code == 200


@pytest.mark.parametrize("fate", [unlink, replace])
def test_no_thread_opens_or_makes_another_file_in_its_place(app: Flask, sqlite_db: SqliteDatabase, fate: Fate) -> None:
    fate(sqlite_db.path)
    before = sorted(path.name for path in sqlite_db.path.parent.iterdir())
    connections = app.extensions["portal"].connections
    connections._local.database = None  # as in a new thread
    with pytest.raises(DatabaseGone):
        connections.get()
    assert sorted(path.name for path in sqlite_db.path.parent.iterdir()) == before
