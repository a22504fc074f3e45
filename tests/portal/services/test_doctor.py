"""`flask doctor` says of each part that it is ok or what to do, and tells no secret."""

import json
import shutil
from pathlib import Path

import pytest
import time_machine
from click.testing import Result
from flask import Flask

from portal.dao import stats as stats_dao
from portal.database import Database, diagnosis, sqlite_driver
from portal.services import doctor
from tests.conftest import MakeApp, sign_up
from tests.portal.fake_executor import FakeExecutor
from tests.portal.services.test_backups import damage
from tests.redis_server import Redis

pytestmark = pytest.mark.one_database

PARTS = ["settings", "python", "packages", "sqlite", "database", "disk", "clock", "executor", "redis"]


def examine(app: Flask, *args: str) -> Result:
    return app.test_cli_runner().invoke(args=["doctor", *args])


def line(result: Result, part: str) -> str:
    """What was said of a part, without its name."""
    return next(" ".join(words) for words in map(str.split, result.output.splitlines()) if words.pop(1) == part)


@pytest.fixture
def healthy(make_app: MakeApp, fake: FakeExecutor) -> Flask:
    return make_app(EXECUTOR_SERVICE_URL=fake.url)


def test_a_healthy_service_has_nothing_to_do(healthy: Flask) -> None:
    result = examine(healthy)
    assert [text.split()[1] for text in result.output.splitlines()] == PARTS
    assert {text.split()[0] for text in result.output.splitlines()} <= {"ok", "note"}
    assert result.exit_code == 0


def test_the_same_as_json(healthy: Flask) -> None:
    told = json.loads(examine(healthy, "--json").output)
    assert told["healthy"] is True
    assert [finding["name"] for finding in told["findings"]] == PARTS
    assert all(set(finding) == {"name", "status", "detail"} for finding in told["findings"])


def test_no_secret_is_reported(make_app: MakeApp, fake: FakeExecutor) -> None:
    app = make_app(
        EXECUTOR_SERVICE_URL=fake.url.replace("//", "//operator:hidden-password@"),
        JWT_SECRET="hidden-secret-" + "x" * 40,
        JWT_SECRET_PREVIOUS="hidden-previous-" + "x" * 40,
        REDIS_URL="redis://operator:hidden@127.0.0.1:9/0?password=hidden",
    )
    for output in (examine(app).output, examine(app, "--json").output):
        assert "hidden" not in output
    assert line(examine(app), "executor").startswith("ok")


def test_a_database_that_every_user_can_read_is_reported(healthy: Flask, tmp_path: Path) -> None:
    (tmp_path / "portal.db").chmod(0o644)
    result = examine(healthy)
    assert (result.exit_code, line(result, "database").startswith("FIX")) == (1, True)
    assert f"chmod 600 {tmp_path / 'portal.db'}*" in line(result, "database")


def test_a_missing_database_is_reported_and_not_created(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    app.extensions["portal"].connections.close_all()
    for path in tmp_path.glob("portal.db*"):
        path.unlink()
    result = examine(app)
    assert (result.exit_code, "flask init-db --seed" in line(result, "database")) == (1, True)
    assert list(tmp_path.glob("portal.db*")) == []


def test_a_damaged_database_is_reported_with_how_to_restore_it(healthy: Flask, tmp_path: Path) -> None:
    healthy.extensions["portal"].connections.close_all()
    damage(tmp_path / "portal.db")
    result = examine(healthy)
    assert result.exit_code == 1
    assert line(result, "database").startswith("FIX")
    assert "flask restore FILE" in line(result, "database")
    assert json.loads(examine(healthy, "--json").output)["healthy"] is False


@pytest.mark.parametrize(
    ("statement", "advice"),
    [
        ("DELETE FROM schema_version WHERE version > 1", "flask init-db"),
        ("INSERT INTO schema_version (version, applied_at) VALUES (99, 't')", "start the newer portal"),
        ("ALTER TABLE schema_version RENAME COLUMN version TO number", "it is not a database of the portal"),
    ],
)
def test_another_schema_is_reported_with_what_to_do(healthy: Flask, db: Database, statement: str, advice: str) -> None:
    if "DELETE" in statement:
        db.execute("INSERT INTO schema_version (version, applied_at) VALUES (1, 't') ON CONFLICT DO NOTHING")
    db.execute(statement)
    result = examine(healthy)
    assert result.exit_code == 1
    assert line(result, "database").startswith("FIX")
    assert advice in line(result, "database")


def test_a_busy_database_is_reported(healthy: Flask, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_driver, "_BUSY_TIMEOUT_MS", 20)
    with db.transaction():
        assert "another process has locked it" in line(examine(healthy), "database")


def test_too_little_disk_space_is_reported(healthy: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    monkeypatch.setattr(diagnosis, "_MIN_FREE_BYTES", free + 10**12)
    result = examine(healthy)
    assert (result.exit_code, "free at least" in line(result, "disk")) == (1, True)


def test_a_row_from_the_future_means_a_wrong_clock(healthy: Flask, db: Database) -> None:
    db.execute(
        "INSERT INTO users (id, email, username, username_key, password_hash, created_at, updated_at)"
        " VALUES ('a', 'a', 'a', 'a', 'x', '2999-01-01T00:00:00.000Z', 't')"
    )
    result = examine(healthy)
    assert (result.exit_code, "2999" in line(result, "clock")) == (1, True)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("users", "created_at"),
        ("sessions", "last_used_at"),
        ("user_progress", "updated_at"),
        ("exercise_submissions", "submitted_at"),
    ],
)
def test_the_newest_row_of_all_tables_counts(healthy: Flask, db: Database, table: str, column: str) -> None:
    client = healthy.test_client()
    body = {"exerciseId": "greet", "code": "x"}
    for name in ("ada", "eve"):
        assert client.post("/api/exercises/test", json=body, headers=sign_up(client, name)).status_code == 200
    db.execute(f"UPDATE {table} SET {column} = '2999' WHERE id = (SELECT MIN(id) FROM {table})")  # noqa: S608
    assert stats_dao.get_newest_at(db) == "2999"


