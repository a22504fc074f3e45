"""One exercise, its solution, and the learner's status and submissions."""

from portal.authoring.models import AuthoredExercise
from portal.dao import exercises as exercises_dao
from portal.dao import progress as progress_dao
from portal.dao import submissions as submissions_dao
from portal.database import Database
from portal.errors import ExerciseNotFound, SolutionLocked
from portal.models import Exercise, Submission
from portal.services import exercise_versions
from portal.services.pagination import PageRequest, Pagination


def get(db: Database, exercise_id: str) -> Exercise:
    """Return an exercise; raises ExerciseNotFound."""
    exercise = exercises_dao.get_by_id(db, exercise_id=exercise_id)
    if exercise is None:
        raise ExerciseNotFound
    return exercise


def require(db: Database, exercise_id: str) -> None:
    """Raise ExerciseNotFound unless there is such an exercise, without reading it."""
    if not exercises_dao.exists(db, exercise_id=exercise_id):
        raise ExerciseNotFound


def list_dependents(db: Database, exercise_id: str) -> list[str]:
    """Return the ids of the exercises in the catalogue that name an exercise among their prerequisites."""
    listed = exercises_dao.list_catalogue(db)
    return [exercise.id for exercise in listed if exercise_id in exercise.prerequisites]


def statuses_of(db: Database, user_id: str) -> dict[str, str]:
    """Return the status of every exercise the learner has started, by exercise id."""
    return progress_dao.list_statuses(db, user_id=user_id)


def status_of(db: Database, exercise_id: str, user_id: str) -> str:
    """Return the learner's status of an exercise."""
    progress = progress_dao.get(db, user_id=user_id, exercise_id=exercise_id)
    return progress.status if progress else "not_started"


def get_solution(db: Database, exercise_id: str, user_id: str) -> AuthoredExercise:
    """Return an exercise whose solution and approaches the learner may see.

    Raises:
        ExerciseNotFound: there is no such exercise.
        SolutionLocked: the learner has no passing submission.
    """
    authored = exercise_versions.get_source(db, exercise_id)
    progress = progress_dao.get(db, user_id=user_id, exercise_id=exercise_id)
    if progress is None or not progress.verified:
        raise SolutionLocked
    return authored


def list_submissions(
    db: Database, exercise_id: str, user_id: str, wanted: PageRequest
) -> tuple[list[Submission], Pagination]:
    """Return the learner's submissions for an exercise, newest first; raises ExerciseNotFound."""
    require(db, exercise_id)
    found = submissions_dao.list_for_exercise(
        db,
        user_id=user_id,
        exercise_id=exercise_id,
        limit=wanted.per_page + 1,
        offset=wanted.offset,
        before=wanted.after,
    )
    items = found[: wanted.per_page]
    following = (items[-1].submitted_at, items[-1].id) if len(found) > len(items) else None
    total = submissions_dao.count_for_exercise(db, user_id=user_id, exercise_id=exercise_id)
    return items, Pagination.of(wanted.page, wanted.per_page, total, following)
