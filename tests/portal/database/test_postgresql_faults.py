"""What only PostgreSQL can do to the service: connections, servers and disks that are lost, locks, and replicas."""

import random
import signal
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.database import open_connections, open_database, postgresql_pool, schema
from portal.database.interface import Connections
from portal.errors import DatabaseBusy, DatabaseConnectionLost, DatabaseDamaged, DatabaseUnavailable, StorageFull
from portal.services import starter_curriculum
from tests import postgresql
from tests.conftest import Headers, MakeApp, sign_up
from tests.postgresql import Cluster
from tests.serving import until
from tests.small_disk import fill, small_disk

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(postgresql.PROGRAMS is None, reason="PostgreSQL is not installed"),
]


@pytest.fixture
def app(make_app: MakeApp, url: str) -> Flask:
    return make_app(DATABASE_URL=url)


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder whose path is short, as that of a server's socket is limited."""
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def durable(short_path: Path) -> Iterator[Cluster]:
    """A server of this test's own that may be restarted, and that waits for the disk as in production."""
    cluster = Cluster(short_path / "c", durable=True)
    yield cluster
    cluster.stop()


@pytest.fixture
def connections(url: str) -> Iterator[Connections]:
    """A pool of two connections, for which three threads may compete."""
    pool = pool_of_two(url)
    yield pool
    pool.close_all()


def pool_of_two(url: str) -> Connections:
    return open_connections(url, writers=None, pool_size=2, most_threads=3, prepare=True)  # type: ignore[arg-type]


def seeded(cluster: Cluster, name: str) -> str:
    """Load the starter curriculum into an empty database, and return its URL."""
    with open_database(cluster.url(name)) as db:
        schema.init_schema(db)
        starter_curriculum.load(db)
    return cluster.url(name)


def save(client: FlaskClient, headers: Headers, code: str) -> tuple[int, str]:
    response = client.post("/api/progress", json={"exerciseId": "greet", "lastCode": code}, headers=headers)
    answer = response.get_json()
    return response.status_code, "" if answer["success"] else answer["error"]["code"]


def saved(client: FlaskClient, headers: Headers) -> list[str]:
    progress = client.get("/api/progress", headers=headers).get_json()["data"]["progress"]
    return [item["lastCode"] for item in progress]


def kill_connections(url: str) -> None:
    """Do what a restart of the server, a failover or an administrator does to every connection of the database."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


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


def test_when_the_server_allows_no_more_connections_the_next_is_busy(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql_pool, "CHECKOUT_TIMEOUT_S", 1)
    user = url.partition("//")[2].partition("@")[0]
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("CREATE ROLE one_connection LOGIN CONNECTION LIMIT 1")
        pool = pool_of_two(url.replace(f"//{user}@", "//one_connection@"))
        try:
            with pool.get().transaction(), ThreadPoolExecutor(1) as thread:
                refused = thread.submit(lambda: pool.get().one("SELECT 1 AS one"))
                assert isinstance(refused.exception(30), DatabaseBusy)
            assert pool.get().one("SELECT 1 AS one") == {"one": 1}
        finally:
            pool.close_all()
            owner.execute("DROP ROLE one_connection")


@pytest.mark.integration
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
def test_no_acknowledged_write_is_lost_when_the_server_restarts_in_the_middle(
    make_app: MakeApp, how: signal.Signals, durable: Cluster
) -> None:
    url = seeded(durable, durable.create())
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


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("25P03", DatabaseBusy),
        ("25P04", DatabaseBusy),
        ("53100", StorageFull),
        ("53300", DatabaseBusy),
        ("58030", DatabaseUnavailable),
        ("XX000", DatabaseUnavailable),
        ("XX001", DatabaseDamaged),
    ],
)
def test_a_fault_of_the_server_is_an_api_error(connections: Connections, state: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        connections.get().execute(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$")


@pytest.mark.integration
def test_a_full_disk_is_a_507_reads_go_on_and_writes_return_by_themselves(make_app: MakeApp, short_path: Path) -> None:
    with small_disk(short_path / "d", mib=128) as disk, ExitStack() as stack:
        cluster = Cluster(disk / "c")
        stack.callback(cluster.stop)
        client = make_app(DATABASE_URL=seeded(cluster, cluster.create())).test_client()
        headers = sign_up(client, "ada")
        assert save(client, headers, "before") == (200, "")
        filler = fill(disk)
        for seed in range(8):
            assert save(client, headers, incompressible(seed)) == (507, "STORAGE_FULL")
        assert saved(client, headers) == ["before"]
        assert client.get("/api/exercises?search=greet", headers=headers).status_code == 200
        assert client.get("/health/ready").status_code == 200
        filler.unlink()
        assert save(client, headers, incompressible(9)) == (200, "")
        assert saved(client, headers) == [incompressible(9)]


def incompressible(seed: int) -> str:
    return random.Random(seed).randbytes(20_000).hex()


@pytest.mark.integration
def test_a_replica_is_read_and_refuses_writes_until_it_is_promoted(
    make_app: MakeApp, durable: Cluster, short_path: Path
) -> None:
    name = durable.create()
    primary = make_app(DATABASE_URL=seeded(durable, name)).test_client()
    headers = sign_up(primary, "ada")
    standby = Cluster(short_path / "s", port=5433, primary=durable)
    try:
        app = make_app(DATABASE_URL=standby.url(name))
        client = app.test_client()
        # A session whose use would be recorded, if that were possible.
        durable.execute("UPDATE sessions SET last_used_at = '2026-01-01T00:00:00.000Z'", name)
        assert save(primary, headers, "streamed") == (200, "")
        until(lambda: saved(client, headers) == ["streamed"], 30)
        assert save(client, headers, "refused") == (503, "DB_UNAVAILABLE")
        for path in ("/api/progress/stats", "/api/auth/me", "/api/exercises", "/health/ready"):
            assert client.get(path, headers=headers).status_code == 200, path
        account = {"email": "eve@example.org", "username": "eve", "password": "correct horse"}
        refused = client.post("/api/auth/register", json=account)
        assert (refused.status_code, refused.get_json()["error"]["code"]) == (503, "DB_UNAVAILABLE")
        with pytest.raises(schema.SchemaError, match="read-only"):
            schema.check_database(standby.url(name))
        output = app.test_cli_runner().invoke(args=["doctor"]).output
        (line,) = [text for text in output.splitlines() if text.startswith("FIX") and " database " in text]
        assert "read-only" in line
        standby.execute("SELECT pg_promote()")
        until(lambda: save(client, headers, "promoted") == (200, ""), 30)
        assert saved(client, headers) == ["promoted"]
    finally:
        standby.stop()
