"""The schema's versions: an old database becomes a current one, whoever starts at once and whoever is killed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from portal import clock
from portal.database import Database, schema
from portal.database.schema import SchemaError
from portal.database.sqlite import SqliteDatabase
from portal.services import starter_curriculum

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[2]
FOLDER = PROJECT / "portal" / "database" / "migrations"
# The schema as it was at version 1, kept as it was: never edit it.
VERSION_1 = HERE / "schema-v1.sql"
ROWS = """
INSERT INTO schema_version (version, applied_at) VALUES (1, 't');
INSERT INTO users VALUES ('ada', 'ada@example.org', 'Ada', 'ada', 'hash', 't', 't');
INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at) VALUES ('s', 'ada', 't', 't', 'u');
INSERT INTO exercises (id, position, title, summary, category, difficulty, instructions, starter_code, test_code,
    solution, created_at, updated_at) VALUES ('greet', 1, 'T', 'S', 'basics', 'beginner', 'I', '', '', '', 't', 't');
INSERT INTO user_progress (id, user_id, exercise_id, status, started_at, updated_at)
    VALUES ('p', 'ada', 'greet', 'completed', 't', 't');
INSERT INTO exercise_submissions VALUES ('x', 'ada', 'greet', 'code', '{}', 1, 'ok', 't');
"""
UPGRADE = """
import sys
from pathlib import Path
from portal.database import schema
from portal.database import Database
from portal.database.sqlite import SqliteDatabase
schema.init_schema(SqliteDatabase(Path(sys.argv[1])), Path(sys.argv[2]))
"""
SLOW = """CREATE TABLE numbers (n INTEGER NOT NULL PRIMARY KEY, square INTEGER NOT NULL);
WITH RECURSIVE counting (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counting WHERE n < 1500000)
INSERT INTO numbers SELECT n, n * n FROM counting;
"""


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[SqliteDatabase]:
    with closing(SqliteDatabase(tmp_path / "deep" / "empty.db")) as db:
        yield db


@pytest.fixture
def old(tmp_path: Path) -> Iterator[SqliteDatabase]:
    """A database of version 1 with a row in every table."""
    with closing(SqliteDatabase(tmp_path / "old.db")) as db:
        db.run_script(VERSION_1.read_text() + ROWS)
        yield db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for migrations of the test's own."""
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


