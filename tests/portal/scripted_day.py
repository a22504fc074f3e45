"""One scripted day that calls every operation of the API."""

import json
import re
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import time_machine
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from tests.portal.authored import DOUBLE_IT
from tests.portal.fake_executor import FAILING_TEST, PASSING_TEST, FakeExecutor, result

START = datetime.fromisoformat("2026-11-25T08:00:00+00:00")
# What may differ: ids and the cursors made of them, tokens, and what was measured.
VARIABLE = [
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<id>"),
    (re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+"), "<token>"),
    (re.compile(r'"next":"[^"]+"'), '"next":"<cursor>"'),
    (re.compile(r'"(latencyMs|uptime|durationS)":[\d.]+'), "<measured>"),
    (re.compile(r'"publishedAt":"[^"]+","publishedBy":null'), "<when the database was made>"),
    (re.compile(r"reset-password=\S+"), "<link>"),
]
ADA = {"email": "Ada@Example.org", "username": "Ada", "password": "correct horse"}
ANN = {"email": "ann@example.org", "username": "ann", "password": "correct horse"}
EVE = {"email": "eve@example.org", "username": "Ève", "password": "battery staple"}
CODE = "def greet(name):\n\treturn f'Hello, {name}! 100% \\\\ \U0001f40d'\n"
EXERCISE: dict[str, Any] = {
    **DOUBLE_IT,
    "tests": "from solution import double\n\n\ndef test_a():\n    assert double(3) == 6  # \u00e9 \U0001f40d\n",
}
LISTS = [
    *("", "?page=2&perPage=7", "?perPage=100", "?page=99", "?page=0", "?perPage=1000", "?page=9223372036854775808"),
    *("?difficulty=beginner", "?difficulty=Beginner", "?category=basics", "?category=BASICS"),
    *("?topic=strings", "?topic=Strings", "?topic=STRINGS", "?topic=string", "?topic=%25", "?topic=_trings"),
    *("?search=Greet", "?search=GREETING", "?search=%25", "?search=_", "?search=!", "?search=%C3%89", "?search='"),
    *("?search=%5C", "?search=strings&topic=Strings&difficulty=beginner", "?search=%00", "?unknown=1"),
]


class Day:
    """Sends requests one second after another and keeps what was answered."""

    def __init__(self, client: FlaskClient, clock: time_machine.Traveller) -> None:
        self.client, self.clock = client, clock
        self.answers: list[tuple[str, int, str]] = []
        self.operations: set[tuple[str, str]] = set()
        self.token: str | None = None

    def call(self, method: str, path: str, body: object = None, **headers: str) -> dict[str, object]:
        self.clock.shift(timedelta(seconds=1))
        if self.token is not None:
            headers = {"Authorization": f"Bearer {self.token}", **headers}
        response = self.client.open(path, method=method, json=body, headers=headers)
        self._keep(f"{method} {path}", response.status_code, response.get_data(as_text=True))
        with suppress(HTTPException):  # no such path
            rule, _ = self.client.application.url_map.bind("").match(path, method, return_rule=True)
            self.operations.add((method, rule.rule))
        return (response.get_json(silent=True) or {}).get("data") or {}

    def run(self, *arguments: str) -> str:
        """Run a command, and return what it printed."""
        self.clock.shift(timedelta(seconds=1))
        result = self.client.application.test_cli_runner().invoke(args=list(arguments))
        self._keep(" ".join(arguments), result.exit_code, result.stdout)
        return str(result.stdout)

    def _keep(self, what: str, status: int, text: str) -> None:
        for pattern, replacement in VARIABLE:
            text = pattern.sub(replacement, text)
        self.answers.append((what, status, text))

    def sign_in(self, path: str, body: dict[str, str]) -> str:
        data = self.call("POST", f"/api/auth/{path}", body)
        self.token = str(data["accessToken"])
        return str(data["refreshToken"])


def play(day: Day, fake: FakeExecutor) -> None:
    for path in ("/health", "/health/ready", "/health/deps", "/api/nowhere", "/api/auth/registration"):
        day.call("GET", path)
    browse(day)
    first = day.sign_in("register", ADA)
    taken(day)
    work(day, fake)
    in_other_languages(day, fake)
    browse(day)
    author(day, fake)
    forget(day)
    accounts(day, first)


def browse(day: Day) -> None:
    for query in LISTS:
        day.call("GET", f"/api/exercises{query}")
    for name in ("greet", "GREET", "nowhere", "gre%20et", "x" * 300):
        day.call("GET", f"/api/exercises/{name}")
        day.call("GET", f"/api/exercises/{name}/solution")
        day.call("GET", f"/api/exercises/{name}/submissions?perPage=2")


def taken(day: Day) -> None:
    day.call("GET", "/api/exercises/greet/solution")
    for changes in ({}, {"username": "ada2"}, {"email": "ada2@example.org"}, {"email": "ADA@EXAMPLE.ORG"}):
        day.call("POST", "/api/auth/register", {**ADA, **changes})
    for name in ({"email": "ada@example.org"}, {"username": "ADA"}, {"username": "nobody"}, {"email": "x"}):
        for password in ("correct horse", "wrong horse"):
            day.call("POST", "/api/auth/login", {**name, "password": password})


def work(day: Day, fake: FakeExecutor) -> None:
    for exercise in ("leap-day", "greet", "temperature", "nowhere"):
        for tests in ((FAILING_TEST,), (PASSING_TEST, FAILING_TEST), (PASSING_TEST,)):
            fake.data = result(*tests)
            day.call("POST", "/api/exercises/test", {"exerciseId": exercise, "code": CODE})
    fake.status = 500
    day.call("POST", "/api/exercises/test", {"exerciseId": "greet", "code": CODE})
    fake.status = 200
    fake.data = result(output="hi\n")
    day.call("POST", "/api/exercises/run", {"code": CODE})
    updates: list[dict[str, object]] = [
        {"status": "in_progress", "lastCode": "x" * 50_000},
        {"status": "completed", "completionTime": 31_536_000},
        {"status": "not_started", "lastCode": ""},
        {"completionTime": 2**31},
        {"lastCode": "a\0b"},
        {"status": "COMPLETED"},
    ]
    for update in updates:
        for exercise in ("greet", "keep-even", "nowhere"):
            body = {"exerciseId": exercise, **update}
            day.call("POST", "/api/progress", body)
            day.call("POST", "/api/progress", body, **{"Idempotency-Key": f"{exercise}{len(update)}"})
    for query in ("", "?status=completed", "?status=in_progress", "?status=none"):
        day.call("GET", f"/api/progress{query}")
    day.call("GET", "/api/progress/stats")
    day.clock.shift(timedelta(hours=20))
    day.call("POST", "/api/progress", {"exerciseId": "greet"})
    day.call("GET", "/api/progress/stats")


def in_other_languages(day: Day, fake: FakeExecutor) -> None:
    fake.data = result(FAILING_TEST)
    for language in ("de", "es", "fr, es;q=0.5"):
        header = {"Accept-Language": language}
        body = {"exerciseId": "greet", "code": CODE, "hintsOpened": 1}
        day.call("POST", "/api/exercises/test", body, **header, **{"Idempotency-Key": language[:2]})
        day.call("POST", "/api/exercises/test", body, **{"Idempotency-Key": language[:2]})
        day.call("POST", "/api/exercises/test", {"exerciseId": "\0"}, **header)
        day.call("GET", "/api/exercises/greet/submissions", **header)
    fake.raw = b'{"output": "h\\u00e9"}\n' + json.dumps({"success": True, "data": result(output="h\u00e9")}).encode()
    day.call("POST", "/api/exercises/run", {"code": CODE}, Accept="text/event-stream")
    fake.raw = None


def author(day: Day, fake: FakeExecutor) -> None:
    refused = {**EXERCISE, "prerequisites": ["nowhere"]}
    fake.only_passes = EXERCISE["solution"]
    day.call("PUT", "/api/exercises/double-it", EXERCISE)
    learner, day.token = day.token, None
    day.sign_in("register", ANN)
    day.run("set-role", "ann", "author")
    for body in (EXERCISE, EXERCISE, {**EXERCISE, "title": "Twice \u2713"}, refused):
        day.call("POST", "/api/exercises/check", {**body, "id": "double-it"})
        day.call("PUT", "/api/exercises/double-it", body)
    for name in ("double-it", "greet", "nowhere"):
        for part in ("source", "versions", "analytics"):
            day.call("GET", f"/api/exercises/{name}/{part}")
    regrade(day, fake, learner)
    for name in ("double-it", "double-it", "nowhere"):
        day.call("DELETE", f"/api/exercises/{name}")
    day.call("GET", "/api/exercises?search=twice")
    day.run("purge")
    fake.only_passes, day.token = None, learner


def regrade(day: Day, fake: FakeExecutor, learner: str | None) -> None:
    """Let an author and a learner submit, and then publish tests that others pass."""
    other_tests = EXERCISE["tests"] + "    assert double(0) == 0\n"
    ann = day.token
    for token, codes in ((ann, ("x = 1",)), (learner, ("x = 1", EXERCISE["solution"]))):
        day.token = token
        for code in codes:
            day.call("POST", "/api/exercises/test", {"exerciseId": "double-it", "code": code})
    day.token = ann
    day.call("PUT", "/api/exercises/double-it", {**EXERCISE, "tests": other_tests})
    fake.only_passes = "x = 1"
    for option in ((), ("--apply",), ("--apply",)):
        day.run("regrade", "double-it", *option)
    for token in (learner, ann):
        day.token = token
        for path in ("exercises/double-it/submissions", "exercises/double-it/solution", "progress/double-it"):
            day.call("GET", f"/api/{path}")
    day.call("GET", "/api/exercises/double-it/analytics")
    day.run("exercise-report")


def forget(day: Day) -> None:
    for email in ("ada@example.org", "nobody@example.org", "x"):
        day.call("POST", "/api/auth/password/forgot", {"email": email})
    printed = day.run("reset-password", "ann")
    token = printed.partition("#reset-password=")[2].split()[0]
    for password in ("short", "another horse", "another horse"):
        day.call("POST", "/api/auth/password/reset", {"token": token, "newPassword": password})
    for password in ("correct horse", "another horse"):
        day.call("POST", "/api/auth/login", {"username": "ann", "password": password})


def accounts(day: Day, refresh_token: str) -> None:
    day.call("GET", "/api/auth/me")
    day.call("GET", "/api/auth/sessions")
    for _ in range(3):
        day.call("POST", "/api/auth/refresh", {"refreshToken": refresh_token})
    day.call("GET", "/api/auth/me")
    day.clock.shift(timedelta(minutes=1))
    day.call("POST", "/api/auth/refresh", {"refreshToken": refresh_token})
    day.call("GET", "/api/auth/me")
    day.token = None
    day.sign_in("login", {"username": "ada", "password": "correct horse"})
    for current in ("wrong horse", "correct horse"):
        day.call("PUT", "/api/auth/password", {"currentPassword": current, "newPassword": "purple monkey"})
    day.call("GET", "/api/auth/sessions")
    day.call("DELETE", "/api/auth/sessions/no-such-session")
    day.call("GET", "/api/auth/me/export")
    for password in ("correct horse", "purple monkey"):
        day.call("DELETE", "/api/auth/me", {"password": password})
    day.call("GET", "/api/auth/me")
    day.token = None
    day.sign_in("register", EVE)
    day.call("GET", "/api/progress")
    day.call("POST", "/api/auth/logout")
    day.call("GET", "/api/progress")
