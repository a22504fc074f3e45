"""Every operation is called for real, for its success and for every error the document says it can give."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from portal.errors import DATABASE_ERRORS, ServiceBusy
from portal.services import authoring
from tests import document
from tests.conftest import Headers, MakeApp, sign_up, sign_up_author
from tests.portal.fake_executor import PASSING_TEST, FakeExecutor, result
from tests.portal.openapi.test_document import codes_of

# What needs a fault of ours, or haste: other tests cause these, not for each operation.
ELSEWHERE = {"INTERNAL_ERROR", "NOT_READY", "IDEMPOTENCY_KEY_IN_USE"} | {
    error.code for error in (*DATABASE_ERRORS, ServiceBusy)
}
SOLUTION = {"exerciseId": "greet", "code": "def greet(name): ..."}
RUN = {"code": "print(1)"}

Seen = set[tuple[str, str]]


@pytest.fixture
def seen() -> Seen:
    return set()


@pytest.fixture
def app(make_app: MakeApp, fake: FakeExecutor, seen: Seen) -> Flask:
    """An application with a scripted executor, no grace for spent tokens, and a record of what it answered."""
    app = make_app(EXECUTOR_SERVICE_URL=fake.url, EXECUTOR_TIMEOUT="1000", JWT_REFRESH_GRACE="0")
    document.watch(app, [], lambda operation, outcome: seen.add((operation, outcome)))
    return app


def test_every_operation_answers_all_that_the_document_says(
    app: Flask,
    client: FlaskClient,
    fake: FakeExecutor,
    make_app: MakeApp,
    seen: Seen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(authoring, "_MAX_BUSY_S", 0.0)
    refuse_bad_requests(app, client)
    refuse_bad_tokens(app, client, expired_headers(make_app))
    ada = sign_up(client, "ada")
    visit_accounts(client, ada)
    visit_exercises(client, ada)
    author = manage_exercises(client, ada, fake)
    fail_to_execute(client, fake, author)
    limited = make_app(RATE_LIMIT_MAX_REQUESTS="1")
    document.watch(limited, [], lambda operation, outcome: seen.add((operation, outcome)))
    limited.test_client().get("/api/exercises")  # uses the limit up
    for method, path, _ in calls(app):
        limited.test_client().open(path, method=method)
    for variables in ({"GUEST_EXECUTION": "false"}, {"EXECUTOR_SERVICE_URL": "http://127.0.0.1:1"}):
        other = make_app(**variables)
        document.watch(other, [], lambda operation, outcome: seen.add((operation, outcome)))
        other.test_client().post("/api/exercises/run", json=RUN)
        other.test_client().post("/api/exercises/test", json=SOLUTION)
        own = other.test_client().get("/api/exercises/greet/source", headers=author).get_json()["data"]["exercise"]
        other.test_client().post("/api/exercises/check", headers=author, json={**own, "id": "own"})
        other.test_client().put("/api/exercises/own", headers=author, json=own)
    for path in ("/health", "/health/ready", "/health/deps", "/metrics", "/api/none"):
        client.get(path)
    for path in ("/api/openapi.json", "/api/docs", "/api/docs/errors", "/api"):
        client.get(path)
    client.get("/metrics", headers={"Accept": "application/openmetrics-text"})
    client.delete("/health")

    described = {
        (name, code)
        for name, operation in document.operations().items()
        for code in {"success", *codes_of(operation)} - ELSEWHERE
    }
    # No route matches, so no operation is seen: a path parameter with a slash in it.
    assert {("", "NOT_FOUND"), ("", "METHOD_NOT_ALLOWED")} <= seen
    missing = {(name, code) for name, code in described - seen if code != "NOT_FOUND"}
    assert missing == {("logout", "SESSION_NOT_FOUND")}, "only when two requests sign out at once"


def calls(app: Flask) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation, with something in the place of its path's variables."""
    for path, operations in document.read()["paths"].items():
        for method, operation in operations.items():
            yield method, path.replace("{", "").replace("}", ""), operation


def refuse_bad_requests(app: Flask, client: FlaskClient) -> None:
    """Send what cannot be read, to every operation."""
    headers = sign_up_author(client, "bob")
    for method, path, operation in calls(app):
        client.open(f"{path}?unknown=1", method=method, headers=headers)
        if "requestBody" in operation:
            token = {} if path.endswith("/refresh") else headers
            client.open(path, method=method, headers=token, data=b"{", content_type="application/json")
            client.open(path, method=method, headers=token, data=b"{}", content_type="text/plain")
            client.open(path, method=method, headers=token, data=b" " * (2**20 + 1), content_type="application/json")


def expired_headers(make_app: MakeApp) -> Headers:
    """The headers of a learner whose token expires at once."""
    return sign_up(make_app(JWT_EXPIRES_IN="1s").test_client(), "cyd")


def refuse_bad_tokens(app: Flask, client: FlaskClient, expired: Headers) -> None:
    """Call every operation with a bad token, an ended one, an expired one, and with none."""
    ended = sign_up(client, "dan")
    client.post("/api/auth/logout", headers=ended)
    for method, path, _ in calls(app):
        for headers in ({}, {"Authorization": "Bearer bad"}, ended):
            client.open(path, method=method, headers=headers)
        with time_machine.travel(time.time() + 10):  # the token of `expired` lives for a second
            client.open(path, method=method, headers=expired)


