"""What requests cost beside many others: in a small and in a large database, on SQLite and PostgreSQL, and their ratio.

    python -m bench.growth [learners]

The large database has 20,000 learners unless told otherwise, with 20 submissions each, and 1,000 exercises; the small
one a hundredth of that. The times are medians of requests to both in turns, by learners all through the database, the
server's part included. Copying the large database from SQLite to PostgreSQL is measured on the way.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

import bcrypt
from flask.testing import FlaskClient

from app import create_app
from bench.results import write_section
from portal.config import Settings
from portal.database import Database, open_database, schema
from portal.database.copying import copy_database
from portal.models import Session, SignIn, User
from portal.services import starter_curriculum
from portal.web import tokens
from tests.portal import fake_executor
from tests.postgresql import Cluster

LEARNERS, _EXERCISES, _SUBMISSIONS, _SMALLER = 20_000, 1_000, 20, 100
_ROUNDS, _BLOCK = 105, 21
_BEGUN = 10  # exercises of each learner
_AT = "2026-11-{:02}T10:00:00.000Z"
_CODE = "def greet(name):\n    return f'Hello, {name}!'\n" * 10
_RESULTS = '{"summary": {"total": 4, "passed": 3, "failed": 1}, "tests": [' + '"' + "x" * 600 + '"]}'
_TITLE = "Growth"
_NOTES = """Median time of a request by the learners of a large and of a small database, and their ratio. The
learners have as much of their own in both."""


class Subject:
    """An application on a filled database, and its learners."""

    def __init__(self, url: str, executor_url: str, learners: int) -> None:
        self.learners = learners
        self._app = create_app(Settings.from_environment(_environment(url, executor_url)))
        self.client = self._app.test_client()

    def _sign_in(self, number: int) -> dict[str, Any]:
        """Return tokens of a learner's session."""
        user = User(f"u{number}", f"{number}@example.org", f"u{number}", "x", _AT.format(1), "author")
        session = Session(f"u{number}", user.id, 1, {}, _AT.format(1), _AT.format(1), _AT.format(1), None, "", "")
        with self._app.app_context():
            return tokens.issue(SignIn(user, session))

    def database(self) -> Database:
        """Return the connection that requests of this thread use."""
        found: Database = self._app.extensions["portal"].connections.get()
        return found

    def time(self, name: str, request: "Request", turn: int) -> float:
        """Send a request and return the seconds until all of the response was there."""
        pair = self._sign_in(turn * self.learners // _ROUNDS)
        self.client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {pair['access_token']}"
        start = time.perf_counter()
        response = request(self.client, pair, turn)
        text = response.get_data(as_text=True)
        taken_s = time.perf_counter() - start
        if response.status_code not in (200, 401):
            raise SystemExit(f"{name}: {text}")
        return taken_s


def _environment(url: str, executor_url: str) -> dict[str, str]:
    limits = dict.fromkeys(("RATE_LIMIT_MAX_REQUESTS", "AUTH_RATE_LIMIT_MAX_REQUESTS"), "1000000")
    own = {"DATABASE_URL": url, "EXECUTOR_SERVICE_URL": executor_url, "JWT_SECRET": "x" * 64, "LOG_LEVEL": "error"}
    return {**limits, **own, "BCRYPT_ROUNDS": "4"}


def main() -> None:
    """Build the databases, print and write what each request costs."""
    learners = int(sys.argv[1]) if len(sys.argv) > 1 else LEARNERS
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/tmp")))
        folder.chmod(0o755)
        cluster = Cluster(folder / "c", durable=True)
        stack.callback(cluster.stop)
        executor = stack.enter_context(fake_executor.serve())
        sizes = {"small": learners // _SMALLER, "large": learners}
        urls = {size: str(folder / f"{size}.db") for size in sizes}
        copies = {}
        for size, count in sizes.items():
            build(urls[size], count)
            name = cluster.create()
            copies[size] = cluster.url(name)
            start = time.perf_counter()
            rows = copy_database(urls[size], copies[size], report=lambda _table, _rows: None)
            copied_s = time.perf_counter() - start
            cluster.execute("ANALYZE", name)
        copying = f"`flask copy-database`, {sum(rows.values()):,} rows to PostgreSQL: {copied_s:.0f} s."
        both = {"SQLite": urls, "PostgreSQL": copies}
        rows_of = {
            kind: _compare(*(Subject(of[size], executor.url, sizes[size]) for size in sizes))
            for kind, of in both.items()
        }
    names = [f"{size}, ms | " for size in sizes]
    table = [f"| request | {' | '.join(f'{kind}: {names[0]}{names[1]}ratio' for kind in both)} |", "|---" * 7 + "|"]
    table += [f"| {name} | {' | '.join(rows_of[kind][name] for kind in both)} |" for name in REQUESTS]
    lines = [f"{learners:,} learners. {copying}", "", *table]
    print(*lines, sep="\n")
    write_section(_TITLE, _NOTES, lines)


def build(url: str, learners: int) -> None:
    """Create a database with learners, as many exercises as belong to them, and their submissions."""
    with open_database(url) as db:
        schema.init_schema(db)
        starter_curriculum.load(db)
        with db.transaction():
            _fill(db, learners, max(_BEGUN, _EXERCISES * learners // LEARNERS))


def _fill(db: Database, learners: int, exercises: int) -> None:
    """Insert exercises, learners and their submissions, in the order in which a class sends them: all by turns."""
    (row,) = db.all("SELECT * FROM exercises ORDER BY position LIMIT 1")
    columns = list(row.keys())
    db.execute("DELETE FROM exercises")
    copies = ({**{name: row[name] for name in columns}, "id": f"e{n}", "position": n} for n in range(exercises))
    db.insert_many("exercises", columns, ([copy[name] for name in columns] for copy in copies))
    numbers = range(learners)
    password_hash = bcrypt.hashpw(b"another", bcrypt.gensalt(4)).decode()
    _insert(
        db,
        "users",
        ("id", "email", "username", "username_key", "password_hash", "role"),
        ((f"u{n}", f"{n}@example.org", f"u{n}", f"u{n}", password_hash, "author") for n in numbers),
    )
    _insert(
        db,
        "sessions",
        ("id", "user_id", "created_at", "last_used_at", "expires_at"),
        ((f"u{n}", f"u{n}", _AT.format(1), "2027", "2036") for n in numbers),
    )
    begun = [(n, f"e{(n + step) % exercises}") for n in numbers for step in range(_BEGUN)]
    _insert(
        db,
        "user_progress",
        ("id", "user_id", "exercise_id", "status", "attempts", "last_code"),
        ((f"{n}{of}", f"u{n}", of, "completed", 2, _CODE) for n, of in begun),
    )
    _insert(
        db,
        "exercise_attempts",
        ("user_id", "exercise_id", "attempts", "attempts_to_pass", "seconds_to_pass"),
        ((f"u{n}", of, 2, 2, n) for n, of in begun),
    )
    turns = ((turn, n) for turn in range(_SUBMISSIONS) for n in numbers)
    _insert(
        db,
        "exercise_submissions",
        ("id", "user_id", "exercise_id", "code", "test_results", "success", "submitted_at"),
        (
            (f"{turn}-{n}", f"u{n}", f"e{(n + turn // 2) % exercises}", _CODE, _RESULTS, turn % 2, _AT.format(turn + 1))
            for turn, n in turns
        ),
    )
    _insert(
        db,
        "activity_days",
        ("user_id", "day", "submissions", "passed"),
        ((f"u{n}", _AT.format(turn + 1)[:10], 1, turn % 2) for turn in range(_SUBMISSIONS) for n in numbers),
    )


def _insert(db: Database, table: str, columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
    db.insert_many(table, columns, rows)


def _compare(small: Subject, large: Subject) -> dict[str, str]:
    """Return the columns of each request: its time in both, and the ratio."""
    cells = {}
    for name, request in REQUESTS.items():
        times: dict[Subject, list[float]] = {small: [], large: []}
        for first in range(0, _ROUNDS, _BLOCK):
            for subject, taken in times.items():
                subject.client.get("/api/exercises?perPage=10")  # the process caches one catalogue at a time
                taken += [subject.time(name, request, turn) for turn in range(first, first + _BLOCK)][1:]
        low, high = (median(taken) * 1000 for taken in times.values())
        cells[name] = f"{low:.2f} | {high:.2f} | {high / low:.2f}"
    return cells


Request = Callable[[FlaskClient, dict[str, Any], int], Any]
REQUESTS: dict[str, Request] = {
    "GET exercises": lambda client, _pair, _turn: client.get("/api/exercises?perPage=10"),
    "GET exercises, search": lambda client, _pair, turn: client.get(f"/api/exercises?search=word{turn}"),
    "GET an exercise": lambda client, _pair, turn: client.get(f"/api/exercises/e{turn % 10}"),
    "GET submissions": lambda client, _pair, turn: client.get(f"/api/exercises/e{turn % 10}/submissions"),
    "GET progress": lambda client, _pair, _turn: client.get("/api/progress"),
    "GET statistics": lambda client, _pair, _turn: client.get("/api/progress/stats"),
    "GET sessions": lambda client, _pair, _turn: client.get("/api/auth/sessions"),
    "GET export": lambda client, _pair, _turn: client.get("/api/auth/me/export"),
    "POST progress": lambda client, _pair, turn: client.post(
        "/api/progress", json={"exerciseId": f"e{turn % 10}", "lastCode": "x"}
    ),
    "POST test": lambda client, _pair, turn: client.post(
        "/api/exercises/test", json={"exerciseId": f"e{turn % 10}", "code": "x"}
    ),
    "POST refresh": lambda client, pair, _turn: client.post(
        "/api/auth/refresh", json={"refreshToken": pair["refresh_token"]}
    ),
    "POST login, wrong": lambda client, pair, _turn: client.post(
        "/api/auth/login", json={"username": pair["user"].username, "password": "wrong"}
    ),
    "GET analytics": lambda client, _pair, turn: client.get(f"/api/exercises/e{turn % 10}/analytics"),
}

if __name__ == "__main__":
    main()
