import sqlite3
import threading
from pathlib import Path

import pytest
from flask import Flask

from portal import db as portal_db
from portal.dao import submissions as submissions_dao
from portal.db import Database, IntegrityError, SchemaError
from portal.errors import DatabaseBusy
from portal.models import Submission


@pytest.fixture
def empty(tmp_path: Path) -> Database:
    return Database(tmp_path / "deep" / "empty.db")


def insert_user(db: Database, name: str) -> None:
    db.execute(
        "INSERT INTO users (id, email, username, username_key, password_hash, created_at, updated_at)"
        " VALUES (:name, :name, :name, :name, 'x', 't', 't')",
        {"name": name},
    )


def submission(id_: str, exercise_id: str) -> Submission:
    return Submission(id_, "ada", exercise_id, "code", {}, False, "ok", "2026-11-01T00:00:00.000Z")


def test_a_failed_transaction_leaves_nothing_behind(db: Database) -> None:
    insert_user(db, "ada")
    with pytest.raises(IntegrityError), db.transaction():
        submissions_dao.insert(db, submission("1", "greet"))
        submissions_dao.insert(db, submission("2", "no-such"))
    assert submissions_dao.count_for_exercise(db, user_id="ada", exercise_id="greet") == 0


def test_connections_are_set_up_for_many_writers(db: Database) -> None:
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    values = [tuple(row) for row in (db.one(f"PRAGMA {name}") for name in pragmas) if row]
    assert values == [("wal",), (1,), (1,), (5000,)]


def test_each_thread_has_a_connection_of_its_own(app: Flask) -> None:
    found: list[Database] = []

    def look() -> None:
        with app.app_context():
            found.append(portal_db.get_db())
            found.append(portal_db.get_db())

    for _ in range(2):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert found[0] is found[1]
    assert found[0] is not found[2]


def test_a_writer_that_waits_too_long_is_told_to_come_back(db: Database, app: Flask) -> None:
    with app.app_context():
        other = Database(app.extensions["settings"].database_path)
    other.execute("PRAGMA busy_timeout = 20")
    with db.transaction(), pytest.raises(DatabaseBusy) as caught:
        insert_user(other, "eve")
    assert caught.value.headers == {"Retry-After": "1"}
    other.close()


def test_transactions_do_not_nest(db: Database) -> None:
    with pytest.raises(sqlite3.OperationalError), db.transaction(), db.transaction():
        pass
    insert_user(db, "ada")


def test_init_creates_the_schema_and_again_changes_nothing(empty: Database) -> None:
    assert portal_db.schema_version(empty) == 0
    portal_db.init_schema(empty)
    insert_user(empty, "ada")
    portal_db.init_schema(empty)
    assert portal_db.schema_version(empty) == portal_db.SCHEMA_VERSION
    assert len(empty.all("SELECT id FROM users")) == 1


def test_init_by_several_processes_at_once(tmp_path: Path) -> None:
    faults: list[BaseException] = []

    def start() -> None:
        try:
            database = Database(tmp_path / "same.db")
            portal_db.init_schema(database)
            portal_db.load_seed(database)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert portal_db.schema_version(Database(tmp_path / "same.db")) == portal_db.SCHEMA_VERSION


def test_an_older_database_is_brought_up_to_date_by_numbered_files(
    empty: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal_db.init_schema(empty)
    insert_user(empty, "ada")
    (tmp_path / "0003-colour.sql").write_text("ALTER TABLE users ADD COLUMN colour TEXT;\n")
    (tmp_path / "0004-mark.sql").write_text("UPDATE users\nSET colour = 'a;b';\n")
    monkeypatch.setattr(portal_db, "_MIGRATIONS", tmp_path)
    monkeypatch.setattr(portal_db, "SCHEMA_VERSION", 4)
    portal_db.init_schema(empty)
    assert [row["colour"] for row in empty.all("SELECT colour FROM users")] == ["a;b"]
    assert portal_db.schema_version(empty) == 4


def test_a_database_of_a_newer_portal_is_left_alone(empty: Database) -> None:
    portal_db.init_schema(empty)
    empty.execute("INSERT INTO schema_version (version, applied_at) VALUES (99, 'then')")
    with pytest.raises(SchemaError, match="99"):
        portal_db.init_schema(empty)


def test_seeding_leaves_learners_rows_alone(db: Database) -> None:
    insert_user(db, "ada")
    submissions_dao.insert(db, submission("1", "greet"))
    assert portal_db.load_seed(db) >= 20
    assert submissions_dao.count_for_exercise(db, user_id="ada", exercise_id="greet") == 1
