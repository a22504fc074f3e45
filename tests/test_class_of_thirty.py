"""A class of thirty behind one address, with the limits as they are by default: nobody in it is refused, others are.

Real requests to the real application on a clock that is moved; only the executor is scripted.
"""

import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from portal.config import Settings
from tests.portal import fake_executor

pytestmark = pytest.mark.integration

SCHOOL = {"REMOTE_ADDR": "198.51.100.1"}
LEARNERS = [f"learner{number}" for number in range(30)]
START = datetime(2026, 11, 24, 9, tzinfo=UTC)
LESSON = timedelta(minutes=45)
# Limits count signed-in learners one by one, so the whole lesson of one shows that of everybody. `make test-class`
# plays it for all of them, which takes about 20 s of CPU time.
BEGINNING = LESSON if os.environ.get("WHOLE_LESSON") else timedelta(minutes=1)
DEFAULTS = Settings.from_environment({"JWT_SECRET": "s" * 64})

Event = tuple[timedelta, Callable[[], TestResponse]]


class Learner:
    """One of the class, with what they do as a keen learner does."""

    def __init__(self, client: FlaskClient, name: str) -> None:
        self._client = client
        self._name = name
        self._headers: dict[str, str] = {}
        self._drafts = 0

    def register(self) -> TestResponse:
        return self._sign_in("register", {"email": f"{self._name}@example.org", "username": self._name})

    def log_in(self) -> TestResponse:
        return self._sign_in("login", {"username": self._name})

    def mistype(self) -> TestResponse:
        return self._send("POST", "/api/auth/login", {"username": self._name, "password": "a slip of the finger"})

    def look(self) -> TestResponse:
        return self._send("GET", "/api/exercises/greet")

    def run(self) -> TestResponse:
        return self._send("POST", "/api/exercises/run", {"code": "print(1)"})

    def submit(self) -> TestResponse:
        return self._send("POST", "/api/exercises/test", {"exerciseId": "greet", "code": "x"})

    def save(self) -> TestResponse:
        self._drafts += 1
        return self._send("POST", "/api/progress", {"exerciseId": "greet", "lastCode": f"x = {self._drafts}"})

    def work(self, begin: timedelta, length: timedelta) -> Iterator[Event]:
        for act, every_s in ((self.run, 15), (self.submit, 40), (self.save, 20), (self.look, 300)):
            for number in range(int(length.total_seconds()) // every_s):
                yield begin + timedelta(seconds=number * every_s), act

    def _sign_in(self, path: str, names: dict[str, str]) -> TestResponse:
        response = self._send("POST", f"/api/auth/{path}", {**names, "password": "correct horse"})
        token = (response.get_json().get("data") or {}).get("accessToken")
        self._headers = {"Authorization": f"Bearer {token}"}
        return response

    def _send(self, method: str, path: str, body: dict[str, str] | None = None) -> TestResponse:
        return self._client.open(path, method=method, json=body, headers=self._headers, environ_base=SCHOOL)


@pytest.fixture(scope="module")
def executor() -> Iterator[fake_executor.FakeExecutor]:
    with fake_executor.serve() as executor:
        yield executor


@pytest.fixture
def app(tmp_path: Path, seeded_database: Path, executor: fake_executor.FakeExecutor) -> Iterator[Flask]:
    """An application with the limits of the defaults; its thousands of answers are not compared with the document."""
    path = tmp_path / "portal.db"
    shutil.copy(seeded_database, path)
    env = {"DATABASE_URL": str(path), "BCRYPT_ROUNDS": "4", "JWT_SECRET": "s" * 64, "LOG_LEVEL": "error"}
    app = create_app(Settings.from_environment({**env, "EXECUTOR_SERVICE_URL": executor.url}))
    yield app
    app.extensions["portal"].connections.close_all()


def play(events: list[Event]) -> Counter[int]:
    """Let everything happen in its order and at its time; return how often each status was answered."""
    statuses: Counter[int] = Counter()
    with time_machine.travel(START) as clock:
        for at, act in sorted(events, key=lambda event: event[0]):
            clock.move_to(START + at)
            statuses[act().status_code] += 1
    return statuses


def test_a_class_of_thirty_registers_signs_in_and_works_without_a_refusal(app: Flask) -> None:
    learners = [Learner(app.test_client(), name) for name in LEARNERS]
    day = timedelta(days=1)
    events: list[Event] = []
    for number, learner in enumerate(learners):
        events.append((timedelta(seconds=10 * number), learner.register))
        events.append((day + timedelta(seconds=4 * number), learner.mistype))
        events.append((day + timedelta(seconds=4 * number + 2), learner.log_in))
        events += learner.work(day + timedelta(seconds=4 * number + 3), BEGINNING if number else LESSON)
    statuses = play(events)
    assert statuses.keys() == {200, 201, 401}
    assert (statuses[201], statuses[401]) == (30, 30), "one slip of the finger each"
    assert statuses[200] > (11_000 if BEGINNING == LESSON else 600)


def refused_after(send: Callable[[int], TestResponse], most: int) -> int:
    """How many requests were answered before the first 429."""
    for number in range(most):
        if send(number).status_code == 429:
            return number
    raise AssertionError("nobody was refused")


def test_a_guesser_a_flooder_and_a_mass_registrar_are_refused_and_the_class_is_not(app: Flask) -> None:
    client = app.test_client()
    learner = Learner(client, "learner")
    assert learner.register().status_code == 201
    elsewhere = {"REMOTE_ADDR": "203.0.113.1"}

    def guess(number: int) -> TestResponse:
        body = {"username": "learner", "password": f"guess {number}"}
        return client.post("/api/auth/login", json=body, environ_base=elsewhere)

    def register(number: int) -> TestResponse:
        body = {"email": f"bot{number}@example.org", "username": f"bot{number}", "password": "correct horse"}
        return client.post("/api/auth/register", json=body, environ_base={"REMOTE_ADDR": "203.0.113.2"})

    def flood(_number: int) -> TestResponse:
        return client.get("/api/exercises/greet", environ_base={"REMOTE_ADDR": "203.0.113.3"})

    with time_machine.travel(time.time(), tick=False):
        assert refused_after(guess, 500) == DEFAULTS.auth_rate_limit_max_requests
        assert refused_after(register, 500) == 3 * DEFAULTS.auth_rate_limit_max_requests
        assert refused_after(flood, 5000) == DEFAULTS.rate_limit_max_requests
        acts = (learner.log_in, learner.look, learner.run, learner.submit, learner.save)
        assert [act().status_code for act in acts] == [200] * 5


def test_guesses_from_many_networks_close_the_account_to_logins_and_no_signed_in_learner_out(app: Flask) -> None:
    client = app.test_client()
    learner = Learner(client, "learner")
    learner.register()

    def guess(number: int) -> TestResponse:
        body = {"username": "learner", "password": f"guess {number}"}
        return client.post("/api/auth/login", json=body, environ_base={"REMOTE_ADDR": f"203.0.113.{number % 250}"})

    with time_machine.travel(time.time(), tick=False):
        assert refused_after(guess, 2000) == 10 * DEFAULTS.auth_rate_limit_max_requests
        assert [act().status_code for act in (learner.look, learner.run, learner.submit, learner.save)] == [200] * 4
