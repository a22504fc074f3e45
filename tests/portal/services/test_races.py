"""What was checked before a wait (bcrypt, executor, database) is checked again by the transaction that writes."""

import dataclasses
import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.bulkhead import Bulkhead
from portal.database import Database
from portal.database.sqlite_connections import SqliteConnections
from portal.errors import ServiceBusy
from portal.services import password_reset
from portal.services.passwords import PasswordHasher
from tests.conftest import Headers, MakeApp, sign_up
from tests.portal.fake_executor import FakeExecutor
from tests.serving import until

PASSWORD, OTHER = "correct horse", "battery staple"
LOGIN = {"username": "ada", "password": PASSWORD}
CHANGE = {"currentPassword": PASSWORD, "newPassword": OTHER}
ATTEMPT = {"exerciseId": "greet", "code": "x = 1"}


class Gate(Bulkhead):
    """A bulkhead at which every thread stops until it is opened."""

    def __init__(self) -> None:
        budget = threading.BoundedSemaphore()
        super().__init__("gate", size=1, waiting=0, wait_s=0, refusal=ServiceBusy, budget=budget)
        self.arrived = 0
        self.opened = threading.Event()

    @contextmanager
    def enter(self) -> Iterator[None]:
        self.arrived += 1
        assert self.opened.wait(20)
        yield


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as pool:
        yield pool


@pytest.fixture
def ada(client: FlaskClient) -> Headers:
    return sign_up(client, "ada")


@pytest.fixture
def gated(make_app: MakeApp) -> tuple[FlaskClient, Gate]:
    """An application on the same database as `client` whose threads stop before they hash a password."""
    app, gate = make_app(), Gate()
    own = app.extensions["portal"]
    app.extensions["portal"] = dataclasses.replace(own, passwords=PasswordHasher(4, gate))
    return app.test_client(), gate


@pytest.fixture
def held(make_app: MakeApp) -> tuple[FlaskClient, Gate]:
    """An application on the same database as `client` whose threads stop before they write."""
    app, gate = make_app(), Gate()
    own = app.extensions["portal"]
    connections = SqliteConnections(Path(own.settings.database_url), gate)
    app.extensions["portal"] = dataclasses.replace(own, connections=connections)
    return app.test_client(), gate


def meanwhile(
    pool: ThreadPoolExecutor, gate: Gate, call: Callable[[], TestResponse], act: Callable[[], object]
) -> TestResponse:
    """Start a call, do something else while it stands before the gate, and return what it answered."""
    waiting = pool.submit(call)
    until(lambda: gate.arrived)
    act()
    gate.opened.set()
    return waiting.result()


def code_of(response: TestResponse) -> tuple[int, str]:
    return response.status_code, "" if response.status_code == 200 else response.get_json()["error"]["code"]


def count(db: Database, table: str, condition: str = "1 = 1") -> int:
    row = db.one(f"SELECT COUNT(*) AS total FROM {table} WHERE {condition}")  # noqa: S608 (names of this file)
    return int(row["total"]) if row else 0


def change(client: FlaskClient, headers: Headers, new: str = OTHER) -> TestResponse:
    return client.put("/api/auth/password", json={**CHANGE, "newPassword": new}, headers=headers)


def delete(client: FlaskClient, headers: Headers, password: str = PASSWORD) -> TestResponse:
    return client.delete("/api/auth/me", json={"password": password}, headers=headers)


def log_in(client: FlaskClient, password: str = PASSWORD) -> TestResponse:
    return client.post("/api/auth/login", json={**LOGIN, "password": password})


def log_out(client: FlaskClient, headers: Headers) -> TestResponse:
    return client.post("/api/auth/logout", headers=headers)


def reset(app: Flask, db: Database) -> None:
    own = app.extensions["portal"]
    link = password_reset.make_link(db, own.settings, "ada")
    assert link is not None
    token = link.partition("reset-password=")[2]
    password_reset.reset(db, own.passwords, own.settings, token=token, new=OTHER)


def test_a_login_under_way_while_the_password_changes_opens_no_session(
    client: FlaskClient, gated: tuple[FlaskClient, Gate], ada: Headers, db: Database, pool: ThreadPoolExecutor
) -> None:
    answer = meanwhile(pool, gated[1], lambda: log_in(gated[0]), lambda: change(client, ada))
    assert code_of(answer) == (401, "INVALID_CREDENTIALS")
    assert count(db, "sessions", "revoked_at IS NULL") == 1, "the one that changed it"
    assert code_of(log_in(client, OTHER)) == (200, "")


