"""What the service does differently on PostgreSQL: the schema, the SQL and the commands."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from portal import clock
from portal.database import Database, IntegrityError, open_database, postgresql_pool, schema
from portal.database.postgresql_sql import script_for_postgresql, with_placeholders
from tests import postgresql
from tests.conftest import MakeApp, sign_up
from tests.portal.database.test_copying import rows_of
from tests.portal.database.test_schema import FOLDER, PROJECT, ROWS, VERSION_1
from tests.postgresql import Cluster

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(postgresql.PROGRAMS is None, reason="PostgreSQL is not installed"),
]

UPGRADE = """
import sys
from datetime import timedelta
from pathlib import Path
from portal.database import open_database, schema
with open_database(sys.argv[1]) as db:
    schema.init_schema(db, Path(sys.argv[2]))
"""


@pytest.fixture
def app(make_app: MakeApp, url: str) -> Flask:
    return make_app(DATABASE_URL=url)


@pytest.fixture
def empty_url(cluster: Cluster) -> str:
    return cluster.url(cluster.create())


def shape(db: Database) -> list[tuple[str, ...]]:
    """Every column, constraint and index, without the order of columns."""
    queries = (
        "SELECT table_name AS a, column_name AS b, data_type || is_nullable || COALESCE(collation_name, '') AS c,"
        " COALESCE(column_default, '') AS d FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT conrelid::regclass::text AS a, pg_get_constraintdef(oid) AS b, '' AS c, '' AS d FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace",
        "SELECT tablename AS a, indexdef AS b, '' AS c, '' AS d FROM pg_indexes WHERE schemaname = 'public'",
    )
    return sorted(tuple(str(row[name]) for name in "abcd") for query in queries for row in db.all(query))


def test_an_upgraded_database_is_made_as_a_fresh_one_and_its_rows_survive(cluster: Cluster, empty_url: str) -> None:
    with open_database(empty_url) as fresh, open_database(cluster.url(cluster.create())) as old:
        schema.init_schema(fresh)
        old.run_script(VERSION_1.read_text() + ROWS)
        schema.init_schema(old)
        assert shape(old) == shape(fresh)
        assert [row["username"] for row in old.all("SELECT username FROM users")] == ["Ada"]


@pytest.mark.integration
def test_several_processes_that_start_at_once_make_one_schema(empty_url: str) -> None:
    command = [sys.executable, "-c", UPGRADE, empty_url, str(FOLDER)]
    processes = [subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE) for _ in range(4)]
    assert [(process.communicate()[1], process.returncode) for process in processes] == [(b"", 0)] * 4
    with open_database(empty_url) as db:
        assert len(db.all("SELECT version FROM schema_version")) == 1


def test_a_migration_may_have_a_variant_for_postgresql(empty_url: str, tmp_path: Path) -> None:
    (tmp_path / "0002-size.sql").write_text("THIS IS NO SQL;")
    (tmp_path / "0002-size.postgresql.sql").write_text("CREATE TABLE sizes (name TEXT NOT NULL);")
    with open_database(empty_url) as db:
        db.run_script(VERSION_1.read_text() + ROWS)
        schema.init_schema(db, tmp_path)
        assert (schema.schema_version(db), db.has_table("sizes")) == (2, True)


def test_a_migration_that_fails_leaves_nothing(empty_url: str, tmp_path: Path) -> None:
    (tmp_path / "0002-wrong.sql").write_text("CREATE TABLE half (n INTEGER);\nINSERT INTO nowhere VALUES (1);\n")
    with open_database(empty_url) as db:
        db.run_script(VERSION_1.read_text() + ROWS)
        with pytest.raises(schema.SchemaError, match=r"0002-wrong\.sql could not be applied and was rolled back"):
            schema.init_schema(db, tmp_path)
        assert (schema.schema_version(db), db.has_table("half")) == (1, False)


def test_a_database_without_tables_is_not_ready(make_app: MakeApp, empty_url: str) -> None:
    response = make_app(DATABASE_URL=empty_url).test_client().get("/health/ready")
    assert (response.status_code, response.get_json()["error"]["code"]) == (503, "NOT_READY")
    assert "init-db" in response.get_json()["error"]["message"]


def test_placeholders_are_translated_outside_strings_and_comments() -> None:
    text = "SELECT ':a', \":b\", x::text -- :c 100%\n FROM t WHERE y = :y AND z LIKE '5%'"
    assert with_placeholders(text) == (
        "SELECT ':a', \":b\", x::text -- :c 100%%\n FROM t WHERE y = %(y)s AND z LIKE '5%%'"
    )


def test_text_columns_sort_as_in_sqlite() -> None:
    text = "CREATE TABLE t (a TEXT NOT NULL, -- b TEXT\n c INTEGER DEFAULT 'd TEXT'); SELECT CAST(e AS TEXT)"
    assert script_for_postgresql(text) == text.replace("(a TEXT", '(a TEXT COLLATE "C"')


def test_default_times_are_utc_whatever_the_time_zone_of_the_session(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET timezone = 'Asia/Tokyo'")
        connection.execute("INSERT INTO users (id, email, username, password_hash) VALUES ('u', 'e', 'n', 'x')")
    with open_database(url) as db:
        row = db.one("SELECT created_at FROM users")
    assert row is not None
    assert abs(clock.now() - clock.from_text(row["created_at"])) < timedelta(minutes=10)


def test_a_wrong_password_or_name_stops_the_start_in_one_line_without_the_password(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_pool, "CHECKOUT_TIMEOUT_S", 0.5)
    url = cluster.url("no_such_database").replace("@", ":hidden@")
    with pytest.raises(schema.SchemaError) as caught:
        schema.check_database(url)
    assert "no_such_database" in str(caught.value)
    assert "hidden" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_doctor_says_that_the_database_is_well(app: Flask) -> None:
    output = app.test_cli_runner().invoke(args=["doctor"]).output
    (line,) = [text for text in output.splitlines() if " database " in text and "PostgreSQL" in text]
    assert line.startswith("ok")
    assert "@" not in line


def test_backups_are_left_to_the_programs_of_postgresql(app: Flask, tmp_path: Path) -> None:
    result = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "copy")])
    assert (result.exit_code, "pg_dump" in result.output) == (1, True)


def test_a_batch_waits_for_the_server_at_its_end_alone(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as holder, open_database(url) as db:
        holder.execute("SELECT pg_advisory_lock(1)")
        with db.transaction(), db.batch():
            db.execute("SELECT pg_advisory_xact_lock(1)")
            db.execute("UPDATE exercises SET title = 'Hello' WHERE id = 'greet'")
            holder.execute("SELECT pg_advisory_unlock(1)")
        assert db.one("SELECT title FROM exercises WHERE id = 'greet'") == {"title": "Hello"}


def test_an_error_of_a_batch_undoes_the_transaction(url: str) -> None:
    count = "SELECT COUNT(*) AS total FROM exercises"
    with open_database(url) as db:
        before = db.one(count)
        with pytest.raises(IntegrityError), db.transaction(), db.batch():
            db.execute("DELETE FROM exercises WHERE id = 'greet'")
            db.execute("UPDATE exercises SET difficulty = 'none' WHERE id = 'leap-day'")
            db.execute("DELETE FROM exercises")
        assert db.one(count) == before


@pytest.mark.integration
def test_a_dump_that_is_restored_as_documented_is_the_same_database(
    app: Flask, url: str, cluster: Cluster, tmp_path: Path
) -> None:
    sign_up(app.test_client(), "ada")
    assert postgresql.PROGRAMS is not None
    restored, file = cluster.url(cluster.create()), f"--file={tmp_path / 'portal.dump'}"
    for command in (
        ["pg_dump", "--format=custom", file, url],
        ["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={restored}", str(tmp_path / "portal.dump")],
    ):
        subprocess.run([postgresql.PROGRAMS / command[0], *command[1:]], check=True)
    with open_database(url) as before, open_database(restored) as after:
        schema.init_schema(after)
        assert (shape(after), rows_of(restored)) == (shape(before), rows_of(url))
