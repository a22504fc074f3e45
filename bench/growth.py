# ruff: noqa: S608 (the SQL is this script's own)
"""What a learner's requests cost beside many others: CPU time in a small and in a large database, and their ratio.

    python -m bench.growth [learners]

The large database has 20,000 learners with 20 submissions each unless told otherwise, the small one has 100.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from portal.dao import progress as progress_dao
from portal.dao import sessions as sessions_dao
from portal.dao import submissions as submissions_dao
from portal.database import Database, open_database, schema
from portal.services import accounts, starter_curriculum, stats

_SMALL, _LARGE, _SUBMISSIONS = 100, 20_000, 20
_ROUNDS = 30
_NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :total)"


def main() -> None:
    """Build both databases and print what each request costs."""
    learners = int(sys.argv[1]) if len(sys.argv) > 1 else _LARGE
    with tempfile.TemporaryDirectory() as folder:
        small = _measure(Path(folder) / "small.db", _SMALL)
        large = _measure(Path(folder) / "large.db", learners)
    print(f"{'request':<14} {_SMALL:>8} {learners:>8}  ratio")
    for name, cost in small.items():
        print(f"{name:<14} {cost * 1e3:>6.2f}ms {large[name] * 1e3:>6.2f}ms {large[name] / cost:>6.1f}")


def _measure(path: Path, learners: int) -> dict[str, float]:
    with open_database(str(path)) as db:
        schema.init_schema(db)
        starter_curriculum.load(db)
        with db.transaction():
            _fill(db, learners)
        return {name: _cost(call, db, learners) for name, call in _REQUESTS.items()}


def _fill(db: Database, learners: int) -> None:
    """Insert learners and their submissions, in the order in which a class sends them: all of them by turns."""
    total = {"total": learners}
    db.execute(
        f"{_NUMBERS} INSERT INTO users (id, email, username, username_key, password_hash)"
        " SELECT 'u' || i, i || '@example.org', 'u' || i, 'u' || i, 'x' FROM n",
        total,
    )
    db.execute(
        f"{_NUMBERS} INSERT INTO user_progress (id, user_id, exercise_id, status, attempts, last_code)"
        " SELECT e.id || i, 'u' || i, e.id, 'completed', 1, HEX(ZEROBLOB(1000)) FROM n CROSS JOIN"
        " (SELECT id FROM exercises ORDER BY position LIMIT 10) e",
        total,
    )
    for number in range(_SUBMISSIONS):
        db.execute(
            f"{_NUMBERS} INSERT INTO exercise_submissions (id, user_id, exercise_id, code, test_results, success,"
            " submitted_at) SELECT i || '-' || :number, 'u' || i, 'greet', HEX(ZEROBLOB(500)), '{}', 0, :at FROM n",
            {**total, "number": number, "at": f"2026-11-{number + 1:02}T10:00:00.000Z"},
        )
    db.execute(
        "INSERT INTO activity_days (user_id, day, submissions, passed)"
        " SELECT user_id, SUBSTR(submitted_at, 1, 10), 1, 0 FROM exercise_submissions"
    )
    db.execute(
        "INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at)"
        " SELECT id, id, '2026-11-01', '2026-11-01', '2027-01-01' FROM users"
    )


def _cost(call: Callable[[Database, str], object], db: Database, learners: int) -> float:
    """Return the seconds of CPU time of a call, over learners all through the database."""
    call(db, "u0")
    start = time.process_time()
    for number in range(_ROUNDS):
        call(db, f"u{number * learners // _ROUNDS}")
    return (time.process_time() - start) / _ROUNDS


_REQUESTS: dict[str, Callable[[Database, str], object]] = {
    "export": lambda db, user: list(accounts.list_all_submissions(db, user)),
    "statistics": stats.compute,
    "submissions": lambda db, user: submissions_dao.list_for_exercise(
        db, user_id=user, exercise_id="greet", limit=20, offset=0
    ),
    "progress": lambda db, user: progress_dao.list_for_user(db, user_id=user, limit=20),
    "active learners": lambda db, _user: sessions_dao.count_users(db, since="2026-12"),
}

if __name__ == "__main__":
    main()
