"""What only PostgreSQL can do to the service, and what the service does about it."""

import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from portal import clock
from portal.database import Database, open_connections, open_database, postgresql_pool, schema
from portal.database.interface import Connections
from portal.database.postgresql_sql import script_for_postgresql, with_placeholders
from portal.errors import DatabaseBusy, DatabaseConnectionLost
from portal.services import starter_curriculum
from tests import postgresql
from tests.conftest import MakeApp, sign_up
from tests.portal.database.test_schema import FOLDER, PROJECT, ROWS, VERSION_1
from tests.postgresql import Cluster, ReusableDatabase
from tests.serving import until

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
def url(reusable_database: ReusableDatabase) -> str:
    reusable_database.reset()
    return reusable_database.url


@pytest.fixture
def app(make_app: MakeApp, url: str) -> Flask:
    return make_app(DATABASE_URL=url)


@pytest.fixture
def durable() -> Iterator[Cluster]:
    """A server of this test's own that may be restarted, and that waits for the disk as in production."""
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as name:
        Path(name).chmod(0o755)
        cluster = Cluster(Path(name) / "c", durable=True)
        yield cluster
        cluster.stop()


@pytest.fixture
def empty_url(cluster: Cluster) -> str:
    return cluster.url(cluster.create())


@pytest.fixture
def connections(url: str) -> Iterator[Connections]:
    """A pool of two connections, for which three threads may compete."""
    pool = pool_of_two(url)
    yield pool
    pool.close_all()


def pool_of_two(url: str) -> Connections:
    return open_connections(url, writers=None, pool_size=2, most_threads=3, prepare=True)  # type: ignore[arg-type]


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