def visit_accounts(client: FlaskClient, ada: Headers) -> None:
    """Use an account and its sessions in every way."""
    account = {"email": "eve@example.org", "username": "eve", "password": "correct horse"}
    tokens = client.post("/api/auth/register", json=account).get_json()["data"]
    client.post("/api/auth/register", json=account)
    client.post("/api/auth/register", json={**account, "email": "other@example.org"})
    client.post("/api/auth/login", json={"username": "eve", "password": "correct horse"})
    client.post("/api/auth/login", json={"username": "eve", "password": "wrong"})
    for _ in range(3):  # spent, used again, revoked for it
        client.post("/api/auth/refresh", headers={"Authorization": f"Bearer {tokens['refreshToken']}"})
    client.get("/api/auth/me", headers=ada)
    change = {"currentPassword": "correct horse", "newPassword": "battery staple"}
    client.put("/api/auth/password", headers=ada, json=change)
    client.put("/api/auth/password", headers=ada, json=change)
    client.post("/api/auth/login", json={"username": "ada", "password": "battery staple"})
    sessions = client.get("/api/auth/sessions", headers=ada).get_json()["data"]["sessions"]
    address = f"/api/auth/sessions/{next(session['id'] for session in sessions if not session['current'])}"
    client.delete(address, headers=ada)
    client.delete(address, headers=ada)
    client.post("/api/auth/logout", headers=sign_up(client, "fay"))
    client.post("/api/auth/password/forgot", json={"email": "fay@example.org"})
    link = client.application.test_cli_runner().invoke(args=["reset-password", "fay"]).output
    for _ in range(2):  # good, spent
        token = link.strip().partition("#reset-password=")[2]
        client.post("/api/auth/password/reset", json={"token": token, "newPassword": "battery staple"})
    leaving = sign_up(client, "gil")
    client.get("/api/auth/me/export", headers=leaving)
    for password in ("wrong", "correct horse"):
        client.delete("/api/auth/me", headers=leaving, json={"password": password})


def visit_exercises(client: FlaskClient, ada: Headers) -> None:
    """Look at exercises, run, submit and save, as they exist and as they do not."""
    client.get("/api/exercises", headers=ada)
    for exercise in ("greet", "no-such"):
        client.get(f"/api/exercises/{exercise}", headers=ada)
        client.get(f"/api/exercises/{exercise}/solution", headers=ada)
        client.get(f"/api/exercises/{exercise}/submissions", headers=ada)
        client.post("/api/exercises/test", headers=ada, json={**SOLUTION, "exerciseId": exercise})
        client.get(f"/api/exercises/{exercise}/solution", headers=ada)
        client.post("/api/progress", headers=ada, json={"exerciseId": exercise})
        client.get(f"/api/progress/{exercise}", headers=ada)
    client.get("/api/progress/keep-even", headers=ada)
    client.post("/api/exercises/run", json=RUN)
    client.get("/api/progress", headers=ada)
    client.get("/api/progress/stats", headers=ada)
    for path, body in (("/api/exercises/test", SOLUTION), ("/api/progress", {"exerciseId": "greet"})):
        keyed = {**ada, "Idempotency-Key": path}
        client.post(path, headers=keyed, json=body)
        client.post(path, headers=keyed, json={**body, "exerciseId": "keep-even"})


def manage_exercises(client: FlaskClient, ada: Headers, fake: FakeExecutor) -> Headers:
    """Do what authors do, as a learner and as an author, whose headers are returned."""
    author = sign_up_author(client)
    own = {**client.get("/api/exercises/greet/source", headers=author).get_json()["data"]["exercise"], "title": "Own"}
    for headers in (ada, author):
        for exercise in ("greet", "no-such"):
            for part in ("analytics", "source", "versions"):
                client.get(f"/api/exercises/{exercise}/{part}", headers=headers)
        client.post("/api/exercises/check", headers=headers, json={**own, "id": "own"})
        client.put("/api/exercises/own", headers=headers, json=own)  # whatever runs passes, so there are faults
        fake.only_passes = own["solution"]
        client.put("/api/exercises/own", headers=headers, json={**own, "wrongSamples": [], "equivalent": []})
        fake.only_passes = None
        for exercise in ("own", "no-such"):
            client.delete(f"/api/exercises/{exercise}", headers=headers)
    return author


def fail_to_execute(client: FlaskClient, fake: FakeExecutor, author: Headers) -> None:
    """Let the executor fail in every way."""
    own = client.get("/api/exercises/greet/source", headers=author).get_json()["data"]["exercise"]
    faults: list[dict[str, Any]] = [{"status": 503}, {"status": 500}, {"delay_s": 1.5}, {"hang_up": True}]
    for fault in faults:
        set_fault(fake, fault)
        client.post("/api/exercises/run", json=RUN)
        client.post("/api/exercises/test", json=SOLUTION)
        set_fault(fake, {})
        client.post("/api/exercises/run", json=RUN)
        set_fault(fake, fault)
        client.post("/api/exercises/check", headers=author, json={**own, "id": "own"})
        client.put("/api/exercises/own", headers=author, json=own)
        set_fault(fake, {})
        client.post("/api/exercises/run", json=RUN)  # so that the breaker stays closed
    set_fault(fake, {"data": result(PASSING_TEST, status="grader_error")})
    client.post("/api/exercises/test", json=SOLUTION)


def set_fault(fake: FakeExecutor, fault: dict[str, Any]) -> None:
    """Make the executor sound but for one fault."""
    sound: dict[str, Any] = {"status": 200, "delay_s": 0.0, "hang_up": False}
    for name, value in {**sound, **fault}.items():
        setattr(fake, name, value)