def test_a_login_under_way_while_the_password_is_reset_opens_no_session(
    app: Flask, gated: tuple[FlaskClient, Gate], ada: Headers, db: Database, pool: ThreadPoolExecutor
) -> None:
    answer = meanwhile(pool, gated[1], lambda: log_in(gated[0]), lambda: reset(app, db))
    assert code_of(answer) == (401, "INVALID_CREDENTIALS")
    assert count(db, "sessions", "revoked_at IS NULL") == 0


def test_a_login_under_way_while_the_account_is_deleted_is_refused(
    client: FlaskClient, gated: tuple[FlaskClient, Gate], ada: Headers, db: Database, pool: ThreadPoolExecutor
) -> None:
    answer = meanwhile(pool, gated[1], lambda: log_in(gated[0]), lambda: delete(client, ada))
    assert code_of(answer) == (401, "INVALID_CREDENTIALS")
    assert count(db, "users") == count(db, "sessions") == 0


def test_of_two_changes_with_one_current_password_one_succeeds(
    gated: tuple[FlaskClient, Gate], ada: Headers, pool: ThreadPoolExecutor
) -> None:
    client, gate = gated
    changes = {new: pool.submit(change, client, ada, new) for new in ("the first new one", "the second new one")}
    until(lambda: gate.arrived == 2)
    gate.opened.set()
    outcomes = {new: code_of(call.result()) for new, call in changes.items()}
    assert sorted(outcomes.values()) == [(200, ""), (401, "INVALID_CREDENTIALS")]
    for new, outcome in outcomes.items():
        assert log_in(client, new).status_code == outcome[0]


def test_a_link_that_is_used_twice_at_once_sets_one_password(
    app: Flask, gated: tuple[FlaskClient, Gate], ada: Headers, db: Database, pool: ThreadPoolExecutor
) -> None:
    client, gate = gated
    link = password_reset.make_link(db, app.extensions["portal"].settings, "ada")
    assert link is not None
    token = link.partition("reset-password=")[2]

    def use(new: str) -> int:
        body = {"token": token, "newPassword": new}
        return client.post("/api/auth/password/reset", json=body).status_code

    uses = [pool.submit(use, new) for new in ("the first new one", "the second new one")]
    until(lambda: gate.arrived == 2)
    gate.opened.set()
    statuses = sorted(use.result() for use in uses)
    assert statuses[0] == 200
    assert 400 <= statuses[1] < 500


ACTS: dict[str, Callable[[FlaskClient, Headers], TestResponse]] = {"change": change, "delete": delete}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_with_the_password_under_way_while_it_changes_is_refused(
    client: FlaskClient, gated: tuple[FlaskClient, Gate], ada: Headers, pool: ThreadPoolExecutor, name: str
) -> None:
    waiting, gate = gated
    answer = meanwhile(pool, gate, lambda: ACTS[name](waiting, ada), lambda: change(client, ada, "a third one"))
    assert code_of(answer) == (401, "INVALID_CREDENTIALS")
    assert log_in(client, "a third one").status_code == 200


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("end", [log_out, delete])
def test_an_act_with_the_password_under_way_while_its_session_ends_is_refused(
    client: FlaskClient,
    gated: tuple[FlaskClient, Gate],
    ada: Headers,
    db: Database,
    pool: ThreadPoolExecutor,
    name: str,
    end: Callable[[FlaskClient, Headers], TestResponse],
) -> None:
    waiting, gate = gated
    answer = meanwhile(pool, gate, lambda: ACTS[name](waiting, ada), lambda: end(client, ada))
    assert code_of(answer) == (401, "TOKEN_REVOKED")
    assert count(db, "users") == (1 if end is log_out else 0)
    if end is log_out:
        assert log_in(client).status_code == 200, "the password is the same"


def save(client: FlaskClient, headers: Headers) -> TestResponse:
    return client.post("/api/progress", json={"exerciseId": "greet"}, headers=headers)


def save_with_a_key(client: FlaskClient, headers: Headers) -> TestResponse:
    return save(client, {**headers, "Idempotency-Key": "k1"})


