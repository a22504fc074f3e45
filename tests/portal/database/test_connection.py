import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from portal.dao import submissions as submissions_dao
from portal.database import Database, DriverError, IntegrityError, open_database, schema, sqlite_driver
from portal.database.sqlite import SqliteDatabase
from portal.errors import DatabaseBusy, DatabaseDamaged, DatabaseUnavailable
from portal.extensions import get_db
from portal.models import Submission
from portal.services import starter_curriculum


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """New connections give up on a busy file at once."""
    monkeypatch.setattr(sqlite_driver, "_BUSY_TIMEOUT_MS", 20)


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Someone else who holds a fresh file for himself, as one who switches it to WAL does for a moment."""
    with closing(sqlite3.connect(tmp_path / "held.db", isolation_level=None, check_same_thread=False)) as connection:
        connection.execute("CREATE TABLE marks (n INTEGER)")
        connection.execute("BEGIN EXCLUSIVE")
        yield connection


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


@pytest.mark.one_database
def test_connections_are_set_up_for_many_writers(sqlite_db: SqliteDatabase) -> None:
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    values = [tuple(row) for row in (sqlite_db.one(f"PRAGMA {name}") for name in pragmas) if row]
    assert values == [("wal",), (1,), (1,), (5000,)]


def test_each_thread_has_a_connection_of_its_own(app: Flask) -> None:
    found: list[Database] = []

    def look() -> None:
        with app.app_context():
            found.append(get_db())
            found.append(get_db())

    for _ in range(2):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert found[0] is found[1]
    assert found[0] is not found[2]


@pytest.mark.one_database
def test_a_writer_that_waits_too_long_is_told_to_come_back(db: Database, impatient: None, database_url: str) -> None:
    with open_database(database_url) as other:
        with db.transaction(), pytest.raises(DatabaseBusy) as caught:
            insert_user(other, "eve")
        assert caught.value.headers == {"Retry-After": "1"}
        insert_user(other, "eve")


def test_a_reader_is_not_held_up_by_a_writer(db: Database, impatient: None, database_url: str) -> None:
    with open_database(database_url) as other, db.transaction():
        insert_user(db, "ada")
        assert other.all("SELECT id FROM users") == []


def test_opening_a_file_that_is_held_is_busy_and_works_once_it_is_free(
    tmp_path: Path, holder: sqlite3.Connection, impatient: None
) -> None:
    with pytest.raises(DatabaseBusy):
        SqliteDatabase(tmp_path / "held.db")
    holder.execute("ROLLBACK")
    with closing(SqliteDatabase(tmp_path / "held.db")) as db:
        assert db.all("SELECT n FROM marks") == []


def test_opening_waits_for_the_first_switch_to_wal_of_another(tmp_path: Path, holder: sqlite3.Connection) -> None:
    timer = threading.Timer(0.2, holder.rollback)
    timer.start()
    with closing(SqliteDatabase(tmp_path / "held.db")) as db:
        assert [tuple(row) for row in db.all("PRAGMA journal_mode")] == [("wal",)]
    timer.join()


def test_transactions_do_not_nest(db: Database) -> None:
    with pytest.raises(DriverError), db.transaction(), db.transaction():
        pass
    insert_user(db, "ada")


def test_a_mistake_in_a_statement_is_no_fault_of_the_database(db: Database) -> None:
    with pytest.raises(DriverError, match="nobody"):
        db.one("SELECT id FROM nobody")


def test_a_file_that_is_not_a_database_is_reported_as_damaged(tmp_path: Path) -> None:
    (tmp_path / "portal.db").write_text("This is prose.\n" * 500)
    with pytest.raises(DatabaseDamaged):
        SqliteDatabase(tmp_path / "portal.db")


def test_a_folder_that_cannot_be_made_makes_the_database_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnavailable) as caught:
        SqliteDatabase(tmp_path / "file" / "portal.db")
    assert type(caught.value) is DatabaseUnavailable


def test_a_folder_in_the_files_place_makes_the_database_unavailable(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable):
        SqliteDatabase(tmp_path)


def test_seeding_leaves_learners_rows_alone(db: Database) -> None:
    insert_user(db, "ada")
    submissions_dao.insert(db, submission("1", "greet"))
    assert starter_curriculum.load(db) >= 20
    assert submissions_dao.count_for_exercise(db, user_id="ada", exercise_id="greet") == 1


@pytest.mark.one_database
def test_a_copy_is_of_one_moment_and_has_all_that_was_committed(sqlite_db: SqliteDatabase, tmp_path: Path) -> None:
    insert_user(sqlite_db, "ada")
    with closing(SqliteDatabase(sqlite_db.path)) as writer, writer.transaction():
        insert_user(writer, "eve")
        sqlite_db.copy_to(tmp_path / "copy.db")
    assert [path.name for path in tmp_path.glob("copy.db*")] == ["copy.db"]
    with closing(SqliteDatabase(tmp_path / "copy.db")) as copy:
        assert [row["id"] for row in copy.all("SELECT id FROM users")] == ["ada"]
        assert schema.schema_version(copy) == schema.CURRENT_VERSION


@pytest.mark.one_database
def test_nobody_is_alone_while_another_connection_is_open(impatient: None, sqlite_db: SqliteDatabase) -> None:
    with closing(SqliteDatabase(sqlite_db.path)) as idle:
        with pytest.raises(DatabaseBusy), sqlite_db.exclusive():
            pass
        idle.close()
        with sqlite_db.exclusive():
            assert not sqlite_db.path.with_name("portal.db-wal").exists()