def shape(db: Database) -> dict[str, list[str]]:
    """What each table and index is made of: definitions without comments, quotes, line breaks and order."""
    rows = db.all("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    found = {}
    for row in rows:
        text = re.sub(r"\s+", " ", re.sub(r"--.*", "", row["sql"])).replace('"', "")
        head, _, body = text.partition("(")
        parts = re.split(r",(?![^(]*\))", body.strip().removesuffix(")"))
        found[row["name"]] = [head.strip(), *sorted(part.strip() for part in parts)]
    return found


def count(db: Database, table: str) -> int:
    return len(db.all(f"SELECT 1 FROM {table}"))  # noqa: S608


def start(database: Path, folder: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", UPGRADE, str(database), str(folder)], cwd=PROJECT, stderr=subprocess.PIPE
    )


def test_init_creates_the_schema_and_again_changes_nothing(empty: SqliteDatabase) -> None:
    assert schema.schema_version(empty) == 0
    schema.init_schema(empty)
    before = shape(empty)
    schema.init_schema(empty)
    assert schema.schema_version(empty) == schema.CURRENT_VERSION
    assert shape(empty) == before
    assert count(empty, "schema_version") == 1


def test_an_upgraded_database_is_made_as_a_fresh_one_and_its_rows_survive(
    old: SqliteDatabase, empty: SqliteDatabase
) -> None:
    before = shape(old)
    assert all(count(old, table) == 1 for table in ("users", "sessions", "user_progress", "exercise_submissions"))
    schema.init_schema(old)
    schema.init_schema(empty)
    assert shape(old) == shape(empty)
    assert shape(old) != before
    assert all(count(old, table) == 1 for table in ("users", "sessions", "user_progress", "exercise_submissions"))
    assert old.integrity_faults() == []


def test_an_upgrade_counts_what_was_submitted_on_each_day(old: SqliteDatabase) -> None:
    old.execute("UPDATE exercise_submissions SET submitted_at = '2026-11-01T10:00:00.000Z'")
    schema.init_schema(old)
    days = [tuple(row) for row in old.all("SELECT user_id, day, submissions, passed FROM activity_days")]
    assert days == [("ada", "2026-11-01", 1, 1)]


def test_an_upgrade_counts_the_attempts_up_to_the_first_pass(old: SqliteDatabase) -> None:
    old.run_script("""
        UPDATE user_progress SET attempts = 4, completion_time = 90;
        INSERT INTO exercise_submissions VALUES ('a', 'ada', 'greet', 'code', '{}', 0, 'ok', 'a');
        INSERT INTO exercise_submissions VALUES ('z', 'ada', 'greet', 'code', '{}', 1, 'ok', 'z');
        INSERT INTO exercises SELECT 'other', 1, title, summary, category, difficulty, topics, prerequisites,
            instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at
            FROM exercises;
        INSERT INTO user_progress (id, user_id, exercise_id, status, attempts, started_at, updated_at)
            VALUES ('q', 'ada', 'other', 'in_progress', 3, 't', 't');
    """)
    schema.init_schema(old)
    rows = old.all("SELECT exercise_id, attempts, attempts_to_pass, seconds_to_pass FROM exercise_attempts ORDER BY 1")
    assert [tuple(row) for row in rows] == [("greet", 4, 2, 90), ("other", 3, None, None)]


def test_rows_with_the_owners_columns_alone_get_times(empty: SqliteDatabase) -> None:
    schema.init_schema(empty)
    starter_curriculum.load(empty)
    before = clock.now() - timedelta(seconds=1)
    empty.run_script("""
        INSERT INTO users (id, email, username, password_hash) VALUES ('u', 'a@example.org', 'a', 'x');
        INSERT INTO users (id, email, username, password_hash) VALUES ('v', 'b@example.org', 'b', 'x');
        INSERT INTO user_progress (id, user_id, exercise_id, status, completion_time, attempts, last_code)
            VALUES ('p', 'u', 'greet', 'in_progress', NULL, 1, 'x');
        INSERT INTO exercise_submissions (id, user_id, exercise_id, code, test_results, success)
            VALUES ('s', 'u', 'greet', 'x', '{}', 0);
    """)
    for column, table in (
        ("created_at", "users"), ("updated_at", "users"), ("started_at", "user_progress"),
        ("updated_at", "user_progress"), ("submitted_at", "exercise_submissions"),
    ):  # fmt: skip
        (text, *_) = [row[0] for row in empty.all(f"SELECT {column} FROM {table}")]  # noqa: S608
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z", text)
        assert before <= clock.from_text(text) <= clock.now()


def test_every_migration_applied_has_its_row(old: SqliteDatabase) -> None:
    schema.init_schema(old)
    versions = [row["version"] for row in old.all("SELECT version FROM schema_version ORDER BY version")]
    assert versions == list(range(1, schema.CURRENT_VERSION + 1))


def test_each_number_has_one_file_and_there_is_no_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in FOLDER.glob("*.sql") if path.name.count(".") == 1)
    assert numbers == list(range(2, schema.CURRENT_VERSION + 1))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.sql")), ids=lambda path: path.name)
def test_a_file_leaves_transactions_and_pragmas_to_the_machinery(path: Path) -> None:
    text = re.sub(r"--.*", "", path.read_text())
    assert not re.search(r"\b(BEGIN|COMMIT|ROLLBACK|PRAGMA|VACUUM|ATTACH)\b", text, re.IGNORECASE)


def test_files_run_in_order_and_a_semicolon_inside_text_ends_no_statement(old: SqliteDatabase, folder: Path) -> None:
    (folder / "0002-colour.sql").write_text("ALTER TABLE users ADD COLUMN colour TEXT; -- a;b\n")
    (folder / "0003-mark.sql").write_text("UPDATE users\nSET colour = 'a;\nb' -- no semicolon at the end")
    schema.init_schema(old, folder)
    assert [row["colour"] for row in old.all("SELECT colour FROM users")] == ["a;\nb"]
    assert schema.schema_version(old) == 3