def test_a_clock_before_the_release_or_one_that_jumps_is_reported(
    healthy: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel("2025-12-31T23:59:59Z"):
        assert line(examine(healthy), "clock").startswith("FIX the clock shows 2025-12-31")
    assert line(examine(healthy), "clock").startswith("ok")
    monkeypatch.setattr(doctor, "_MAX_DRIFT_S", -1.0)
    assert "jumps or is wrong" in line(examine(healthy), "clock")


def test_an_executor_that_is_unreachable_or_not_ready_is_reported(
    make_app: MakeApp, healthy: Flask, fake: FakeExecutor
) -> None:
    fake.status = 503
    assert line(examine(healthy), "executor").startswith("FIX")
    result = examine(make_app(EXECUTOR_SERVICE_URL="http://127.0.0.1:9"))
    assert (result.exit_code, "EXECUTOR_SERVICE_URL" in line(result, "executor")) == (1, True)


def test_an_embedded_executor_is_asked_of_the_service(make_app: MakeApp, fake: FakeExecutor) -> None:
    port = fake.url.rpartition(":")[2]
    assert line(examine(make_app(PORT=port)), "executor").startswith(f"ok http://127.0.0.1:{port}/health/deps")
    assert "not running on port 9" in line(examine(make_app(PORT="9")), "executor")


def test_redis_is_reported_when_it_is_configured(make_app: MakeApp, redis: Redis) -> None:
    for url in (redis.url, redis.socket_url):
        result = examine(make_app(REDIS_URL=url))
        assert line(result, "redis").startswith(f"ok {url} answers in ")
    result = examine(make_app(REDIS_URL="redis://127.0.0.1:9/0"))
    assert (result.exit_code, "correct REDIS_URL" in line(result, "redis")) == (1, True)


def test_a_short_secret_in_production_is_reported(make_app: MakeApp) -> None:
    result = examine(make_app(APP_ENV="production", JWT_SECRET="short"))
    assert (result.exit_code, "openssl rand -hex 32" in line(result, "settings")) == (1, True)


def test_a_stored_secret_that_others_may_read_is_reported(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(JWT_SECRET="")
    assert line(examine(app), "settings").startswith("ok")
    (tmp_path / "portal.db.jwt-secret").chmod(0o644)
    result = examine(app)
    assert (result.exit_code, "chmod 600" in line(result, "settings")) == (1, True)


def test_packages_other_than_the_pinned_ones_are_reported(
    healthy: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pins = tmp_path / "requirements.txt"
    monkeypatch.setattr(doctor, "_PINNED", pins)
    pins.write_text("flask==0.0.1 \\\n    --hash=sha256:00\nno-such-package==1.0 \\\n    --hash=sha256:00\n")
    result = examine(healthy)
    assert result.exit_code == 1
    assert "not 0.0.1; no-such-package is missing, not 1.0" in line(result, "packages")
    pins.unlink()
    assert line(examine(healthy), "packages").startswith("note")


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
    ],
)
def test_the_wal_reset_bug_is_known_by_version(version: tuple[int, ...], affected: bool) -> None:
    assert diagnosis.has_wal_reset_bug(version) is affected
