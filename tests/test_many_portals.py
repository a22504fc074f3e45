"""Two portals behind nginx that share PostgreSQL, Redis and two executors, also while one of these is killed."""

import http.client
import itertools
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests import postgresql, redis_server
from tests.installation import Installation
from tests.nginx import NGINX
from tests.portal.authoring.tracks import write_exercise, write_track
from tests.serving import PROJECT, until

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        not (NGINX and redis_server.PROGRAM and postgresql.PROGRAMS),
        reason="nginx, redis-server or PostgreSQL is not installed",
    ),
]
PASSWORD = "correct horse"
# What a caller may get while something is gone: an error of ours or of nginx that says "not now".
CLEAN = {
    502: {"PORTAL_UNAVAILABLE", "EXECUTOR_BAD_RESPONSE"},
    503: {"PORTAL_UNAVAILABLE", "EXECUTOR_UNAVAILABLE", "EXECUTOR_BUSY", "DB_UNAVAILABLE", "DB_BUSY"},
    409: {"IDEMPOTENCY_KEY_IN_USE"},  # of a request that was lost with its portal
}
RIGHT = (PROJECT / "curriculum/exercises/practice/greet/.meta/example.py").read_text()
Answer = tuple[int, Any]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with closing(Installation(tmp_path_factory.mktemp("installation"))) as running:
        yield running


class Caller:
    """Somebody who asks a portal, or nginx, from an address of their own; every answer must be the envelope."""

    names = itertools.count(1)

    def __init__(self, port: int) -> None:
        self.number = next(self.names)
        self.port, self.token = port, ""
        self.account = {"username": f"learner{self.number}", "password": PASSWORD}

    def ask(self, method: str, path: str, body: Any = None, *, port: int = 0, key: str = "") -> Answer:
        """Return the status, and the data or the code of the error; `key` makes the request idempotent."""
        source = (f"127.0.1.{self.number}", 0)
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, 40, source_address=source)
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        with closing(connection):
            connection.request(method, path, json.dumps(body), headers)
            response = connection.getresponse()
            envelope = json.loads(response.read())
        assert envelope["success"] is (response.status < 400)
        return response.status, envelope["data"] if envelope["success"] else envelope["error"]["code"]

    def register(self) -> dict[str, Any]:
        status, pair = self.ask(
            "POST", "/api/auth/register", {"email": f"{self.account['username']}@example.org", **self.account}
        )
        assert status == 201
        self.token = pair["accessToken"]
        return dict(pair)


def at_once(*calls: Callable[[], Answer]) -> list[Answer]:
    """Make calls at the same time and return the answers in order of their status."""
    start = threading.Barrier(len(calls))

    def make(call: Callable[[], Answer]) -> Answer:
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return sorted(threads.map(make, calls), key=lambda answer: answer[0])


def test_a_session_is_the_same_in_every_portal_whatever_their_clocks_show(installation: Installation) -> None:
    first, second = installation.ports
    for here, there in ((first, second), (second, first)):
        caller = Caller(here)
        pair = caller.register()
        assert caller.ask("GET", "/api/auth/me", port=there)[0] == 200
        refresh = {"refreshToken": pair["refreshToken"]}
        _, renewed = caller.ask("POST", "/api/auth/refresh", refresh, port=there)
        caller.token = renewed["accessToken"]
        assert caller.ask("GET", "/api/auth/me")[0] == 200
        assert caller.ask("POST", "/api/auth/logout", port=there)[0] == 200
        assert caller.ask("GET", "/api/auth/me") == (401, "TOKEN_REVOKED")


def test_a_new_password_ends_the_sessions_at_every_portal(installation: Installation) -> None:
    first, second = installation.ports
    here, there = Caller(first), Caller(second)
    here.register()
    there.token = there.ask("POST", "/api/auth/login", here.account)[1]["accessToken"]
    change = {"currentPassword": PASSWORD, "newPassword": "battery staple 7"}
    assert here.ask("PUT", "/api/auth/password", change)[0] == 200
    assert there.ask("GET", "/api/auth/me") == (401, "TOKEN_REVOKED")
    assert here.ask("GET", "/api/auth/me", port=second)[0] == 200


def test_what_may_be_used_once_is_used_once_whichever_portal_gets_it(installation: Installation) -> None:
    caller = Caller(installation.ports[0])
    pair = caller.register()

    def at_both(method: str, path: str, body: Any, key: str = "") -> list[Answer]:
        return at_once(*(partial(caller.ask, method, path, body, port=port, key=key) for port in ports))

    ports = installation.ports * 2
    spent = at_both("POST", "/api/auth/refresh", {"refreshToken": pair["refreshToken"]})
    # The grace gives one more pair of the same generation, so that only one chain of tokens continues.
    assert [status for status, _ in spent] == [200, 200, 401, 401]
    submission = {"exerciseId": "greet", "code": RIGHT}
    submitted = at_both("POST", "/api/exercises/test", submission, key="once")
    assert {status for status, _ in submitted} <= {200, 409}
    replayed = at_both("POST", "/api/exercises/test", submission, key="once")
    assert [status for status, _ in replayed] == [200] * 4
    assert {verdict["submissionId"] for _, verdict in replayed} == {submitted[0][1]["submissionId"]}
    assert caller.ask("GET", "/api/progress/greet")[1]["progress"]["attempts"] == 1
    link = installation.flask("reset-password", caller.account["username"])
    reset = {"token": link.partition("#reset-password=")[2].split()[0], "newPassword": "battery staple 7"}
    assert [status for status, _ in at_both("POST", "/api/auth/password/reset", reset)] == [200, 400, 400, 400]


