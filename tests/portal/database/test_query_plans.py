"""No statement of a request reads a table that grows with the learners from end to end, or sorts what it lists."""

import re

import pytest
from flask.testing import FlaskClient
from psycopg.conninfo import conninfo_to_dict

from portal.database import Database
from portal.database.sqlite import SqliteDatabase
from portal.extensions import get_db
from portal.services import activity
from tests import postgresql
from tests.conftest import MakeApp, sign_up
from tests.portal.fake_executor import FakeExecutor
from tests.postgresql import Cluster, ReusableDatabase

pytestmark = pytest.mark.one_database

GROWING = "users|sessions|user_progress|exercise_submissions|idempotency_keys|activity_days|exercise_attempts"
SCAN = re.compile(rf"^SCAN ({GROWING}|[usp])\b")


def walk(client: FlaskClient) -> None:
    """Let a learner, who becomes an author, do everything that reads or writes a table that grows."""
    ada = sign_up(client, "ada")
    login = {"username": "ada", "password": "correct horse"}
    pair = client.post("/api/auth/login", json=login).get_json()["data"]
    client.post("/api/auth/refresh", json={"refreshToken": pair["refreshToken"]})
    attempt = {"exerciseId": "greet", "code": "x"}
    for key in "123":
        client.post("/api/exercises/test", json=attempt, headers={**ada, "Idempotency-Key": key})
    client.post("/api/progress", json={"exerciseId": "temperature"}, headers=ada)
    for path in ("/api/progress?perPage=1", "/api/exercises/greet/submissions?perPage=1"):
        cursor = client.get(path, headers=ada).get_json()["data"]["pagination"]["next"]
        assert client.get(f"{path}&after={cursor}", headers=ada).status_code == 200
    for path in (
        "/api/exercises?search=greet", "/api/exercises/greet", "/api/exercises/greet/solution",
        "/api/progress/greet", "/api/progress/stats", "/api/progress?status=completed",
        "/api/auth/me/export", "/api/auth/sessions", "/health/ready",
    ):  # fmt: skip
        assert client.get(path, headers=ada).status_code == 200, path
    with client.application.app_context():
        get_db().execute("UPDATE users SET role = 'author' WHERE username_key = 'ada'")
    assert client.get("/api/exercises/greet/analytics", headers=ada).status_code == 200
    activity._LastCount.at = -activity._MIN_INTERVAL_S
    client.get("/metrics")
    change = {"currentPassword": "correct horse", "newPassword": "battery staple"}
    client.put("/api/auth/password", json=change, headers=ada)
    client.delete("/api/auth/me", json={"password": "battery staple"}, headers=ada)


@pytest.fixture
def statements(fake_client: FlaskClient) -> list[str]:
    """Every statement that walking through the API runs, with its values."""
    found: list[str] = []
    db: SqliteDatabase = fake_client.application.extensions["portal"].connections.get()
    db._driver.connection.set_trace_callback(found.append)
    walk(fake_client)
    db._driver.connection.set_trace_callback(None)
    return [text for text in dict.fromkeys(found) if re.match("SELECT|INSERT|UPDATE|DELETE", text)]


def plan(db: Database, statement: str) -> list[str]:
    return [row["detail"] for row in db.all(f"EXPLAIN QUERY PLAN {statement}")]


def test_no_request_reads_a_growing_table_from_end_to_end(statements: list[str], db: Database) -> None:
    assert len(statements) > 40
    scans = [(step, text) for text in statements for step in plan(db, text) if SCAN.match(step)]
    assert scans == []


def test_lists_of_a_learner_come_in_order_out_of_an_index(statements: list[str], db: Database) -> None:
    lists = [
        text
        for text in statements
        if re.search(r"FROM (exercise_submissions|user_progress|activity_days) WHERE.* ORDER BY", text)
        and not text.startswith("DELETE")
    ]
    assert len(lists) >= 6
    sorts = [(step, text) for text in lists for step in plan(db, text) if "TEMP B-TREE" in step]
    assert sorts == []


def test_what_statistics_read_is_all_in_indexes(statements: list[str], db: Database) -> None:
    """A learner's rows are spread over large tables, and a row of `user_progress` holds the newest code."""
    sums = [text for text in statements if "SUM(completion_time)" in text]
    sums += [text for text in statements if text.startswith("SELECT exercise_id, status FROM user_progress")]
    sums += [text for text in statements if text.startswith("SELECT day, submissions, passed FROM activity_days")]
    assert len(sums) == 3
    for text in sums:
        steps = [step for step in plan(db, text) if re.search("user_progress|activity_days", step)]
        assert steps
        assert all("COVERING INDEX" in step for step in steps), text


@pytest.mark.skipif(postgresql.PROGRAMS is None, reason="PostgreSQL is not installed")
def test_no_request_reads_a_growing_table_from_end_to_end_on_postgresql(
    make_app: MakeApp, fake: FakeExecutor, reusable_database: ReusableDatabase, cluster: Cluster
) -> None:
    """The server logs the plan of every statement. It reads a whole table only where no index serves."""
    url = reusable_database.url
    reusable_database.reset()
    name = str(conninfo_to_dict(url)["dbname"])
    settings = "session_preload_libraries = auto_explain", "auto_explain.log_min_duration = 0", "enable_seqscan = off"
    for setting in settings:
        cluster.execute(f"ALTER DATABASE {name} SET {setting}")
    log = cluster.folder / "log"
    before = log.stat().st_size
    try:
        walk(make_app(EXECUTOR_SERVICE_URL=fake.url, DATABASE_URL=url).test_client())
    finally:
        cluster.execute(f"ALTER DATABASE {name} RESET ALL")
    with log.open() as file:
        file.seek(before)
        plans = file.read()
    assert len(re.findall("Query Text: (SELECT|INSERT|UPDATE|DELETE)", plans)) > 40
    assert re.findall(rf"Seq Scan on (?:{GROWING})\b.*", plans) == []
