"""What learners may do with their account: see where they are signed in, take their data along, leave."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal import clock
from portal.database import Database
from tests.conftest import Headers, MakeApp, sign_up

PASSWORD = "correct horse"
# Where the export has what a table keeps of a learner; the responses for an Idempotency-Key are copies.
EXPORTED = {
    "sessions": "sessions",
    "exercise_versions": "published",
    "user_progress": "progress",
    "exercise_submissions": "submissions",
    "regrades": "regrades",
    "activity_days": "activity",
    "exercise_attempts": "attempts",
    "idempotency_keys": None,
}


def data_of(response: Any) -> dict[str, Any]:
    return dict(response.get_json()["data"])


def ago(**span: float) -> str:
    return clock.to_text(clock.now() - timedelta(**span))


def count(db: Database, table: str) -> int:
    row = db.one(f"SELECT COUNT(*) AS total FROM {table}")  # noqa: S608 (a name of this test's own)
    return int(row["total"]) if row else 0


@pytest.fixture
def ada(fake_client: FlaskClient) -> Headers:
    """A learner who has done something."""
    headers = sign_up(fake_client, "ada")
    for number in range(3):
        body = {"exerciseId": "greet", "code": f"attempt = {number}"}
        fake_client.post("/api/exercises/test", json=body, headers={**headers, "Idempotency-Key": str(number)})
    return headers


@pytest.fixture
def author(db: Database, ada: Headers) -> Headers:
    """A learner of whom every table that names learners has a row."""
    at = clock.now_text()
    db.execute(
        "INSERT INTO regrades (submission_id, version, success, regraded_at)"
        " SELECT id, 'newer', 0, :at FROM exercise_submissions WHERE code = 'attempt = 1'",
        {"at": at},
    )
    db.execute(
        "INSERT INTO exercise_versions (exercise_id, version, content, author_data, published_at, published_by)"
        " SELECT 'greet', 'newer', '{}', '{}', :at, id FROM users",
        {"at": at},
    )
    return ada


def tables_of_learners() -> set[str]:
    """Every table whose rows belong to a learner, in the schema."""
    tables = re.findall(r"CREATE TABLE (\w+) \((.*?)\n\);", Path("schema.sql").read_text(), re.DOTALL)
    return {name for name, columns in tables if re.search(r"REFERENCES (users|exercise_submissions) ", columns)}


@pytest.mark.usefixtures("distinct_moments")
def test_the_export_holds_everything_but_secrets(
    fake_client: FlaskClient, ada: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.services.account_export._PAGE_SIZE", 2)
    response = fake_client.get("/api/auth/me/export", headers=ada)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == 'attachment; filename="python-portal-data.json"'
    assert response.headers["Cache-Control"] == "no-store"
    body = response.get_json()
    assert (body["success"], body["message"]) == (True, "Your data")
    data = body["data"]
    assert set(data) == {"exportedAt", "user", *filter(None, EXPORTED.values())}
    assert data["user"]["email"] == "ada@example.org"
    assert [session["current"] for session in data["sessions"]] == [True]
    assert [entry["exerciseId"] for entry in data["progress"]] == ["greet"]
    assert [entry["code"] for entry in data["submissions"]] == ["attempt = 0", "attempt = 1", "attempt = 2"]
    assert "password" not in response.text


def test_the_export_holds_what_every_table_keeps_of_the_learner(fake_client: FlaskClient, author: Headers) -> None:
    assert tables_of_learners() == set(EXPORTED)
    again = fake_client.post("/api/auth/login", json={"username": "ada", "password": PASSWORD})
    fake_client.post("/api/auth/logout", headers={"Authorization": f"Bearer {data_of(again)['accessToken']}"})
    data = data_of(fake_client.get("/api/auth/me/export", headers=author))
    assert [name for name in EXPORTED.values() if name and not data[name]] == []
    assert sorted(session["expiresAt"] < data["exportedAt"] for session in data["sessions"]) == [False, True]
    assert data["attempts"] == [
        {"exerciseId": "greet", "attempts": 3, "attemptsToPass": 1, "secondsToPass": 0, "hintsOpened": None}
    ]
    assert data["activity"] == [{"date": data["exportedAt"][:10], "submissions": 3, "passed": 3}]
    assert [(regrade["version"], regrade["passed"]) for regrade in data["regrades"]] == [("newer", False)]
    assert [(entry["exerciseId"], entry["version"]) for entry in data["published"]] == [("greet", "newer")]


def test_the_export_of_somebody_who_did_nothing_is_whole(client: FlaskClient, auth_headers: Headers) -> None:
    data = data_of(client.get("/api/auth/me/export", headers=auth_headers))
    assert (data["progress"], data["submissions"]) == ([], [])


def test_the_export_holds_nothing_of_others(fake_client: FlaskClient, ada: Headers) -> None:
    eve = fake_client.get("/api/auth/me/export", headers=sign_up(fake_client, "eve"))
    assert not any(own in eve.text for own in ('"ada"', "ada@"))
    assert data_of(eve)["submissions"] == []


def test_deleting_the_account_deletes_all_that_is_the_learners(
    fake_client: FlaskClient, author: Headers, db: Database
) -> None:
    eve = sign_up(fake_client, "eve")
    response = fake_client.delete("/api/auth/me", json={"password": PASSWORD}, headers=author)
    assert response.status_code == 200
    assert [count(db, table) for table in ("users", "sessions")] == [1, 1], "eve's"
    assert {count(db, table) for table in tables_of_learners() - {"sessions", "exercise_versions"}} == {0}
    published = db.all("SELECT published_by FROM exercise_versions WHERE version = 'newer'")
    assert [row["published_by"] for row in published] == [None], "others learn with it"
    again = fake_client.get("/api/auth/me", headers=author)
    assert (again.status_code, again.get_json()["error"]["code"]) == (401, "TOKEN_REVOKED")
    assert fake_client.get("/api/auth/me", headers=eve).status_code == 200


def test_the_names_of_a_deleted_account_are_free_again(client: FlaskClient, auth_headers: Headers) -> None:
    client.delete("/api/auth/me", json={"password": PASSWORD}, headers=auth_headers)
    assert client.get("/api/auth/me", headers=sign_up(client, "ada")).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"password": "wrong"}, 401, "INVALID_CREDENTIALS"),
        ({"password": ""}, 401, "INVALID_CREDENTIALS"),
        ({}, 400, "VALIDATION_ERROR"),
        ({"password": 5}, 400, "VALIDATION_ERROR"),
        ({"password": PASSWORD, "sure": True}, 400, "VALIDATION_ERROR"),
    ],
)
def test_without_the_password_the_account_stays(
    client: FlaskClient, auth_headers: Headers, body: dict[str, Any], status: int, code: str
) -> None:
    response = client.delete("/api/auth/me", json=body, headers=auth_headers)
    assert (response.status_code, response.get_json()["error"]["code"]) == (status, code)
    assert client.get("/api/auth/me", headers=auth_headers).status_code == 200


def test_a_session_in_use_notes_it_every_few_minutes(client: FlaskClient, auth_headers: Headers, db: Database) -> None:
    db.execute("UPDATE sessions SET last_used_at = :at", {"at": ago(minutes=6)})
    client.get("/api/auth/me", headers=auth_headers)
    noted = db.all("SELECT last_used_at FROM sessions")[0]["last_used_at"]
    assert noted > ago(minutes=1)
    client.get("/api/auth/me", headers=auth_headers)
    assert db.all("SELECT last_used_at FROM sessions")[0]["last_used_at"] == noted


def test_a_session_ends_with_its_absolute_life_however_much_it_is_used(make_app: MakeApp, db: Database) -> None:
    client = make_app(JWT_SESSION_EXPIRES_IN="1h").test_client()
    body = {"email": "ada@example.org", "username": "ada", "password": PASSWORD}
    pair = data_of(client.post("/api/auth/register", json=body))
    db.execute("UPDATE sessions SET created_at = :at", {"at": ago(minutes=59)})
    pair = data_of(client.post("/api/auth/refresh", json={"refreshToken": pair["refreshToken"]}))
    ends = db.all("SELECT expires_at FROM sessions")[0]["expires_at"]
    assert ends < clock.to_text(clock.now() + timedelta(minutes=2))
    db.execute("UPDATE sessions SET created_at = :at, expires_at = :at", {"at": ago(minutes=61)})
    refused = client.post("/api/auth/refresh", json={"refreshToken": pair["refreshToken"]})
    assert refused.get_json()["error"]["code"] == "TOKEN_REVOKED"


def test_sessions_that_ended_long_ago_are_pruned_at_the_next_sign_in(client: FlaskClient, db: Database) -> None:
    headers = [sign_up(client, name) for name in ("ada", "bob", "cleo", "dora")]
    client.post("/api/auth/logout", headers=headers[0])
    client.post("/api/auth/logout", headers=headers[1])
    db.execute("UPDATE sessions SET expires_at = :at WHERE revoked_at IS NOT NULL", {"at": ago(hours=25)})
    client.post("/api/auth/logout", headers=headers[2])
    assert count(db, "sessions") == 4
    client.post("/api/auth/login", json={"username": "dora", "password": PASSWORD})
    assert count(db, "sessions") == 3, "two are gone, one was revoked just now, one is new"


def test_no_table_holds_a_token(client: FlaskClient, db: Database) -> None:
    body = {"email": "ada@example.org", "username": "ada", "password": PASSWORD}
    pair = data_of(client.post("/api/auth/register", json=body))
    stored = json.dumps([dict(row) for row in db.all("SELECT * FROM sessions")])
    for token in (pair["accessToken"], pair["refreshToken"]):
        assert token not in stored
        assert token.split(".")[2] not in stored