def test_a_table_that_others_refer_to_is_rebuilt_without_losing_their_rows(old: SqliteDatabase, folder: Path) -> None:
    """The way that the README beside the migrations tells."""
    readme = (FOLDER / "README.md").read_text()
    (folder / "0002-rebuild.sql").write_text(re.findall(r"```sql\n(.*?)```", readme, re.DOTALL)[0])
    before = shape(old)
    schema.init_schema(old, folder)
    assert {name for name in shape(old) if shape(old)[name] != before.get(name)} == {"users"}
    assert [row["username"] for row in old.all("SELECT username FROM users")] == ["Ada"]
    assert count(old, "exercise_submissions") == count(old, "sessions") == 1
    assert [tuple(row) for row in old.all("PRAGMA foreign_keys")] == [(1,)]
    old.execute("DELETE FROM users")
    assert count(old, "exercise_submissions") == 0


def test_a_migration_that_breaks_a_foreign_key_is_undone(old: SqliteDatabase, folder: Path) -> None:
    (folder / "0002-fine.sql").write_text("ALTER TABLE users ADD COLUMN colour TEXT;\n")
    (folder / "0003-careless.sql").write_text("ALTER TABLE users ADD COLUMN size TEXT;\nDELETE FROM users;\n")
    with pytest.raises(SchemaError, match=r"0003-careless\.sql .* refers to a row of users"):
        schema.init_schema(old, folder)
    assert schema.schema_version(old) == 2
    assert count(old, "users") == 1
    assert [tuple(row) for row in old.all("PRAGMA foreign_keys")] == [(1,)]


def test_a_migration_that_fails_is_named_and_leaves_nothing(old: SqliteDatabase, folder: Path) -> None:
    (folder / "0002-wrong.sql").write_text("CREATE TABLE half (n INTEGER);\nINSERT INTO nowhere VALUES (1);\n")
    with pytest.raises(SchemaError, match=r"0002-wrong\.sql could not be applied and was rolled back: no such table"):
        schema.init_schema(old, folder)
    assert not old.has_table("half")
    assert schema.schema_version(old) == 1


def test_a_database_of_a_newer_portal_is_left_alone(empty: SqliteDatabase) -> None:
    schema.init_schema(empty)
    empty.execute("INSERT INTO schema_version (version, applied_at) VALUES (99, 'then')")
    with pytest.raises(SchemaError, match="99"):
        schema.init_schema(empty)
    with pytest.raises(SchemaError, match=r"empty\.db: .*99"):
        schema.check_database(str(empty.path))


@pytest.mark.integration
def test_several_processes_that_start_at_once_make_one_schema(tmp_path: Path, old: SqliteDatabase) -> None:
    for path in (tmp_path / "fresh.db", old.path):
        processes = [start(path, FOLDER) for _ in range(5)]
        assert [(process.communicate()[1], process.returncode) for process in processes] == [(b"", 0)] * 5
    with closing(SqliteDatabase(tmp_path / "fresh.db")) as fresh:
        assert shape(fresh) == shape(old)
        assert count(fresh, "schema_version") == 1
    assert count(old, "schema_version") == schema.CURRENT_VERSION


@pytest.mark.integration
def test_a_process_killed_in_a_migration_leaves_the_version_before_and_the_next_goes_on(
    old: SqliteDatabase, folder: Path
) -> None:
    (folder / "0002-fine.sql").write_text("ALTER TABLE users ADD COLUMN colour TEXT;\n")
    (folder / "0003-slow.sql").write_text(SLOW)
    log = old.path.with_name("old.db-wal")
    first = start(old.path, folder)
    deadline = time.monotonic() + 30
    while schema.schema_version(old) < 2 or log.stat().st_size < 5_000_000:
        assert first.poll() is None, "it was over before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.005)
    second = start(old.path, folder)  # waits for the first
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    assert (second.communicate()[1], second.returncode) == (b"", 0)
    assert schema.schema_version(old) == 3
    assert count(old, "numbers") == 1_500_000
    assert count(old, "users") == 1
    assert old.integrity_faults() == []
