"""What one account can make the service store is bounded, and learners keep what they need."""

import json

import pytest
from flask.testing import FlaskClient

from portal.database import Database
from portal.services.stored_text import shorten
from tests.conftest import Headers, MakeApp, sign_up
from tests.portal.fake_executor import FAILING_TEST, PASSING_TEST, FakeExecutor, result


def submit(client: FlaskClient, headers: Headers, code: str, exercise: str = "greet", **more: str) -> None:
    body = {"exerciseId": exercise, "code": code}
    assert client.post("/api/exercises/test", json=body, headers={**headers, **more}).status_code == 200


def codes(client: FlaskClient, headers: Headers, exercise: str = "greet") -> list[str]:
    path = f"/api/exercises/{exercise}/submissions?perPage=100"
    return [item["code"] for item in client.get(path, headers=headers).get_json()["data"]["submissions"]]


@pytest.mark.usefixtures("distinct_moments")
def test_the_newest_submissions_and_the_newest_pass_of_each_exercise_are_kept(
    make_app: MakeApp, fake: FakeExecutor
) -> None:
    client = make_app(EXECUTOR_SERVICE_URL=fake.url, SUBMISSIONS_KEPT="3").test_client()
    ada, eve = sign_up(client, "ada"), sign_up(client, "eve")
    submit(client, eve, "eve's")
    fake.data = result(PASSING_TEST)
    for code in ("first pass", "second pass"):
        submit(client, ada, code)
    submit(client, ada, "other pass", "temperature")
    fake.data = result(FAILING_TEST)
    for number in range(5):
        submit(client, ada, f"fail {number}")
    assert codes(client, ada) == ["fail 4", "fail 3", "fail 2", "second pass"]
    assert codes(client, ada, "temperature") == ["other pass"]
    assert codes(client, eve) == ["eve's"]


def test_statistics_count_submissions_that_are_deleted(make_app: MakeApp, fake: FakeExecutor) -> None:
    client = make_app(EXECUTOR_SERVICE_URL=fake.url, SUBMISSIONS_KEPT="1").test_client()
    ada = sign_up(client, "ada")
    for number in range(4):
        fake.data = result(PASSING_TEST if number % 2 else FAILING_TEST)
        submit(client, ada, f"{number}")
    found = client.get("/api/progress/stats", headers=ada).get_json()["data"]
    assert (found["attempts"], found["successRate"]) == (4, 0.5)
    assert [day["submissions"] for day in found["activity"]] == [4]
    assert client.get("/api/progress/greet", headers=ada).get_json()["data"]["progress"]["attempts"] == 4
    assert client.get("/api/exercises/greet/solution", headers=ada).status_code == 200


def test_long_results_are_shortened_where_they_are_stored_and_whole_in_the_answer(
    fake_client: FlaskClient, fake: FakeExecutor, db: Database
) -> None:
    ada = sign_up(fake_client, "ada")
    fake.data = result(*[{**FAILING_TEST, "name": f"test_{n}", "output": "x" * 3000} for n in range(300)])
    body = {"exerciseId": "greet", "code": "x"}
    keyed = {**ada, "Idempotency-Key": "k1"}
    first = fake_client.post("/api/exercises/test", json=body, headers=keyed)
    second = fake_client.post("/api/exercises/test", json=body, headers=keyed)
    assert len(first.data) > 900_000
    assert {test["output"] for test in first.get_json()["data"]["tests"]} == {"x" * 3000}
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.get_json()["data"]["summary"] == first.get_json()["data"]["summary"]
    (stored,) = fake_client.get("/api/exercises/greet/submissions", headers=ada).get_json()["data"]["submissions"]
    assert (stored["testResults"]["summary"]["total"], len(stored["testResults"]["tests"])) == (300, 200)
    assert len(json.dumps(stored)) < 60_000
    (answer,) = db.all("SELECT body FROM idempotency_keys")
    assert len(answer["body"]) < 150_000


@pytest.mark.usefixtures("distinct_moments")
def test_the_newest_answers_to_keys_are_kept_and_requests_that_run_keep_theirs(
    fake_client: FlaskClient, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.services.idempotency._MAX_KEYS", 3)
    ada = sign_up(fake_client, "ada")
    db.execute(
        "INSERT INTO idempotency_keys (user_id, key, fingerprint, created_at)"
        " SELECT id, 'running', 'f', '2999-01-01T00:00:00.000Z' FROM users"
    )
    db.execute("UPDATE idempotency_keys SET created_at = '2026-01-01T00:00:00.000Z'")
    for number in range(5):
        db.execute("UPDATE idempotency_keys SET created_at = '2999-01-01T00:00:00.000Z' WHERE key = 'running'")
        submit(fake_client, ada, "x", **{"Idempotency-Key": f"k{number}"})
    kept = {row["key"] for row in db.all("SELECT key FROM idempotency_keys")}
    assert "running" in kept
    assert kept - {"running"} <= {"k2", "k3", "k4"}


@pytest.mark.usefixtures("distinct_moments")  # sessions are ordered by the millisecond
def test_the_newest_sessions_of_an_account_are_kept(
    client: FlaskClient, auth_headers: Headers, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.services.sessions._MAX_SESSIONS", 3)
    login = {"username": "ada", "password": "correct horse"}
    tokens = []
    for _ in range(3):
        tokens.append(client.post("/api/auth/login", json=login).get_json()["data"]["accessToken"])
    for token in tokens:
        assert client.get("/api/auth/me", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert client.get("/api/auth/me", headers=auth_headers).status_code == 401
    assert len(db.all("SELECT id FROM sessions")) == 3


@pytest.mark.parametrize("value", [None, 5, "", "short", ["a", {"b": "c"}], {"a": None, "b": 1.5}])
def test_short_data_stays_as_it_is(value: object) -> None:
    assert shorten(value, 100) is value


def test_the_longest_strings_are_cut_first() -> None:
    short = shorten({"a": "x" * 1000, "b": ["y" * 10, "z" * 500], "c": {"d": 5}}, 100)
    assert short["b"][0] == "y" * 10
    assert short["c"] == {"d": 5}
    assert short["a"] == "x" * 45 + " ... (shortened)"
    assert short["b"][1] == "z" * 45 + " ... (shortened)"


def test_a_string_that_just_fits_is_not_cut() -> None:
    assert shorten(["x" * 50, "y" * 51], 100) == ["x" * 50, "y" * 50 + " ... (shortened)"]


def test_a_limit_of_zero_leaves_only_the_marks() -> None:
    assert shorten(["x" * 10] * 5, 0) == [" ... (shortened)"] * 5
