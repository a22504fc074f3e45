"""Table `exercise_attempts`: what each learner needed for an exercise, in short rows that are read by the thousand."""

from typing import NamedTuple

from portal.database import Database


class Outcome(NamedTuple):
    """How many learners needed so many attempts to their first pass and opened so many hints.

    Attributes:
        attempts_to_pass: None when they did not pass.
        hints_opened: None when no client reported it.
        attempts: of all these learners together.
    """

    attempts_to_pass: int | None
    hints_opened: int | None
    learners: int
    attempts: int


class Attempts(NamedTuple):
    """What one learner needed for an exercise; None is what is not known or did not happen."""

    exercise_id: str
    attempts: int
    attempts_to_pass: int | None
    seconds_to_pass: int | None
    hints_opened: int | None


def list_for_user(db: Database, *, user_id: str) -> list[Attempts]:
    """Return what a learner needed for each exercise that they attempted."""
    columns = ", ".join(Attempts._fields)
    rows = db.all(
        f"SELECT {columns} FROM exercise_attempts WHERE user_id = :user_id ORDER BY exercise_id", {"user_id": user_id}
    )
    return [Attempts(*(row[name] for name in Attempts._fields)) for row in rows]


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
    """Record what a learner needed up to a pass that a regrade found, unless an earlier pass is recorded."""
    db.execute(
        "UPDATE exercise_attempts SET attempts_to_pass = :attempts, seconds_to_pass = :seconds"
        " WHERE user_id = :user_id AND exercise_id = :exercise_id"
        " AND (attempts_to_pass IS NULL OR attempts_to_pass > :attempts)",
        {"user_id": user_id, "exercise_id": exercise_id, "attempts": attempts, "seconds": seconds},
    )


def count_outcomes(db: Database, *, exercise_id: str) -> list[Outcome]:
    """Return how learners did on an exercise, those with the same outcome together."""
    rows = db.all(
        "SELECT attempts_to_pass AS to_pass, hints_opened AS hints, COUNT(*) AS learners, SUM(attempts) AS attempts"
        " FROM exercise_attempts WHERE exercise_id = :exercise_id GROUP BY attempts_to_pass, hints_opened",
        {"exercise_id": exercise_id},
    )
    return [Outcome(row["to_pass"], row["hints"], int(row["learners"]), int(row["attempts"])) for row in rows]


def get_seconds_to_pass(db: Database, *, exercise_id: str, place: int) -> int | None:
    """Return the nth smallest number of seconds, from 1, of the learners who passed an exercise."""
    row = db.one(
        "SELECT seconds_to_pass FROM exercise_attempts WHERE exercise_id = :exercise_id AND seconds_to_pass IS NOT NULL"
        " ORDER BY seconds_to_pass LIMIT 1 OFFSET :smaller",
        {"exercise_id": exercise_id, "smaller": place - 1},
    )
    return int(row["seconds_to_pass"]) if row else None
