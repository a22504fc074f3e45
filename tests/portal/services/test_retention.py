"""What is older than the operator wants to keep is deleted by `flask purge`, and nothing else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from portal import clock
from portal.database import Database
from portal.services import retention
from tests.conftest import MakeApp, sign_up


def ago(**units: int) -> str:
    return clock.to_text(clock.now() - timedelta(**units))


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app(SUBMISSION_RETENTION="30d", SESSION_RETENTION="7d", IDEMPOTENCY_RETENTION="1h")


@pytest.fixture
def users(app: Flask, db: Database) -> list[str]:
    for name in ("ada", "eve"):
        sign_up(app.test_client(), name)
    return [row["id"] for row in db.all("SELECT id FROM users ORDER BY username")]


def add_attempts(db: Database, user: str, attempts: str, *, exercise: str = "greet", days: int = 100) -> None:
    """Add an attempt for each letter, a day apart: `f` failed, `p` passed."""
    with db.transaction():
        db.insert_many(
            "exercise_submissions",
            ("id", "user_id", "exercise_id", "code", "test_results", "success", "submitted_at"),
            [
                (f"{exercise} {user} {days - n}", user, exercise, "x", "{}", int(letter == "p"), ago(days=days - n))
                for n, letter in enumerate(attempts)
            ],
        )


def kept(db: Database, user: str, exercise: str = "greet") -> str:
    rows = db.all(
        "SELECT success FROM exercise_submissions WHERE user_id = :user AND exercise_id = :exercise"
        " ORDER BY submitted_at",
        {"user": user, "exercise": exercise},
    )
    return "".join("p" if row["success"] else "f" for row in rows)


def purge(app: Flask) -> str:
    result = app.test_cli_runner().invoke(args=["purge"])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()[-1]


def test_old_failures_go_and_passes_the_newest_attempt_and_recent_ones_stay(
    app: Flask, db: Database, users: list[str]
) -> None:
    ada, eve = users
    add_attempts(db, ada, "ffpfpff")
    add_attempts(db, ada, "fff", exercise="leap-day")
    add_attempts(db, eve, "ff")
    add_attempts(db, eve, "ff", days=20)
    assert purge(app) == "Deleted 0 sessions, 0 stored responses, 8 submissions."
    assert (kept(db, ada), kept(db, ada, "leap-day"), kept(db, eve)) == ("ppf", "f", "ff")
    assert purge(app) == "Deleted 0 sessions, 0 stored responses, 0 submissions."


def test_many_are_deleted_in_steps(
    app: Flask, db: Database, users: list[str], monkeypatch: pytest.MonkeyPatch, statements: list[str]
) -> None:
    monkeypatch.setattr(retention, "_STEP_ROWS", 10)
    monkeypatch.setattr(retention, "_PAUSE_S", 0)
    add_attempts(db, users[0], "f" * 35 + "p")
    statements.clear()
    assert purge(app).endswith(" 35 submissions.")
    assert sum(text.startswith("DELETE FROM exercise_submissions") for text in statements) == 4


def test_learners_write_between_the_steps(
    app: Flask, db: Database, users: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_attempts(db, users[0], "f" * 35 + "p")
    headers = sign_up(app.test_client(), "zoe")
    found: list[int] = []

    def save(_pause_s: float) -> None:
        with ThreadPoolExecutor(1) as another:
            draft = {"json": {"exerciseId": "greet", "lastCode": "x"}, "headers": headers}
            found.append(another.submit(app.test_client().post, "/api/progress", **draft).result().status_code)

    monkeypatch.setattr(retention, "_STEP_ROWS", 10)
    monkeypatch.setattr(retention, "time", SimpleNamespace(sleep=save))
    assert purge(app).endswith(" 35 submissions.")
    assert found == [200] * 4


def test_submissions_are_kept_for_good_unless_the_operator_says_otherwise(make_app: MakeApp) -> None:
    app = make_app()
    sign_up(app.test_client(), "ada")
    with app.app_context():
        db: Database = app.extensions["portal"].connections.get()
        (row,) = db.all("SELECT id FROM users")
        add_attempts(db, row["id"], "ff", days=3000)
        assert purge(app).endswith(" 0 submissions.")
        assert kept(db, row["id"]) == "ff"


def test_ended_sessions_and_old_responses_go_when_their_time_has_come(
    app: Flask, db: Database, users: list[str]
) -> None:
    for days in (6, 8):
        db.execute(
            "INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at)"
            " VALUES (:id, :user, :at, :at, :at)",
            {"id": f"s{days}", "user": users[0], "at": ago(days=days)},
        )
    for minutes in (50, 70):
        db.execute(
            "INSERT INTO idempotency_keys (user_id, key, fingerprint, created_at) VALUES (:user, :key, 'f', :at)",
            {"key": f"k{minutes}", "user": users[0], "at": ago(minutes=minutes)},
        )
    assert purge(app) == "Deleted 1 sessions, 1 stored responses, 0 submissions."
    assert len(db.all("SELECT id FROM sessions")) == 3
    assert [row["key"] for row in db.all("SELECT key FROM idempotency_keys")] == ["k50"]
