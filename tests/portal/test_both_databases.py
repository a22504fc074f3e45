"""Nobody can tell from an answer which database is behind it: one scripted day, played on both."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests import postgresql
from tests.conftest import MakeApp
from tests.portal.fake_executor import FAILING_TEST, PASSING_TEST, FakeExecutor, result
from tests.postgresql import ReusableDatabase

START = datetime.fromisoformat("2026-11-25T08:00:00+00:00")
# What may differ: ids and the cursors made of them, tokens, and what was measured.
VARIABLE = [
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<id>"),
    (re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+"), "<token>"),
    (re.compile(r'"next":"[^"]+"'), '"next":"<cursor>"'),
    (re.compile(r'"(latencyMs|uptime)":[\d.]+'), "<measured>"),
]
ADA = {"email": "Ada@Example.org", "username": "Ada", "password": "correct horse"}
EVE = {"email": "eve@example.org", "username": "Ève", "password": "battery staple"}
CODE = "def greet(name):\n\treturn f'Hello, {name}! 100% \\\\ \U0001f40d'\n"
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
        self.token: str | None = None

    def call(self, method: str, path: str, body: object = None, **headers: str) -> dict[str, object]:
        self.clock.shift(timedelta(seconds=1))
        if self.token is not None:
            headers = {"Authorization": f"Bearer {self.token}", **headers}
        response = self.client.open(path, method=method, json=body, headers=headers)
        text = response.get_data(as_text=True)
        for pattern, replacement in VARIABLE:
            text = pattern.sub(replacement, text)
        self.answers.append((f"{method} {path}", response.status_code, text))
        return (response.get_json(silent=True) or {}).get("data") or {}

    def sign_in(self, path: str, body: dict[str, str]) -> str:
        data = self.call("POST", f"/api/auth/{path}", body)
        self.token = str(data["accessToken"])
        return str(data["refreshToken"])


def play(day: Day, fake: FakeExecutor) -> None:
    for path in ("/health/ready", "/health/deps", "/api/nowhere"):
        day.call("GET", path)
    browse(day)
    first = day.sign_in("register", ADA)
    taken(day)
    work(day, fake)
    browse(day)
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


@pytest.mark.skipif(postgresql.PROGRAMS is None, reason="PostgreSQL is not installed")
def test_a_day_is_answered_alike_by_both_databases(
    make_app: MakeApp, fake: FakeExecutor, reusable_database: ReusableDatabase
) -> None:
    reusable_database.reset()

    def play_on(app: Flask) -> list[tuple[str, int, str]]:
        with time_machine.travel(START, tick=False) as clock:
            day = Day(app.test_client(), clock)
            play(day, fake)
        return day.answers

    on_sqlite = play_on(make_app(EXECUTOR_SERVICE_URL=fake.url))
    on_postgresql = play_on(make_app(EXECUTOR_SERVICE_URL=fake.url, DATABASE_URL=reusable_database.url))
    assert {status for _, status, _ in on_sqlite} >= {200, 201, 400, 401, 403, 404, 409, 502}
    assert max(status for _, status, _ in on_sqlite) < 505
    for mine, theirs in zip(on_sqlite, on_postgresql, strict=True):
        assert mine == theirs