def test_limits_are_exact_across_portals(installation: Installation) -> None:
    crowd, guesser = Caller(installation.proxy.port), Caller(installation.proxy.port)

    def register(number: int) -> int:
        body = {"email": f"crowd{number}@example.org", "username": f"crowd{number}", "password": PASSWORD}
        return crowd.ask("POST", "/api/auth/register", body)[0]

    with ThreadPoolExecutor(8) as threads:
        assert Counter(threads.map(register, range(70))) == {201: 60, 429: 10}
    guess = {"username": "nobody", "password": "wrong"}
    guessed = [guesser.ask("POST", "/api/auth/login", guess)[0] for _ in range(25)]
    assert guessed == [401] * 20 + [429] * 5


def test_an_import_shows_at_every_portal_at_once(installation: Installation, tmp_path: Path) -> None:
    for text in ("Twice as much.", "Double it."):
        write_exercise(tmp_path, "double-it", meta={"blurb": text})
        write_track(tmp_path, practice=[{"slug": "double-it"}])
        installation.flask("import-exercises", "--unchecked", str(tmp_path))
        for port in installation.ports:
            status, data = Caller(port).ask("GET", "/api/exercises/double-it")
            assert (status, data["exercise"]["summary"]) == (200, text)


class Learner(Caller):
    """Somebody who works through nginx, and notes what was lost, done twice or refused."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.register()
        self.done = 0
        self.sent, self.saved = 0, 0  # drafts: the last one, and the last one that was confirmed
        self.submitted, self.counted = 0, 0  # attempts: keys, and keys with a verdict
        self.refused: Counter[tuple[str, int, str]] = Counter()

    def work(self, stop: threading.Event) -> None:
        for act in itertools.cycle((self.save, self.read, self.run, self.submit, self.list)):
            if stop.wait(0.1):  # leave the machine to what is started meanwhile
                return
            act()

    def try_to(self, method: str, path: str, body: Any = None, key: str = "") -> Any:
        """Return the data of a success; None after an error that says "not now"."""
        status, data = self.ask(method, path, body, key=key)
        if status == 200:
            self.done += 1
            return data
        assert data in CLEAN.get(status, ()), (method, path, status, data)
        self.refused[path, status, data] += 1
        return None

    def save(self) -> None:
        self.sent += 1
        if self.try_to("POST", "/api/progress", {"exerciseId": "leap-day", "lastCode": str(self.sent)}):
            self.saved = self.sent

    def read(self) -> None:
        if self.saved and (found := self.try_to("GET", "/api/progress/leap-day")):
            assert self.saved <= int(found["progress"]["lastCode"]) <= self.sent

    def run(self) -> None:
        if found := self.try_to("POST", "/api/exercises/run", {"code": f"print({self.done})"}):
            assert found["stdout"] == f"{self.done - 1}\n"

    def submit(self) -> None:
        self.submitted += 1
        body, key = {"exerciseId": "greet", "code": RIGHT}, f"attempt-{self.submitted}"
        for _ in range(2):
            if verdict := self.try_to("POST", "/api/exercises/test", body, key):
                self.counted += 1
                assert verdict["passed"]
                assert self.counted <= verdict["progress"]["attempts"] <= self.submitted
                return

    def list(self) -> None:
        if found := self.try_to("GET", "/api/exercises?perPage=1"):
            assert found["pagination"]["total"] > 80


class Load:
    """Three learners at work."""

    def __init__(self, installation: Installation) -> None:
        self.learners = [Learner(installation.proxy.port) for _ in range(3)]
        self._stop = threading.Event()
        self._threads = ThreadPoolExecutor(len(self.learners))
        self._works = [self._threads.submit(learner.work, self._stop) for learner in self.learners]

    def refused(self) -> Counter[tuple[str, int, str]]:
        return sum((learner.refused for learner in self.learners), Counter[tuple[str, int, str]]())

    def go_on(self, acts: int = 6) -> None:
        """Wait until each learner has succeeded some more times."""
        wanted = [learner.done + acts for learner in self.learners]

        def have_gone_on() -> bool:
            self._raise_errors()
            return all(learner.done >= least for learner, least in zip(self.learners, wanted, strict=True))

        until(have_gone_on, 30)

    def goes_on_without_an_error(self) -> bool:
        before = self.refused()
        self.go_on()
        return self.refused() == before

    def _raise_errors(self) -> None:
        for work in self._works:
            if work.done():
                work.result()

    def close(self) -> None:
        self._stop.set()
        self._threads.shutdown()
        self._raise_errors()
        for learner in self.learners:
            _, found = learner.ask("GET", "/api/progress/greet")
            assert learner.counted <= found["progress"]["attempts"] <= learner.submitted
            _, found = learner.ask("GET", "/api/progress/leap-day")
            assert learner.saved <= int(found["progress"]["lastCode"]) <= learner.sent


@pytest.fixture
def load(installation: Installation) -> Iterator[Load]:
    with closing(Load(installation)) as running:
        running.go_on()
        yield running


ATTACKS = [
    Installation.without_a_portal,
    Installation.without_redis,
    Installation.without_an_executor,
    Installation.restarting_the_database,
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_work_goes_on_while_one_part_is_gone_and_without_an_error_once_it_is_back(
    installation: Installation, load: Load, attack: Callable[[Installation, Callable[[], None]], None]
) -> None:
    attack(installation, load.go_on)
    until(load.goes_on_without_an_error, 30)
    if attack is Installation.without_redis:
        assert not load.refused()


def test_a_rolling_restart_loses_no_request(installation: Installation, load: Load) -> None:
    for port in installation.ports:
        installation.restart_gracefully(port)
        load.go_on()
    assert not load.refused()