def kill_connections(url: str) -> None:
    """Do what a restart of the server, a failover or an administrator does to every connection of the database."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


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


def test_killed_connections_are_replaced_without_an_error(app: Flask, url: str) -> None:
    client = app.test_client()
    headers = sign_up(client, "ada")
    for _ in range(3):
        kill_connections(url)
        assert client.get("/api/progress", headers=headers).status_code == 200
        kill_connections(url)
        assert client.post("/api/progress", json={"exerciseId": "greet"}, headers=headers).status_code == 200


def test_a_transaction_whose_connection_is_lost_before_the_commit_runs_again(
    connections: Connections, url: str
) -> None:
    db = connections.get()
    runs = []

    def work() -> None:
        runs.append(1)
        db.execute("UPDATE catalogue SET version = version + 100")
        if len(runs) == 1:
            kill_connections(url)
        db.execute("UPDATE catalogue SET version = version + 1000")

    before = db.one("SELECT version FROM catalogue")
    db.in_transaction(work)
    after = db.one("SELECT version FROM catalogue")
    assert before is not None
    assert after is not None
    assert (len(runs), after["version"] - before["version"]) == (2, 1100)


def test_a_lost_connection_is_an_error_where_the_work_cannot_be_repeated(connections: Connections, url: str) -> None:
    db = connections.get()
    with pytest.raises(DatabaseConnectionLost), db.transaction():
        db.execute("UPDATE catalogue SET version = version + 1")
        kill_connections(url)
        db.execute("UPDATE catalogue SET version = version + 1")
    assert db.execute("UPDATE catalogue SET version = version") == 1


def test_a_deadlock_is_resolved_by_running_one_side_again(connections: Connections) -> None:
    both_hold_one = threading.Barrier(2)
    runs: list[str] = []

    def change(first: str, second: str) -> None:
        db = connections.get()

        def work() -> None:
            runs.append(first)
            db.execute("UPDATE exercises SET title = title || '!' WHERE id = :id", {"id": first})
            if runs.count(first) == 1:
                both_hold_one.wait(10)
            db.execute("UPDATE exercises SET title = title || '!' WHERE id = :id", {"id": second})

        db.in_transaction(work)

    thread = threading.Thread(target=change, args=("greet", "leap-day"))
    thread.start()
    change("leap-day", "greet")
    thread.join()
    rows = connections.get().all("SELECT title FROM exercises WHERE id IN ('greet', 'leap-day')")
    assert [row["title"][-3:].count("!") for row in rows] == [2, 2]
    assert len(runs) >= 3


def test_a_lock_that_is_held_for_long_is_busy_and_no_thread_waits_forever(
    app: Flask, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_pool, "_LOCK_TIMEOUT_MS", 50)
    client = app.test_client()
    headers = sign_up(client, "ada")
    with psycopg.connect(url) as holder:
        holder.execute("LOCK TABLE user_progress IN ACCESS EXCLUSIVE MODE")
        for response in (
            client.get("/api/progress", headers=headers),
            client.post("/api/progress", json={"exerciseId": "greet"}, headers=headers),
        ):
            assert (response.status_code, response.get_json()["error"]["code"]) == (503, "DB_BUSY")
            assert response.headers["Retry-After"] == "1"
        assert client.get("/health/ready").status_code == 200
    assert client.post("/api/progress", json={"exerciseId": "greet"}, headers=headers).status_code == 200


def test_when_all_connections_are_in_use_the_next_is_busy(
    connections: Connections, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_pool, "CHECKOUT_TIMEOUT_S", 2)
    pool = pool_of_two(url)
    hold, held = threading.Event(), threading.Barrier(3)

    def occupy() -> None:
        with pool.get().transaction():
            held.wait(30)
            hold.wait(30)

    threads = [threading.Thread(target=occupy) for _ in range(2)]
    with ExitStack() as stack:
        stack.callback(pool.close_all)
        for thread in threads:
            stack.callback(thread.join)
            thread.start()
        stack.callback(hold.set)
        held.wait(30)
        with pytest.raises(DatabaseBusy):
            pool.get().one("SELECT 1 AS one")
        hold.set()
        for thread in threads:
            thread.join()
        assert pool.get().one("SELECT 1 AS one") == {"one": 1}


def test_a_replica_is_read_and_refuses_writes(app: Flask, url: str) -> None:
    client = app.test_client()
    headers = sign_up(client, "ada")
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    try:
        kill_connections(url)
        response = client.post("/api/progress", json={"exerciseId": "greet"}, headers=headers)
        assert (response.status_code, response.get_json()["error"]["code"]) == (503, "DB_UNAVAILABLE")
        assert client.get("/api/progress", headers=headers).status_code == 200
        with pytest.raises(schema.SchemaError, match="read-only"):
            schema.check_database(url)
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SET default_transaction_read_only = off")
            connection.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")


def test_a_wrong_password_or_name_stops_the_start_in_one_line_without_the_password(cluster: Cluster) -> None:
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


@pytest.mark.integration
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
def test_no_acknowledged_write_is_lost_when_the_server_restarts_in_the_middle(
    make_app: MakeApp, how: signal.Signals, durable: Cluster
) -> None:
    url = durable.url(durable.create())
    with open_database(url) as db:
        schema.init_schema(db)
        starter_curriculum.load(db)
    app = make_app(DATABASE_URL=url)
    headers = sign_up(app.test_client(), "ada")
    stop = threading.Event()
    confirmed = dict.fromkeys(("greet", "leap-day", "keep-even"), 0)
    answers: set[int] = set()

    def save(exercise: str) -> None:
        client = app.test_client()
        number = 0
        while not stop.is_set():
            number += 1
            body = {"exerciseId": exercise, "lastCode": str(number)}
            status = client.post("/api/progress", json=body, headers=headers).status_code
            answers.add(status)
            if status == 200:
                confirmed[exercise] = number

    threads = [threading.Thread(target=save, args=(exercise,)) for exercise in confirmed]
    for thread in threads:
        thread.start()
    try:
        until(lambda: min(confirmed.values()) > 5, 30)
        durable.stop(how)
        durable.start()
        before = dict(confirmed)
        until(lambda: all(confirmed[name] > before[name] + 5 for name in confirmed), 30)
    finally:
        stop.set()
    for thread in threads:
        thread.join()
    assert answers <= {200, 503}
    with open_database(url) as db:
        stored = {
            row["exercise_id"]: int(row["last_code"])
            for row in db.all("SELECT exercise_id, last_code FROM user_progress")
        }
    assert all(stored[name] >= number for name, number in confirmed.items())
