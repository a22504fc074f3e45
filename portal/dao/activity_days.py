"""Table `activity_days`: how much a user submitted on each day, whatever became of the submissions."""

from portal.database import Database


def record(db: Database, *, user_id: str, day: str, passed: bool) -> None:
    """Count one submission on a UTC day, `YYYY-MM-DD`."""
    db.execute(
        "INSERT INTO activity_days (user_id, day, submissions, passed) VALUES (:user_id, :day, 1, :passed)"
        " ON CONFLICT (user_id, day) DO UPDATE SET submissions = activity_days.submissions + 1,"
        " passed = activity_days.passed + excluded.passed",
        {"user_id": user_id, "day": day, "passed": int(passed)},
    )


def update_passed(db: Database, *, user_id: str, day: str) -> None:
    """Count one more of the submissions of a UTC day as passed."""
    db.execute(
        "UPDATE activity_days SET passed = passed + 1 WHERE user_id = :user_id AND day = :day",
        {"user_id": user_id, "day": day},
    )


def list_for_user(db: Database, *, user_id: str) -> list[tuple[str, int, int]]:
    """Return (day, submissions, passes) for each UTC day with submissions, in order."""
    rows = db.all(
        "SELECT day, submissions, passed FROM activity_days WHERE user_id = :user_id ORDER BY day", {"user_id": user_id}
    )
    return [(row["day"], row["submissions"], row["passed"]) for row in rows]
