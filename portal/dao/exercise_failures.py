"""Table `exercise_failures`: how often each test of an exercise failed, and each type of error came up."""

from collections.abc import Collection

from portal.database import Database


def record(db: Database, *, exercise_id: str, failures: Collection[tuple[str, str]]) -> None:
    """Count one submission for each (kind, name), where the kind is `test` or `error`.

    The rows are shared by all learners: call this last in a transaction. They are always locked in the same order.
    """
    if not failures:
        return
    params = {"exercise_id": exercise_id}
    for number, (kind, name) in enumerate(sorted(failures)):
        params |= {f"kind{number}": kind, f"name{number}": name}
    values = ", ".join(f"(:exercise_id, :kind{number}, :name{number}, 1)" for number in range(len(failures)))
    db.execute(
        f"INSERT INTO exercise_failures (exercise_id, kind, name, submissions) VALUES {values}"
        " ON CONFLICT (exercise_id, kind, name) DO UPDATE SET submissions = exercise_failures.submissions + 1",
        params,
    )


def list_most(db: Database, *, exercise_id: str, kind: str, limit: int) -> list[tuple[str, int]]:
    """Return name and number of submissions of the most frequent failures of a kind."""
    rows = db.all(
        "SELECT name, submissions FROM exercise_failures WHERE exercise_id = :exercise_id AND kind = :kind"
        " ORDER BY submissions DESC, name LIMIT :limit",
        {"exercise_id": exercise_id, "kind": kind, "limit": limit},
    )
    return [(row["name"], row["submissions"]) for row in rows]
