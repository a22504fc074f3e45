"""Idempotency-Key: a request that is sent twice is carried out once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal import clock
from portal.database import Database
from portal.extensions import get_db
from tests.conftest import Headers, MakeApp, sign_up
from tests.portal.fake_executor import FakeExecutor
from tests.serving import until

ATTEMPT = {"exerciseId": "greet", "code": "def greet(name): ..."}
SAVED = {"exerciseId": "greet", "status": "in_progress"}


@pytest.fixture
def ada(fake_client: FlaskClient) -> Headers:
    return sign_up(fake_client, "ada")


def submit(client: FlaskClient, headers: Headers, key: str, **changes: Any) -> TestResponse:
    return client.post("/api/exercises/test", json={**ATTEMPT, **changes}, headers={**headers, "Idempotency-Key": key})


def code_of(response: TestResponse) -> str:
    return str(response.get_json()["error"]["code"])


def attempts_of(client: FlaskClient, headers: Headers) -> int:
    progress = client.get("/api/progress", headers=headers).get_json()["data"]["progress"]
    return int(progress[0]["attempts"]) if progress else 0


def test_a_retry_gets_the_first_answer_and_is_not_graded_again(
    fake_client: FlaskClient, fake: FakeExecutor, ada: Headers
) -> None:
    first, second = submit(fake_client, ada, "k1"), submit(fake_client, ada, "k1")
    assert first.data == second.data
    assert first.status_code == second.status_code == 200
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.content_type == first.content_type
    assert len(fake.requests) == 1
    assert attempts_of(fake_client, ada) == 1


def test_another_key_is_another_attempt(fake_client: FlaskClient, ada: Headers) -> None:
    submit(fake_client, ada, "k1")
    submit(fake_client, ada, "k2")
    assert attempts_of(fake_client, ada) == 2


def test_the_same_key_with_another_body_is_refused(fake_client: FlaskClient, ada: Headers) -> None:
    submit(fake_client, ada, "k1")
    refused = submit(fake_client, ada, "k1", code="another")
    assert (refused.status_code, code_of(refused)) == (422, "IDEMPOTENCY_KEY_REUSED")


def test_the_same_key_at_another_endpoint_is_refused(fake_client: FlaskClient, ada: Headers) -> None:
    submit(fake_client, ada, "k1")
    refused = fake_client.post("/api/progress", json=SAVED, headers={**ada, "Idempotency-Key": "k1"})
    assert (refused.status_code, code_of(refused)) == (422, "IDEMPOTENCY_KEY_REUSED")


def test_the_order_of_the_fields_does_not_matter(fake_client: FlaskClient, fake: FakeExecutor, ada: Headers) -> None:
    submit(fake_client, ada, "k1")
    again = {name: ATTEMPT[name] for name in reversed(ATTEMPT)}
    response = fake_client.post("/api/exercises/test", json=again, headers={**ada, "Idempotency-Key": "k1"})
    assert response.headers["Idempotency-Replayed"] == "true"


def test_a_request_that_still_runs_is_a_conflict(make_app: MakeApp, fake: FakeExecutor) -> None:
    app = make_app(EXECUTOR_SERVICE_URL=fake.url)
    headers = sign_up(app.test_client(), "ada")
    fake.hold.clear()
    answers: list[TestResponse] = []
    running = threading.Thread(target=lambda: answers.append(submit(app.test_client(), headers, "k1")))
    running.start()
    while not fake.requests:
        running.join(0.01)
    refused = submit(app.test_client(), headers, "k1")
    assert (refused.status_code, code_of(refused)) == (409, "IDEMPOTENCY_KEY_IN_USE")
    assert refused.headers["Retry-After"] == "1"
    fake.hold.set()
    running.join()
    assert answers[0].status_code == 200


def test_twenty_at_once_are_graded_once(make_app: MakeApp, fake: FakeExecutor) -> None:
    app = make_app(EXECUTOR_SERVICE_URL=fake.url, WEB_THREADS="64")
    headers = sign_up(app.test_client(), "ada")
    fake.delay_s = 0.2
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(submit(app.test_client(), headers, "k1").status_code))
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {200, 409}
    assert statuses.count(200) >= 1
    assert len(fake.requests) == 1


def test_a_fault_of_ours_is_not_kept(fake_client: FlaskClient, fake: FakeExecutor, ada: Headers) -> None:
    fake.status = 500
    assert submit(fake_client, ada, "k1").status_code == 502
    fake.status = 200
    retried = submit(fake_client, ada, "k1")
    assert retried.status_code == 200
    assert "Idempotency-Replayed" not in retried.headers


def test_a_refusal_is_kept(fake_client: FlaskClient, ada: Headers) -> None:
    first, second = (submit(fake_client, ada, "k1", exerciseId="none") for _ in range(2))
    assert first.status_code == second.status_code == 404
    assert first.data == second.data
    assert second.headers["Idempotency-Replayed"] == "true"


def test_a_retry_after_the_session_ended_is_carried_out_in_the_next(
    fake_client: FlaskClient, fake: FakeExecutor, ada: Headers
) -> None:
    client = fake_client.application.test_client()
    fake.hold.clear()
    with ThreadPoolExecutor() as pool:
        ended = pool.submit(submit, client, ada, "k1")
        until(lambda: fake.requests)
        fake_client.post("/api/auth/logout", headers=ada)
        fake.hold.set()
    assert code_of(ended.result()) == "TOKEN_REVOKED"
    again = fake_client.post("/api/auth/login", json={"username": "ada", "password": "correct horse"}).get_json()
    retried = submit(fake_client, {"Authorization": f"Bearer {again['data']['accessToken']}"}, "k1")
    assert (retried.status_code, retried.headers.get("Idempotency-Replayed")) == (200, None)


def test_a_request_that_outlives_its_claim_is_not_recorded_beside_its_retry(
    make_app: MakeApp, fake: FakeExecutor
) -> None:
    app = make_app(EXECUTOR_SERVICE_URL=fake.url)
    headers = sign_up(app.test_client(), "ada")
    fake.delay_s = 1.0
    answers: list[TestResponse] = []
    slow = threading.Thread(target=lambda: answers.append(submit(app.test_client(), headers, "k1")))
    slow.start()
    while not fake.requests:
        slow.join(0.01)
    fake.delay_s = 0
    with app.app_context():
        get_db().execute("UPDATE idempotency_keys SET created_at = '2020-01-01T00:00:00.000Z'")
    retried = submit(app.test_client(), headers, "k1")
    slow.join()
    assert retried.status_code == 200
    assert (answers[0].status_code, code_of(answers[0])) == (409, "IDEMPOTENCY_KEY_IN_USE")
    assert submit(app.test_client(), headers, "k1").data == retried.data
    assert attempts_of(app.test_client(), headers) == 1


def test_a_short_retention_does_not_release_the_key_of_a_long_run(
    make_app: MakeApp, fake: FakeExecutor, db: Database
) -> None:
    app = make_app(EXECUTOR_SERVICE_URL=fake.url, EXECUTOR_TIMEOUT="120000", IDEMPOTENCY_RETENTION="60")
    client = app.test_client()
    headers = sign_up(client, "ada")
    submit(client, headers, "k1")
    began = clock.to_text(clock.now() - timedelta(seconds=100))
    db.execute("UPDATE idempotency_keys SET status = NULL, body = NULL, created_at = :at", {"at": began})
    assert submit(client, headers, "k2").status_code == 200
    assert submit(client, headers, "k1").status_code == 409


def test_a_body_that_is_not_valid_does_not_use_the_key_up(fake_client: FlaskClient, ada: Headers) -> None:
    assert submit(fake_client, ada, "k1", code=5).status_code == 400
    assert submit(fake_client, ada, "k1").status_code == 200


def test_keys_belong_to_their_user(fake_client: FlaskClient, fake: FakeExecutor, ada: Headers) -> None:
    submit(fake_client, ada, "k1")
    eve = submit(fake_client, sign_up(fake_client, "eve"), "k1")
    assert "Idempotency-Replayed" not in eve.headers
    assert len(fake.requests) == 2


def test_a_guest_has_nothing_to_repeat(fake_client: FlaskClient, fake: FakeExecutor) -> None:
    assert submit(fake_client, {}, "k1").status_code == 200
    assert submit(fake_client, {}, "k1").status_code == 200
    assert len(fake.requests) == 2


@pytest.mark.parametrize("key", ["", "x" * 256, "two words", "é"])
def test_an_invalid_key_is_refused_by_name(fake_client: FlaskClient, ada: Headers, key: str) -> None:
    refused = submit(fake_client, ada, key)
    assert refused.status_code == 400
    assert "Idempotency-Key" in refused.get_json()["error"]["details"]


def test_saving_progress_respects_the_idempotency_key_too(fake_client: FlaskClient, ada: Headers) -> None:
    headers = {**ada, "Idempotency-Key": "p1"}
    first = fake_client.post("/api/progress", json=SAVED, headers=headers)
    second = fake_client.post("/api/progress", json=SAVED, headers=headers)
    assert first.data == second.data
    assert second.headers["Idempotency-Replayed"] == "true"


def test_a_day_later_the_key_is_free_again(
    fake_client: FlaskClient, fake: FakeExecutor, ada: Headers, db: Database
) -> None:
    submit(fake_client, ada, "k1")
    db.execute("UPDATE idempotency_keys SET created_at = '2020-01-01T00:00:00.000Z'")
    assert "Idempotency-Replayed" not in submit(fake_client, ada, "k1").headers
    assert len(fake.requests) == 2


def test_a_key_whose_process_died_is_free_after_the_longest_run(
    fake_client: FlaskClient, ada: Headers, db: Database
) -> None:
    submit(fake_client, ada, "k1")
    db.execute("UPDATE idempotency_keys SET status = NULL, body = NULL")
    assert submit(fake_client, ada, "k1").status_code == 409
    db.execute("UPDATE idempotency_keys SET created_at = :at", {"at": clock.to_text(clock.now().replace(year=2025))})
    assert submit(fake_client, ada, "k1").status_code == 200
