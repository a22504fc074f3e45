"""Table `exercise_attempts`: what each learner needed for an exercise, in short rows that are read by the thousand."""

from typing import Literal

from portal.database import Database

ToPass = Literal["attempts_to_pass", "seconds_to_pass"]


def record(
    db: Database,
    *,
    user_id: str,
    exercise_id: str,
    passed: bool,
    seconds: int,
    hints_opened: int | None,
) -> None:
    """Count a graded attempt.

    Args:
        seconds: since the learner began; kept of the first pass.
        hints_opened: so far; None when it is not known.
    """
    db.execute(
        "INSERT INTO exercise_attempts"
        " (user_id, exercise_id, attempts, attempts_to_pass, seconds_to_pass, hints_opened)"
        " VALUES (:user_id, :exercise_id, 1, :attempts_to_pass, :seconds_to_pass, :hints_opened)"
        " ON CONFLICT (user_id, exercise_id) DO UPDATE SET attempts = exercise_attempts.attempts + 1,"
        " attempts_to_pass = COALESCE(exercise_attempts.attempts_to_pass,"
        " exercise_attempts.attempts + excluded.attempts_to_pass),"
        " seconds_to_pass = CASE WHEN exercise_attempts.attempts_to_pass IS NULL THEN excluded.seconds_to_pass"
        " ELSE exercise_attempts.seconds_to_pass END,"
        " hints_opened = CASE WHEN excluded.hints_opened <= exercise_attempts.hints_opened"
        " THEN exercise_attempts.hints_opened"
        " ELSE COALESCE(excluded.hints_opened, exercise_attempts.hints_opened) END",
        {
            "user_id": user_id,
            "exercise_id": exercise_id,
            "attempts_to_pass": 1 if passed else None,
            "seconds_to_pass": seconds if passed else None,
            "hints_opened": hints_opened,
        },
    )


def update_passed(db: Database, *, user_id: str, exercise_id: str, attempts: int, seconds: int) -> None:
    """Note what a learner needed up to a pass that was found later, unless an earlier one is noted."""
    db.execute(
        "UPDATE exercise_attempts SET attempts_to_pass = :attempts, seconds_to_pass = :seconds"
        " WHERE user_id = :user_id AND exercise_id = :exercise_id AND attempts_to_pass IS NULL",
        {"user_id": user_id, "exercise_id": exercise_id, "attempts": attempts, "seconds": seconds},
    )


def count(db: Database, *, exercise_id: str) -> tuple[int, int, int]:
    """Return how many learners submitted to an exercise, how often altogether, and how many of them passed."""
    row = db.one(
        "SELECT COUNT(*) AS learners, COALESCE(SUM(attempts), 0) AS attempts, COUNT(attempts_to_pass) AS passed"
        " FROM exercise_attempts WHERE exercise_id = :exercise_id",
        {"exercise_id": exercise_id},
    )
    return (int(row["learners"]), int(row["attempts"]), int(row["passed"])) if row else (0, 0, 0)


def get_to_pass(db: Database, *, exercise_id: str, column: ToPass, position: int) -> int | None:
    """Return the value at a position, from 0, among those of the learners who passed an exercise, smallest first."""
    row = db.one(
        f"SELECT {column} AS value FROM exercise_attempts WHERE exercise_id = :exercise_id AND {column} IS NOT NULL"
        f" ORDER BY {column} LIMIT 1 OFFSET :position",
        {"exercise_id": exercise_id, "position": position},
    )
    return int(row["value"]) if row else None


def count_by_hints_opened(db: Database, *, exercise_id: str) -> dict[int, int]:
    """Return how many learners opened so many hints of an exercise, by that number, where it is known."""
    rows = db.all(
        "SELECT hints_opened, COUNT(*) AS learners FROM exercise_attempts"
        " WHERE exercise_id = :exercise_id AND hints_opened IS NOT NULL GROUP BY hints_opened",
        {"exercise_id": exercise_id},
    )
    return {row["hints_opened"]: row["learners"] for row in rows}
