"""What the analytics of one exercise cost beside many submissions.

    python -m bench.analytics [DATABASE_URL] [learners]

The database must be empty; by default it is a new SQLite file. It gets 20 submissions of each of 20,000 learners, all
to one exercise; all of them tried ten others, too.
"""

import sys
import tempfile
import time
from pathlib import Path

from portal import clock
from portal.database import Database, open_database, schema
from portal.services import analytics, starter_curriculum

_LEARNERS, _SUBMISSIONS = 20_000, 20
_EXERCISE = "greet"
_ROUNDS = 10


def main() -> None:
    """Fill a database and print the time that the analytics take."""
    learners = int(sys.argv[2]) if len(sys.argv) > 2 else _LEARNERS
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else str(Path(folder) / "portal.db")
        with open_database(url) as db:
            schema.init_schema(db)
            starter_curriculum.load(db)
            with db.transaction():
                _fill(db, learners)
            db.run_script("ANALYZE")
            _measure(db)


def _fill(db: Database, learners: int) -> None:
    now = clock.now_text()
    users = [f"u{number}" for number in range(learners)]
    db.insert_many(
        "users",
        ("id", "email", "username", "username_key", "password_hash", "created_at", "updated_at"),
        ((user, f"{user}@example.org", user, user, "x", now, now) for user in users),
    )
    others = [row["id"] for row in db.all("SELECT id FROM exercises ORDER BY position LIMIT 10")]
    db.insert_many(
        "exercise_attempts",
        ("user_id", "exercise_id", "attempts", "attempts_to_pass", "seconds_to_pass", "hints_opened"),
        (
            (user, id_, _SUBMISSIONS, *_passed(number))
            for number, user in enumerate(users)
            for id_ in {_EXERCISE, *others}
        ),
    )
    db.insert_many(
        "exercise_submissions",
        ("id", "user_id", "exercise_id", "code", "test_results", "success", "status", "submitted_at"),
        (
            (f"{user} {number}", user, _EXERCISE, "x" * 500, "{}", 0, "ok", now)
            for user in users
            for number in range(_SUBMISSIONS)
        ),
    )
    db.insert_many(
        "exercise_failures",
        ("exercise_id", "kind", "name", "submissions"),
        ((_EXERCISE, kind, f"name{number}", number) for kind in ("test", "error") for number in range(50)),
    )


def _passed(number: int) -> tuple[int | None, int | None, int]:
    """Attempts and seconds to the first pass, and hints: nine in ten learners pass."""
    return (
        (None, None, 3) if number % 10 == 0 else (number * 7919 % _SUBMISSIONS + 1, number * 104_729 % 5000, number % 4)
    )


def _measure(db: Database) -> None:
    times = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        found = analytics.compute(db, _EXERCISE)
        times.append(time.perf_counter() - start)
    print(f"{db.dialect}: {found.attempts} attempts of {found.learners} learners")
    print(f"median {sorted(times)[_ROUNDS // 2] * 1e3:.1f} ms, slowest {max(times) * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