@pytest.mark.parametrize("write", [save, save_with_a_key, log_out, delete])
@pytest.mark.parametrize("end", [log_out, delete])
@pytest.mark.one_database
def test_a_write_that_waits_for_the_database_while_the_session_ends_is_refused(
    client: FlaskClient,
    held: tuple[FlaskClient, Gate],
    ada: Headers,
    db: Database,
    pool: ThreadPoolExecutor,
    write: Callable[[FlaskClient, Headers], TestResponse],
    end: Callable[[FlaskClient, Headers], TestResponse],
) -> None:
    waiting, gate = held
    answer = meanwhile(pool, gate, lambda: write(waiting, ada), lambda: end(client, ada))
    assert code_of(answer) in {(401, "TOKEN_REVOKED"), (404, "SESSION_NOT_FOUND")}
    assert count(db, "user_progress") == 0


@pytest.mark.parametrize("kind", ["refresh", "write"])
def test_the_row_of_a_session_that_another_transaction_ends_is_waited_for(
    app: Flask, db: Database, pool: ThreadPoolExecutor, kind: str
) -> None:
    client = app.test_client()
    account = {"email": "ada@example.org", **LOGIN}
    data = client.post("/api/auth/register", json=account).get_json()["data"]
    calls: dict[str, Callable[[], TestResponse]] = {
        "refresh": lambda: client.post("/api/auth/refresh", json={"refreshToken": data["refreshToken"]}),
        "write": lambda: client.post(
            "/api/progress",
            json={"exerciseId": "greet"},
            headers={"Authorization": f"Bearer {data['accessToken']}"},
        ),
    }
    with db.transaction():
        db.execute("UPDATE sessions SET revoked_at = '2026-01-01T00:00:00.000Z'")
        waiting = pool.submit(calls[kind])
        threading.Event().wait(0.1)  # for the call to come to the row
    assert code_of(waiting.result()) == (401, "TOKEN_REVOKED")


@pytest.mark.one_database
def test_a_refresh_that_waits_for_the_database_while_the_session_ends_is_refused(
    client: FlaskClient, held: tuple[FlaskClient, Gate], ada: Headers, pool: ThreadPoolExecutor
) -> None:
    waiting, gate = held
    pair = log_in(client).get_json()["data"]
    bearer = {"Authorization": f"Bearer {pair['accessToken']}"}
    token = {"refreshToken": pair["refreshToken"]}
    answer = meanwhile(
        pool, gate, lambda: waiting.post("/api/auth/refresh", json=token), lambda: log_out(client, bearer)
    )
    assert code_of(answer) == (401, "TOKEN_REVOKED")


def without_exercise(client: FlaskClient, headers: Headers, db: Database) -> None:
    db.execute("DELETE FROM exercises WHERE id = 'greet'")


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "k1"}], ids=["plain", "with a key"])
@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda client, headers, _db: log_out(client, headers), (401, "TOKEN_REVOKED")),
        (lambda client, headers, _db: delete(client, headers), (401, "TOKEN_REVOKED")),
        (without_exercise, (404, "EXERCISE_NOT_FOUND")),
    ],
    ids=["signed out", "account deleted", "exercise removed"],
)
def test_a_submission_under_way_while_what_it_belongs_to_goes_is_not_recorded(
    fake_client: FlaskClient,
    fake: FakeExecutor,
    db: Database,
    pool: ThreadPoolExecutor,
    act: Callable[[FlaskClient, Headers, Database], object],
    code: tuple[int, str],
    key: Headers,
) -> None:
    headers = sign_up(fake_client, "ada")
    fake.hold.clear()
    submission: Future[Any] = pool.submit(
        fake_client.application.test_client().post, "/api/exercises/test", json=ATTEMPT, headers={**headers, **key}
    )
    until(lambda: fake.requests)
    act(fake_client, headers, db)
    fake.hold.set()
    assert code_of(submission.result()) == code
    assert count(db, "exercise_submissions") == count(db, "user_progress") == 0


def test_no_login_survives_a_change_of_the_password_however_they_interleave(
    make_app: MakeApp, db: Database, pool: ThreadPoolExecutor
) -> None:
    app = make_app(WEB_THREADS="64")
    sign_up(app.test_client(), "ada")
    passwords = [PASSWORD] + [f"password number {number}" for number in range(8)]
    for old, new in itertools.pairwise(passwords):
        token = log_in(app.test_client(), old).get_json()["data"]["accessToken"]
        bearer = {"Authorization": f"Bearer {token}"}
        logins = [pool.submit(log_in, app.test_client(), old) for _ in range(8)]
        body = {"currentPassword": old, "newPassword": new}
        assert app.test_client().put("/api/auth/password", json=body, headers=bearer).status_code == 200
        assert {login.result().status_code for login in logins} <= {200, 401}
        assert count(db, "sessions", "revoked_at IS NULL") == 1
