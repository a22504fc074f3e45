"""Health, metrics, logs and commands: what an operator touches."""

import json
import logging
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.database import Database
from portal.database.schema import CURRENT_VERSION
from portal.observability.log_format import formatter
from tests.conftest import Headers, MakeApp, starter_ids
from tests.portal.fake_executor import FakeExecutor


def test_health_touches_nothing(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app()
    monkeypatch.setitem(app.extensions, "database", None)
    assert app.test_client().get("/health").get_json()["data"]["status"] == "ok"


def test_ready_when_the_schema_is_current(client: FlaskClient) -> None:
    assert client.get("/health/ready").status_code == 200


def test_not_ready_with_another_schema_version(client: FlaskClient, db: Database) -> None:
    db.execute("DELETE FROM schema_version")
    response = client.get("/health/ready")
    assert (response.status_code, response.get_json()["error"]["code"]) == (503, "NOT_READY")
    assert "init-db" in response.get_json()["error"]["message"]


def test_requests_that_need_another_schema_are_503_and_the_log_says_what_to_do(
    client: FlaskClient, db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """As with a database that was never initialised, or that a newer portal has upgraded."""
    db.execute("ALTER TABLE exercises RENAME TO renamed")
    assert client.get("/api/exercises").status_code == 500, "a fault of ours, as the version is right"
    db.execute("UPDATE schema_version SET version = 1")
    response = client.get("/api/exercises")
    db.execute("ALTER TABLE renamed RENAME TO exercises")
    assert (response.status_code, response.get_json()["error"]["code"]) == (503, "DB_UNAVAILABLE")
    (line,) = [line for line in caplog.messages if line.startswith("DB_UNAVAILABLE: ")]
    assert line.endswith("run flask init-db.")


@pytest.mark.one_database
def test_not_ready_without_a_readable_database(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    app.extensions["portal"].connections.close_all()
    for path in tmp_path.glob("portal.db*"):
        path.unlink()
    (tmp_path / "portal.db").write_bytes(b"this is no database, whatever its name says" * 100)
    response = app.test_client().get("/health/ready")
    assert (response.status_code, response.get_json()["error"]["code"]) == (503, "NOT_READY")
    assert str(tmp_path) not in response.get_data(as_text=True)


def test_deps_are_up_with_their_latency(fake_client: FlaskClient) -> None:
    found = fake_client.get("/health/deps").get_json()["data"]["dependencies"]
    assert {name: entry["status"] for name, entry in found.items()} == {"database": "up", "executor": "up"}
    assert all(entry["latencyMs"] > 0 for entry in found.values())


@pytest.mark.parametrize("status", [500, 404])
def test_deps_answer_503_when_the_executor_is_unhealthy(
    fake_client: FlaskClient, fake: FakeExecutor, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    fake.status = status
    response = fake_client.get("/health/deps")
    assert response.status_code == 503
    assert response.get_json()["error"]["details"]["dependencies"]["executor"]["status"] == "down"
    assert f"dependency down: executor: status {status}" in caplog.messages


def test_deps_answer_503_when_the_executor_is_absent(make_app: MakeApp) -> None:
    client = make_app(EXECUTOR_SERVICE_URL="http://127.0.0.1:9").test_client()
    details = client.get("/health/deps").get_json()["error"]["details"]["dependencies"]
    assert (details["database"]["status"], details["executor"]["status"]) == ("up", "down")


@pytest.mark.parametrize("version", ["x", "1.x.0", "1.0.0 x", "²", "9" * 5000])
@pytest.mark.parametrize("media_type", ["text/plain", "application/openmetrics-text"])
def test_metrics_have_the_default_format_for_a_version_that_is_no_number(
    client: FlaskClient, media_type: str, version: str
) -> None:
    response = client.get("/metrics", headers={"Accept": f"{media_type}; version={version}"})
    assert (response.status_code, response.content_type) == (200, "text/plain; version=0.0.4; charset=utf-8")


def test_metrics_count_by_route_template_and_never_by_id(fake_client: FlaskClient) -> None:
    fake_client.get("/api/exercises/greet")
    fake_client.post("/api/exercises/run", json={"code": "print(1)"})
    response = fake_client.get("/metrics")
    text = response.get_data(as_text=True)
    assert response.mimetype == "text/plain"
    assert 'route="/api/exercises/<exercise_id>"' in text
    assert "greet" not in text
    assert 'portal_executions_total{kind="run",status="ok"}' in text
    assert "portal_db_query_duration_seconds_count" in text


def test_the_access_log_tells_the_request_and_none_of_its_secrets(
    client: FlaskClient, auth_headers: Headers, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "portal.access"):
        client.post(
            "/api/auth/login?token=hidden",
            json={"username": "ada", "password": "correct horse"},
            headers={**auth_headers, "User-Agent": 'evil "agent"', "X-Request-ID": "trace-me"},
        )
    line = formatter("combined").format(caplog.records[-1])
    assert '"POST /api/auth/login HTTP/1.1" 400' in line, "no query parameter is known here"
    assert line.endswith("trace-me")
    assert "evil \\x22agent\\x22" in line
    for secret in ("correct", "hidden", "Bearer", auth_headers["Authorization"][-20:]):
        assert secret not in caplog.text


def test_the_json_log_is_one_object_a_line() -> None:
    as_json = formatter("json")
    record = logging.LogRecord("portal", logging.ERROR, __file__, 1, "it %s", ("broke",), None)
    assert json.loads(as_json.format(record))["message"] == "it broke"
    record.fields = {"path": "/x\n"}
    entry = json.loads(as_json.format(record))
    assert entry["path"] == "/x\n"
    assert "message" not in entry


def test_init_db_and_seed_may_be_run_again_and_again(app: Flask) -> None:
    runner = app.test_cli_runner()
    for _ in range(2):
        assert runner.invoke(args=["init-db"]).output == f"The database is at schema version {CURRENT_VERSION}.\n"
        loaded = f"{len(starter_ids())} exercises"
        assert loaded in runner.invoke(args=["init-db", "--seed"]).output
        result = runner.invoke(args=["seed"])
        assert loaded in result.output


def test_init_db_refuses_a_newer_database_in_one_line(app: Flask, db: Database) -> None:
    db.execute("INSERT INTO schema_version (version, applied_at) VALUES (99, 'then')")
    result = app.test_cli_runner().invoke(args=["init-db"])
    assert result.exit_code == 1
    assert result.output.startswith(
        f"Error: {db.name}: it has schema version 99, and this portal supports versions up to "
    )
    assert result.output.count("\n") == 1


def test_not_ready_with_a_newer_schema(client: FlaskClient, db: Database) -> None:
    db.execute("INSERT INTO schema_version (version, applied_at) VALUES (99, 'then')")
    response = client.get("/health/ready")
    assert (response.status_code, response.get_json()["error"]["code"]) == (503, "NOT_READY")
    assert "newer" in response.get_json()["error"]["message"]
